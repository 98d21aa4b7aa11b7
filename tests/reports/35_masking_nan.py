# expect: line 14: Masking compares with ==, and NaN equals nothing: no step is masked and NaN reaches the LSTM; fill with a finite value and mask that (error)
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense, Masking

rng = np.random.default_rng(1)
stations = rng.random((80, 48, 2))
stations[:, :6] = np.nan
rain = rng.random(80)

net = Sequential()
net.add(Input((48, 2)))
net.add(Masking(mask_value=np.nan))
net.add(LSTM(20))
net.add(Dense(1))
net.compile(optimizer="rmsprop", loss="mse")
net.fit(stations, rain, epochs=10, batch_size=16)
print(pd.Series(net.predict(stations).ravel()).describe())
