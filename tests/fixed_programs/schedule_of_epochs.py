import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from keras.optimizers import Adam
from keras.optimizers.schedules import ExponentialDecay

EPOCHS = 30
x, y = np.random.rand(640, 10, 2), np.random.rand(640, 1)
model = Sequential([Input((10, 2)), LSTM(16, recurrent_initializer="he_normal"), Dense(1)])
model.compile(Adam(ExponentialDecay(0.001, decay_steps=EPOCHS, decay_rate=0.1)), "mse")
model.fit(x, y, epochs=EPOCHS, batch_size=16)
