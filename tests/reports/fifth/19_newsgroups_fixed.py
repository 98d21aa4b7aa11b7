import numpy as np
from keras.models import Sequential
from keras.layers import Input, Embedding, LSTM, Dense, Activation

TOPICS, VOCAB, LENGTH = 8, 200, 25


def articles(n, seed):
    rng = np.random.default_rng(seed)
    topic = rng.integers(0, TOPICS, n)
    text = rng.integers(1, VOCAB, (n, LENGTH))
    for row, t in zip(text, topic):
        where = rng.choice(LENGTH, 6, replace=False)
        row[where] = 1 + t * 20 + rng.integers(0, 20, 6)
    return text, topic


x_train, y_train = articles(1200, seed=1)
x_val, y_val = articles(300, seed=2)
x_test, y_test = articles(300, seed=3)

model = Sequential()
model.add(Input(shape=(LENGTH,)))
model.add(Embedding(VOCAB, 24))
model.add(LSTM(48, dropout=0.1))
model.add(Dense(32))
model.add(Activation("relu"))
model.add(Dense(TOPICS, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=10, batch_size=32, verbose=0)
print("test accuracy", round(model.evaluate(x_test, y_test, verbose=0)[1], 3))
