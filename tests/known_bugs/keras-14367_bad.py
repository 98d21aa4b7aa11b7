# expect: LL308
# The size of the data was taken for that of a vocabulary: numbers around 0 are looked up in a table of ten rows.
import numpy as np
from keras.layers import LSTM, Dense, Embedding
from keras.models import Sequential

x = np.random.randn(1000, 10)
y = x.sum(axis=1)

model = Sequential()
model.add(Embedding(input_dim=10, output_dim=32))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=10, validation_split=0.2)
