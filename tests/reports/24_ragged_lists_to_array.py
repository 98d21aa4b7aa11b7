# expect: line 13: np.array of sequences of 2, 4 and 3 steps is no array (NumPy 1.24 and newer refuses it); pad them and mask the padding (error)
import numpy as np
from keras import Sequential
from keras.layers import LSTM, Dense, Input, Masking
from keras.utils import pad_sequences

train_x = [
    [[0.1, 0.1], [0.2, 0.2]],
    [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3], [0.4, 0.4]],
    [[0.1, 0.1], [0.2, 0.2], [0.3, 0.3]],
]
train_y = np.array([[1, 1, 1, 1, 1], [2, 1, 1, 1, 2], [0.5, 1, 1, 1, 3]])
train_x = np.array(train_x)

model = Sequential()
model.add(Input((None, 2)))
model.add(LSTM(50))
model.add(Dense(5))
model.compile(loss="mse", optimizer="adam")
model.fit(train_x, train_y, batch_size=3, epochs=5)
