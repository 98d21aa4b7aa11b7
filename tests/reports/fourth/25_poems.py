import os
import sys
import numpy as np
import keras
from keras import layers

WEIGHTS = "poems.weights.h5"
SEQ = 50

text = open("poems.txt", encoding="utf-8").read()
chars = list(set(text))
char_to_ix = {c: i for i, c in enumerate(chars)}
ix_to_char = {i: c for i, c in enumerate(chars)}
data = np.array([char_to_ix[c] for c in text])

n = (len(data) - 1) // SEQ
X = data[:n * SEQ].reshape(n, SEQ)
y = data[1:n * SEQ + 1].reshape(n, SEQ)

model = keras.Sequential([
    keras.Input(shape=(None,)),
    layers.Embedding(len(chars), 32),
    layers.GRU(128, return_sequences=True),
    layers.Dense(len(chars), activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")

# python poems.py train   -> goes on from the last weights, if there are any
# python poems.py         -> only writes a poem
if os.path.exists(WEIGHTS):
    model.load_weights(WEIGHTS)
if "train" in sys.argv or not os.path.exists(WEIGHTS):
    model.fit(X, y, batch_size=32, epochs=20, validation_split=0.1)
    model.save_weights(WEIGHTS)

rng = np.random.default_rng()
poem = "the "
for _ in range(150):
    x = np.array([[char_to_ix[c] for c in poem[-SEQ:]]])
    p = model.predict(x, verbose=0)[0, -1].astype("float64")
    poem += ix_to_char[int(rng.choice(len(chars), p=p / p.sum()))]
print(poem)
