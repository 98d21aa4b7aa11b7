import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Dropout
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

x, y = np.random.rand(64, 12, 2), np.random.rand(64, 1)
scores = {}
for units in (8, 16):
    model = Sequential()
    model.add(LSTM(units, input_shape=(12, 2), return_sequences=True))
    model.add(Dropout(0.2))
    model.add(LSTM(units, return_sequences=True))
    model.add(Dense(1))
    model.compile(Adam(lr=0.01), "mse")
    scores[units] = model.fit(x, y, epochs=1, verbose=0).history["loss"][-1]
