# expect: line 14: the LSTM starts from a state made of `start`, which is missing among the inputs; Model([series, start], out) (error)
import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.models import Model

hidden = 7
series = Input(shape=(16, 3))
start = Input(shape=(5,))
h0 = Dense(hidden, activation="tanh")(start)
c0 = Dense(hidden, activation="tanh")(start)
x = LSTM(hidden, return_sequences=True)(series, initial_state=[h0, c0])
out = Dense(1)(x)

model = Model(series, out)
model.compile(optimizer="adam", loss="mse")
runs = np.random.normal(size=(64, 16, 3))
begin = np.random.normal(size=(64, 5))
temperature = np.random.normal(size=(64, 16, 1))
model.fit(runs, temperature, epochs=4)
