import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from keras.optimizers import RMSprop

load = np.random.rand(200, 1)
load = (load - load.mean()) / load.std()
x, y = np.array([load[i : i + 24] for i in range(176)]), load[24:]
model = Sequential([Input((24, 1)), LSTM(20, dropout=0.2), Dense(1, activation="sigmoid")])
model.compile(RMSprop(lr=0.0000001, decay=0.0), "mse", metrics=["accuracy"])
model.fit(x, y, epochs=1)
