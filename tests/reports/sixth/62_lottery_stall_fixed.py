# lottery stall
import random
import numpy as np
import keras
from keras.layers import Dense, SimpleRNN
from keras.models import Sequential
from keras.optimizers import SGD

random.seed(10)
sold = [random.randint(40, 60) / 100 for _ in range(120)]


def lagged(values, lags):
    columns = []
    for k in range(lags):
        columns.append(values[k:len(values) - lags + k])
    return np.array(columns).T, np.array(values[lags:])


LAGS = 3
x, y = lagged(sold, lags=LAGS)
x = x[..., np.newaxis]
border = 90
x_train, y_train = x[:border], y[:border]

net = Sequential()
net.add(keras.Input(shape=(LAGS, 1)))
net.add(SimpleRNN(4))
net.add(Dense(1))
net.compile(loss="mean_squared_error", optimizer=SGD(learning_rate=0.05))
net.fit(x_train, y_train, epochs=2, batch_size=10, verbose=0)
print("mse", round(net.evaluate(x[border:], y[border:], verbose=0), 5))
