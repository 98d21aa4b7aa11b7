# expect: LL701
"""Remaining useful life from engine sensors; the loss is NaN after the first epoch."""
import numpy as np
import pandas as pd
from tensorflow import keras

SENSORS = ["s2", "s3", "s4", "s7"]
engines = pd.read_csv("engines.csv")
values = engines[SENSORS].values
x = np.array([values[i : i + 50] for i in range(len(values) - 50)])
y = np.array([engines["life"].values[i + 50] / 125 for i in range(len(values) - 50)])

model = keras.Sequential([keras.layers.LSTM(100, input_shape=(50, 4)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse")
model.fit(x, y, epochs=20, validation_split=0.1)
