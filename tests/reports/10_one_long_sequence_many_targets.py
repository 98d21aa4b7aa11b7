# expect: line 16: x holds 1 sample of 99 steps, y 99 samples; give y the same leading axis, y.reshape(1, -1, 1) (error)
import numpy as np
from tensorflow import keras

features = np.random.rand(99, 12)
level = np.random.rand(99, 1)

x = features.reshape(1, features.shape[0], features.shape[1])
y = level

model = keras.models.Sequential()
model.add(keras.layers.Input(shape=(None, 12)))
model.add(keras.layers.LSTM(30, return_sequences=True))
model.add(keras.layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(x, y, epochs=50, batch_size=1, verbose=2)
