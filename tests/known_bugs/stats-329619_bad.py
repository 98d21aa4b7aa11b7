# expect: LL109
"""y repeats x of two steps ago, but every sample is one step long: the network answers 50."""
import numpy as np
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential

x = np.random.randint(0, 100, size=(1000, 1, 1)) / 100
y = np.roll(x[:, 0, 0], 2)

model = Sequential()
model.add(SimpleRNN(10, input_shape=(1, 1)))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=10, validation_split=0.1)
