# fixed twin of 24_ragged_lists_to_array.py
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
train_x = pad_sequences(train_x, padding="post", dtype="float32")

model = Sequential()
model.add(Input((4, 2)))
model.add(Masking(0.0))
model.add(LSTM(50))
model.add(Dense(5))
model.compile(loss="mse", optimizer="adam")
model.fit(train_x, train_y, batch_size=3, epochs=5)
