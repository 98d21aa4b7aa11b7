import numpy as np
import keras
from keras import layers
from keras.utils import pad_sequences

VOCAB, TAGS, MAXLEN = 60, 4, 24


def sentences(n, seed):
    """Tag of the whole phrase = group of its last word; phrases are 3 to 6 words long."""
    rng = np.random.default_rng(seed)
    xs = [rng.integers(1, VOCAB, rng.integers(3, 7)) for _ in range(n)]
    return pad_sequences(xs, maxlen=MAXLEN, padding="post"), np.array([x[-1] % TAGS for x in xs])


x_train, y_train = sentences(1200, seed=1)
x_test, y_test = sentences(300, seed=2)

model = keras.Sequential(name="phrase_tagger")
model.add(keras.Input(shape=(MAXLEN,)))
model.add(layers.Embedding(VOCAB, 24, mask_zero=True))
model.add(layers.Masking(mask_value=0.0))
model.add(layers.GRU(32))
model.add(layers.Dense(TAGS, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=8, batch_size=32, verbose=0)
print("accuracy", model.evaluate(x_test, y_test, verbose=0)[1])
