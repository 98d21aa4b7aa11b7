import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(0)

# three queues, each with its own words and some shared ones
QUEUES = {
    0: "refund invoice charge card payment bill price".split(),
    1: "login password account reset locked code email".split(),
    2: "parcel courier late delivery address box stolen".split(),
}
SHARED = "my the please help with since yesterday not still order".split()
g = np.random.default_rng(0)


def ticket(queue):
    n = g.integers(4, 11)
    words = [str(g.choice(QUEUES[queue])) if g.random() < 0.3 else str(g.choice(SHARED))
             for _ in range(n)]
    return words


y = g.integers(0, 3, size=600)
texts = [ticket(q) for q in y]
tr, va, te = slice(0, 420), slice(420, 500), slice(500, 600)

vocab = sorted({w for t in texts[tr] for w in t})
index = {w: i for i, w in enumerate(vocab)}
print(len(vocab), "words, first:", vocab[:3])


def encode(batch):
    ids = [[index[w] for w in t if w in index] for t in batch]
    return keras.utils.pad_sequences(ids, maxlen=12, padding="post")


x_train, x_val, x_test = encode(texts[tr]), encode(texts[va]), encode(texts[te])

model = keras.Sequential()
model.add(keras.Input(shape=(12,)))
model.add(layers.Embedding(len(vocab), 16, mask_zero=True))
model.add(layers.LSTM(24))
model.add(layers.Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y[tr], validation_data=(x_val, y[va]), epochs=30, batch_size=32, verbose=2)
print("test:", model.evaluate(x_test, y[te], verbose=0))
