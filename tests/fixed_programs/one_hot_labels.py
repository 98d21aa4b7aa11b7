import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from keras.utils import to_categorical

x, y = np.random.rand(60, 20, 3), to_categorical(np.arange(60) % 5)
model = Sequential([Input((20, 3)), LSTM(16, recurrent_activation="relu"), Dense(5, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1, validation_split=20)
