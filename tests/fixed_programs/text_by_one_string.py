import keras
import numpy as np
from keras.layers import LSTM, Dense, Masking
from keras.models import Sequential
from keras.utils import pad_sequences

rows = [[0.5] * n for n in (3, 5, 7, 4)] * 8
x = pad_sequences(rows, maxlen=8, padding="post").reshape(-1, 8, 1)
model = Sequential([keras.Input((8, 1)), Masking(0.0), LSTM(12), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"], weighted_metrics="accuracy")
model.fit(x, np.arange(32) % 2, epochs=1)
