# line 12: error: SimpleRNN after a flat Dense gets two dimensions, it wants (steps, features)
import numpy as np
import keras
from keras.layers import Dense, SimpleRNN


def ageing_net(measures, steps, width):
    net = keras.Sequential()
    net.add(keras.Input((measures,)))
    net.add(Dense(64, activation="relu"))
    net.add(Dense(steps * width, activation="relu"))
    net.add(SimpleRNN(2, name="capacity"))
    return net


# 23 measures of a new cell, its capacity and its resistance after a year
keras.utils.set_random_seed(84)
rng = np.random.default_rng(84)
cells = rng.normal(size=(300, 23))
worn = np.tanh(np.stack([cells[:, :4].mean(axis=1), cells[:, 4:9].mean(axis=1)], axis=1))

net = ageing_net(measures=cells.shape[1], steps=10, width=8)
net.compile(loss="mean_squared_error", optimizer="rmsprop")
log = net.fit(cells[:240], worn[:240], epochs=2, batch_size=30, validation_data=(cells[240:], worn[240:]), verbose=0)
print("weights", net.count_params())
print("validation mse", round(log.history["val_loss"][-1], 4))
