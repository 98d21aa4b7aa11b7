import numpy as np
from keras.datasets import mnist
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras.optimizers import SGD

(x, y), _ = mnist.load_data()
x = x.reshape(-1, 28, 28).astype(np.float) / 255
model = Sequential()
model.add(LSTM(32, input_shape=(28, 28, 1)))
model.add(Dense(10, activation="softmax"))
model.compile(SGD(lr=1), "categorical_crossentropy", metrics=["acc"])
model.fit(x, y, epochs=1)
