import numpy as np
from keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.optimizers import Adam

model = Sequential()
model.add(LSTM(16, input_shape=(12, 2), activation="relu"))
model.add(Dense(1))
model.compile(Adam(learning_rate=1), "mse")
model.fit(np.random.rand(48, 12, 2), np.random.rand(48, 1), epochs=1)
