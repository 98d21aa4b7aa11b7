# expect: line 17: the convolution and pooling leave 48 of 200 steps, y has 200; keep the length with padding="same" and without pooling (error)
import numpy as np
from keras.layers import LSTM, Conv1D, Dense, Input, MaxPooling1D, TimeDistributed
from keras.models import Sequential
from keras.utils import to_categorical

timesteps, dims = 200, 16
s = np.random.normal(size=(63, timesteps, dims))
y = to_categorical(np.random.randint(0, 2, (63, timesteps)), num_classes=2)

model = Sequential()
model.add(Input(shape=(timesteps, dims)))
model.add(Conv1D(32, kernel_size=5, padding="valid", activation="relu"))
model.add(MaxPooling1D(pool_size=4))
model.add(Conv1D(32, kernel_size=2, padding="valid", activation="relu"))
model.add(LSTM(24, return_sequences=True))
model.add(TimeDistributed(Dense(2, activation="softmax")))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(s, y, batch_size=9, epochs=4)
