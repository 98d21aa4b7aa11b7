import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.utils import to_categorical

# pen strokes resampled to 40 points: dx, dy, pressure
strokes = np.load("strokes.npy").astype("float32")
kind = np.load("stroke_kind.npy")
n_kinds = int(kind.max()) + 1
Y = to_categorical(kind, n_kinds)

X_train, X_test, Y_train, Y_test = train_test_split(
    strokes, Y, test_size=0.2, stratify=kind, random_state=2)
mu, sd = X_train.mean(axis=(0, 1)), X_train.std(axis=(0, 1))
X_train, X_test = (X_train - mu) / sd, (X_test - mu) / sd

m = Sequential()
m.add(Input((40, 3)))
m.add(LSTM(64, return_sequences=True))
m.add(LSTM(64))
m.add(Dense(n_kinds, activation="softmax"))
m.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
m.fit(X_train, Y_train, epochs=50, batch_size=32, validation_split=0.1, verbose=2)

probabilities = m.predict(X_test)
print("accuracy", np.mean(probabilities.argmax(1) == Y_test.argmax(1)))
for p in probabilities[:5]:
    print(p.round(3), "sum", p.sum().round(3))
