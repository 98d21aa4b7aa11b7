import numpy as np
import tensorflow as tf
from tensorflow import keras

BATCH, SEQ, BUFFER = 32, 100, 10000

text = open("plays.txt", "rb").read().decode("utf-8")
vocab = sorted(set(text))
char2idx = {u: i for i, u in enumerate(vocab)}
ids = np.array([char2idx[c] for c in text])
cut = int(len(ids) * 0.9)


def chunks(part, training):
    ds = tf.data.Dataset.from_tensor_slices(part).batch(SEQ + 1, drop_remainder=True)
    ds = ds.map(lambda chunk: (chunk[:-1], chunk[1:]))
    if training:
        ds = ds.shuffle(BUFFER)
    return ds.batch(BATCH, drop_remainder=True).prefetch(1)


model = keras.Sequential([
    keras.Input(batch_shape=(BATCH, None)),
    keras.layers.Embedding(len(vocab), 128),
    keras.layers.GRU(256, return_sequences=True, stateful=True),
    keras.layers.Dense(len(vocab)),
])
model.compile(optimizer="adam",
              loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))

checkpoint = keras.callbacks.ModelCheckpoint(
    "plays.weights.h5", save_weights_only=True, save_best_only=True)
model.fit(chunks(ids[:cut], True), epochs=15,
          validation_data=chunks(ids[cut:], False), callbacks=[checkpoint])
