# fixed twin of 23_spam_table.py
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import Dense, Embedding, GRU, SpatialDropout1D
from keras.utils import pad_sequences

MAX_WORDS = 15

table = pd.read_csv("messages.csv")  # message, is_spam (0/1), sender
table = table.sample(frac=1.0, random_state=3)
rows = table[["message", "is_spam"]].values

n_train = int(0.75 * len(rows))
word_no = {}
for message in rows[:n_train, 0]:
    for word in message.lower().split():
        word_no.setdefault(word, len(word_no) + 2)


def numbers(messages):
    ids = [[word_no.get(w, 1) for w in m.lower().split()] for m in messages]
    return pad_sequences(ids, maxlen=MAX_WORDS)


x_train, x_test = numbers(rows[:n_train, 0]), numbers(rows[n_train:, 0])
y_train, y_test = rows[:n_train, 1].astype("float32"), rows[n_train:, 1].astype("float32")
print(x_train.shape, y_train.shape, "spam share", y_train.mean())

net = Sequential([
    Input((MAX_WORDS,)),
    Embedding(len(word_no) + 2, 16, mask_zero=True),
    SpatialDropout1D(0.2),
    GRU(16),
    Dense(1, activation="sigmoid"),
])
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
net.fit(x_train, y_train, epochs=2, batch_size=16, validation_split=0.15, verbose=2)
print("test:", net.evaluate(x_test, y_test, verbose=0))
