import numpy as np
import tensorflow as tf

BATCH, LENGTH, VOCABULARY = 64, 100, 65
text = np.load("text.npy")
inputs = text[: len(text) // LENGTH * LENGTH].reshape(-1, LENGTH)
targets = text[1 : len(text) // LENGTH * LENGTH + 1].reshape(-1, LENGTH)
chunks = tf.data.Dataset.from_tensor_slices((inputs, targets))
dataset = chunks.shuffle(10000).batch(BATCH, drop_remainder=True)

model = tf.keras.Sequential(
    [
        tf.keras.Input((None,)),
        tf.keras.layers.Embedding(VOCABULARY, 256),
        tf.keras.layers.GRU(1024, return_sequences=True),
        tf.keras.layers.Dense(VOCABULARY),
    ]
)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(dataset, epochs=1)
