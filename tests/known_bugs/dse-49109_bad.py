# expect: LL411
"""The accuracy of a price forecast stays at 0."""
import numpy as np
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

x, y = np.load("windows_scaled.npy"), np.load("next_scaled.npy")
model = Sequential()
model.add(LSTM(50, input_shape=(60, 1)))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
model.fit(x, y, epochs=25, batch_size=32, validation_split=0.1)
