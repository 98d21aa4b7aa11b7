# expect: line 10: unroll=True needs a known number of steps, the input says None; give Input((24, 4)) or drop unroll (error)
import numpy as np
import tensorflow as tf

meters = np.random.rand(120, 24, 4)
peak = np.random.rand(120, 1)

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Input(shape=(None, 4)))
model.add(tf.keras.layers.LSTM(16, unroll=True))
model.add(tf.keras.layers.Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(meters, peak, epochs=3, batch_size=24)
