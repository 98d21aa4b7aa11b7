# line 19 (also 18): error: the word ids go into the LSTM as they are, (samples, words) instead of (samples, words, vector); an Embedding is missing
import numpy as np
import keras
from keras import layers

# ---- descriptions of garden plants, does the plant stand frost?
WORDS, LENGTH = 80, 18
rng = np.random.default_rng(25)
text = rng.integers(1, 70, size=(500, LENGTH))
hardy = rng.integers(0, 2, 500)
for k in np.flatnonzero(hardy):
    text[k, rng.integers(0, LENGTH, 2)] = rng.integers(70, WORDS, 2)

train, test = np.arange(400), np.arange(400, 500)

# ---- network
keras.utils.set_random_seed(25)
words = layers.Input(shape=(LENGTH,), dtype="int32", name="words")
both = layers.Bidirectional(layers.LSTM(16))(words)
both = layers.Dropout(0.3)(both)
frost = layers.Dense(1, activation="sigmoid", name="frost")(both)
garden = keras.Model(words, frost)
garden.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(5e-3), metrics=["accuracy"])
garden.fit(text[train], hardy[train], epochs=5, batch_size=32, validation_split=0.1, verbose=0)
print("accuracy", round(garden.evaluate(text[test], hardy[test], verbose=0)[1], 3))
