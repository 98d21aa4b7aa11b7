import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

# up/down bits of a counter, oldest first; guess the next bit from the last eight
seq = np.loadtxt("bits.txt", dtype="float32")
STEPS = 8

cut = int(len(seq) * 0.8)


def make(part):
    x = np.array([part[i:i + STEPS] for i in range(len(part) - STEPS)])
    y = part[STEPS:]
    return x[..., np.newaxis], y


vecX, vecY = make(seq[:cut])
valX, valY = make(seq[cut:])

net = Sequential()
net.add(Input(shape=(STEPS, 1)))
net.add(LSTM(16))
net.add(Dense(1, activation="softmax"))
net.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
net.fit(vecX, vecY, batch_size=64, epochs=50, validation_data=(valX, valY), verbose=2)

p = net.predict(valX)[:, 0]
print("predicted ones:", int((p > 0.5).sum()), "of", len(p))
