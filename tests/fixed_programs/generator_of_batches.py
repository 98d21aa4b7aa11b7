import numpy as np
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential


def batches():
    while True:
        yield np.random.rand(8, 120, 2), np.random.rand(8, 1)


model = Sequential()
model.add(SimpleRNN(16, input_shape=(120, 2)))
model.add(Dense(1))
model.compile("adam", "mse")
model.fit_generator(batches(), steps_per_epoch=2, epochs=1)
