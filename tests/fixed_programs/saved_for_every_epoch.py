import os

import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import LSTM, Dense
from keras.models import Sequential, load_model

os.makedirs("runs", exist_ok=True)
x, y = np.random.rand(64, 10, 2), np.random.rand(64, 1)
model = Sequential()
model.add(LSTM(8, input_shape=(10, 2)))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
keep = ModelCheckpoint("runs/epoch_{epoch:02d}.hdf5", verbose=0, save_best_only=False)
model.fit(x, y, epochs=1, batch_size=16, validation_split=0.25, callbacks=[keep])
best = load_model("runs/epoch_01.hdf5")
