import numpy as np
from keras.layers import LSTM, Dense, Input, RepeatVector, TimeDistributed
from keras.models import Sequential

x = np.random.rand(64, 15, 2)
model = Sequential()
model.add(Input((15, 2)))
model.add(LSTM(24, activation="relu", return_sequences=True))
model.add(RepeatVector(15))
model.add(LSTM(24, activation="relu", return_sequences=True))
model.add(TimeDistributed(Dense(2)))
model.compile(optimizer="adam", loss="mse")
model.fit(x, x, epochs=1)
