import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

model = Sequential()
model.add(Input((12, 3)))
model.add(LSTM("32", return_sequences="True", activation="tahn"))
model.add(LSTM(16, use_bias="False"))
model.add(Dense("1"))
model.compile("adam", "logcosh")
model.fit(np.random.rand(48, 12, 3), np.random.rand(48, 1), epochs=1)
