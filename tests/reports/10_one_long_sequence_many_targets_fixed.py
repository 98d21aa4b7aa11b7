# fixed twin of 10_one_long_sequence_many_targets.py
import numpy as np
from tensorflow import keras

features = np.random.rand(99, 12)
level = np.random.rand(99, 1)

x = features.reshape(1, features.shape[0], features.shape[1])
y = level.reshape(1, 99, 1)

model = keras.models.Sequential()
model.add(keras.layers.Input(shape=(None, 12)))
model.add(keras.layers.LSTM(30, return_sequences=True))
model.add(keras.layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(x, y, epochs=50, batch_size=1, verbose=2)
