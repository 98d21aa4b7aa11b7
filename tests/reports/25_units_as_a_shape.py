# expect: line 12: units must be a whole number, not (10, 5): LSTM(5, return_sequences=True) behind RepeatVector(10) (error)
from keras.models import Sequential
from keras.layers import Input, LSTM, RepeatVector
import numpy as np

flags = (np.random.rand(400, 10, 5) < 0.2).astype("float32")

model = Sequential()
model.add(Input(shape=(10, 5)))
model.add(LSTM(3))
model.add(RepeatVector(10))
model.add(LSTM((10, 5), return_sequences=True))
model.compile(loss="mse", optimizer="adam")
model.fit(flags, flags, epochs=10, batch_size=40)
