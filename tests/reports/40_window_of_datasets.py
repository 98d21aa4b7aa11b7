# expect: line 9: window() gives datasets, not tensors; flatten each with flat_map(lambda w: w.batch(13)) before map (error)
import numpy as np
import tensorflow as tf

prices = np.sin(np.arange(600) / 9.0).astype("float32") + np.random.normal(0, 0.05, 600).astype("float32")

ds = tf.data.Dataset.from_tensor_slices(prices[:, None])
ds = ds.window(13, shift=1, drop_remainder=True)
ds = ds.map(lambda w: (w[:-1], w[-1]))
ds = ds.batch(32).prefetch(1)

model = tf.keras.Sequential([
    tf.keras.Input((12, 1)),
    tf.keras.layers.LSTM(24),
    tf.keras.layers.Dense(1),
])
model.compile(loss="huber", optimizer="adam")
model.fit(ds, epochs=10)
