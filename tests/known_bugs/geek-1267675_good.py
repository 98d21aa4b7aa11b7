# the fixed form
"""A sine forecast that comes out flat: the window holds one value."""
import numpy as np
from keras import Input, Model
from keras.layers import LSTM, Dense

look_back = 40
wave = np.sin(np.linspace(0, 100, 2000))
x = np.array([wave[i : i + look_back] for i in range(len(wave) - look_back)])
y = wave[look_back:]
x = x.reshape((x.shape[0], look_back, 1))

entrance = Input((look_back, 1))
model = Model(entrance, Dense(1)(LSTM(8)(entrance)))
model.compile("adam", "mse")
model.fit(x, y, epochs=5, validation_split=0.1)
