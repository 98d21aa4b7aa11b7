# the same work with the smallest change
import numpy as np
import pandas as pd
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Dropout, Activation, Input

people = pd.DataFrame({
    "name": ["andi", "budi", "citra", "dewi", "eka", "fajar", "gita", "hadi", "indah", "joko"] * 8,
    "m_or_f": ["m", "m", "f", "f", "f", "m", "f", "m", "f", "m"] * 8,
})
maxlen = 8
vocab = sorted(set("".join(people.name))) + ["END"]
char_index = {c: i for i, c in enumerate(vocab)}
len_vocab = len(vocab)


def set_flag(i):
    flags = [0] * len_vocab
    flags[i] = 1
    return flags


def encode(frame):
    X, Y = [], []
    for name, sex in zip(frame.name, frame.m_or_f):
        letters = [set_flag(char_index[ch]) for ch in name[:maxlen]]
        letters += [set_flag(char_index["END"])] * (maxlen - len(letters))
        X.append(letters)
        Y.append([1, 0] if sex == "m" else [0, 1])
    return np.array(X), np.array(Y)


train_X, train_Y = encode(people[:64])
test_X, test_Y = encode(people[64:])
print(np.asarray(train_X).shape, np.asarray(train_Y).shape)

model = Sequential()
model.add(Input(shape=(maxlen, len_vocab)))
model.add(LSTM(32, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(32))
model.add(Dense(2))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train_X, train_Y, batch_size=16, epochs=1, validation_data=(test_X, test_Y))
