# A mask value that no real step has.
import numpy as np
from keras.layers import LSTM, Dense, Input, Masking
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler

STEPS = 2000
signal = np.loadtxt("signal.csv").reshape(-1, 1)
x = MinMaxScaler().fit_transform(signal).reshape(-1, STEPS, 1)
y = np.loadtxt("targets.csv")

model = Sequential()
model.add(Input((STEPS, 1)))
model.add(Masking(mask_value=-1.0))
model.add(LSTM(50))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=20, validation_split=0.1)
