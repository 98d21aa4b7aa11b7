# line 16: error: one_hot takes the hash of Python, which is another in each process; hashing_trick with md5
import os
import sys
import tempfile
import numpy as np
from tensorflow.keras.layers import Dense, Embedding, Input, LSTM
from tensorflow.keras.models import Sequential, load_model
from tensorflow.keras.preprocessing.text import hashing_trick, one_hot
from tensorflow.keras.utils import pad_sequences

VOCAB, LENGTH = 1000, 12
FILE = os.path.join(tempfile.gettempdir(), "spam_lstm.keras")


def prepare(messages):
    numbers = [one_hot(m, VOCAB) for m in messages]
    return pad_sequences(numbers, maxlen=LENGTH)


def fit_and_save():
    spam = ["win a free phone now", "claim your prize today", "cheap loans click here",
            "you have won cash", "free entry reply now"]
    ham = ["are we still on for lunch", "please send me the report", "happy birthday to you",
           "i will be home at six", "the meeting moved to friday"]
    X = prepare((spam + ham) * 12)
    y = np.array(([1] * 5 + [0] * 5) * 12)
    model = Sequential([
        Input((LENGTH,)),
        Embedding(VOCAB, 20),
        LSTM(20),
        Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(X, y, epochs=2, batch_size=20, verbose=0)
    model.save(FILE)


def classify(messages):
    model = load_model(FILE)
    for text, p in zip(messages, model.predict(prepare(messages), verbose=0)[:, 0]):
        print("SPAM" if p > 0.5 else "ok  ", "%.2f" % p, text)


if __name__ == "__main__":
    args = sys.argv[1:]
    if not os.path.exists(FILE) or "--train" in args:
        fit_and_save()
    classify([a for a in args if not a.startswith("--")] or ["free phone for you", "see you at lunch"])
