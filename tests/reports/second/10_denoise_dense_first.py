# expect: line 25 (also 28): the declared input has no time axis, so the dense layers hand the LSTM 2-D data (error)
import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Input, LSTM

steps = 20
rng = np.random.default_rng(5)

clean = np.sin(np.linspace(0, 60, 900)) + 0.3 * np.sin(np.linspace(0, 311, 900))
noisy = clean + rng.normal(scale=0.2, size=clean.shape)


def slices(signal, target, first, last):
    xs = [signal[i:i + steps] for i in range(first, last - steps)]
    ys = [target[i + steps - 1] for i in range(first, last - steps)]
    return np.array(xs)[..., np.newaxis], np.array(ys)


trainX, trainY = slices(noisy, clean, 0, 670)
testX, testY = slices(noisy, clean, 670, 900)
print("trainX", trainX.shape, "testX", testX.shape)

batch_size = 32
model = Sequential()
model.add(Input(shape=(1,)))
model.add(Dense(5, activation='relu'))
model.add(Dense(10, activation='relu'))
model.add(LSTM(32))
model.add(Dropout(0.3))
model.add(Dense(5, activation='relu'))
model.add(Dense(1))
model.compile(loss='mean_squared_error', optimizer='adam')

model.fit(trainX, trainY, epochs=1, batch_size=batch_size,
          validation_split=0.1, verbose=2)
score = model.evaluate(testX, testY, verbose=0)
print('filtered mse  %.4f' % score)
print('raw noise mse %.4f' % np.mean((testX[:, -1, 0] - testY) ** 2))
