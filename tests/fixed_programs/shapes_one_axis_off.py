import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

x, y = np.random.rand(64, 9, 4), np.random.rand(64, 3)
model = Sequential([Input((4, 9)), LSTM(16), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=1)
