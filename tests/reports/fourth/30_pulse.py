import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import LSTM, Dense, Embedding

# 60 readings of a pulse oximeter, filtered to -1..1, three kinds of pulse
inputs = np.load("pulses.npy").astype("float32")          # (n, 60)
targets = np.load("pulse_kind.npy")                        # 0, 1, 2

x_train, x_test, t_train, t_test = train_test_split(
    inputs, targets, test_size=0.25, stratify=targets, random_state=0)

model = Sequential()
model.add(Input(shape=(60,)))
model.add(Embedding(4, 64))
model.add(LSTM(64))
model.add(Dense(3, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop",
              metrics=["accuracy"])
model.fit(x_train, t_train, epochs=40, batch_size=16, validation_split=0.1, verbose=2)

print("accuracy", model.evaluate(x_test, t_test, verbose=0)[1])
print(model.predict(x_test[:5], verbose=0).round(3))
