# line 37: error: each branch ends with Flatten, so the LSTM gets (batch, features) without a time axis; join the branches as sequences, without Flatten.
import numpy as np
import pandas as pd
from keras.layers import (LSTM, Concatenate, Conv1D, Dense, Dropout, Flatten, Input, MaxPooling1D)
from keras.models import Model
from keras.utils import to_categorical

nbfilter = 32
df = pd.read_csv("clip_sites.csv")


def one_hot(strings, alphabet):
    index = {c: i for i, c in enumerate(alphabet)}
    ids = np.array([[index[c] for c in s] for s in strings])
    return to_categorical(ids, len(alphabet))


X_seq = one_hot(df["sequence"], "ACGU")
X_struct = one_hot(df["structure"], "FTIHMS")
y = df["bound"].values
print(X_seq.shape, X_struct.shape)


def cnn_branch(length, channels):
    inp = Input((length, channels))
    x = Conv1D(nbfilter, 10, padding="valid", activation="relu")(inp)
    x = MaxPooling1D(pool_size=3)(x)
    x = Dropout(0.5)(x)
    x = Flatten()(x)
    return inp, x


inp1, branch1 = cnn_branch(X_seq.shape[1], X_seq.shape[2])
inp2, branch2 = cnn_branch(X_struct.shape[1], X_struct.shape[2])

x = Concatenate(axis=-1)([branch1, branch2])
x = LSTM(nbfilter * 2, return_sequences=False)(x)
x = Dense(nbfilter * 2, activation="relu")(x)
x = Dropout(0.5)(x)
out = Dense(1, activation="sigmoid")(x)

model = Model([inp1, inp2], out)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit([X_seq, X_struct], y, batch_size=32, epochs=1, validation_split=0.2, verbose=0)
