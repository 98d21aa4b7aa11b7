# Ids of words from 0 to 9 in a table of ten rows.
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential

x = np.random.randint(0, 10, (1000, 10))
y = np.random.randn(1000)

model = Sequential()
model.add(Embedding(input_dim=10, output_dim=32))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=10, validation_split=0.2)
