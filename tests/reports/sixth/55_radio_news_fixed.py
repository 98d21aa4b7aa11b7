# radio news
import numpy as np
import tensorflow as tf
import keras
from keras import layers

SECTIONS = ["sport", "money", "culture", "weather"]
rng = np.random.default_rng(3)
section = rng.choice(SECTIONS, 400)
texts = np.array([f"{s} report {rng.integers(0, 40)} from desk {rng.integers(0, 9)}" for s in section])

vectorize = layers.TextVectorization(max_tokens=200, output_sequence_length=8)
vectorize.adapt(texts[:300])
number = layers.StringLookup(vocabulary=SECTIONS, num_oov_indices=0)


def dataset(a, b, training):
    ds = tf.data.Dataset.from_tensor_slices((texts[a:b], section[a:b]))
    if training:
        ds = ds.shuffle(b - a, seed=1)
    ds = ds.batch(25)
    return ds.map(lambda text, name: (vectorize(text), number(name))).prefetch(2)


model = keras.Sequential([
    keras.Input((8,), dtype="int64"),
    layers.Embedding(200, 16, mask_zero=True),
    layers.Bidirectional(layers.LSTM(12)),
    layers.Dense(len(SECTIONS), activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(dataset(0, 300, True), epochs=2, verbose=0)
print("test accuracy", round(model.evaluate(dataset(300, 400, False), verbose=0)[1], 3))
