import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras

# word vectors of every message, padded in front with zero rows: (n, 30, 100)
X = np.load("message_vectors.npy")
mood = pd.read_csv("message_moods.csv")["mood"]
y = mood.map({"negative": 0, "neutral": 1, "positive": 2}).to_numpy()

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.2, stratify=y, random_state=10)

model = keras.Sequential()
model.add(keras.Input(shape=X_train.shape[1:]))
model.add(keras.layers.Masking(0.0))
model.add(keras.layers.LSTM(64))
model.add(keras.layers.Dropout(0.3))
model.add(keras.layers.Dense(3, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

early = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3,
                                      restore_best_weights=True)
model.fit(X_train, y_train, batch_size=32, epochs=15, validation_split=0.1,
          callbacks=[early])
print(model.evaluate(X_test, y_test))
print(model.predict(X_test[:10]).argmax(axis=1))
