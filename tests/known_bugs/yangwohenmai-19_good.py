import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential


def train(lagged, values, epochs, neurons):
    network = Sequential()
    network.add(Input(batch_shape=(1, lagged.shape[1], lagged.shape[2])))
    network.add(LSTM(neurons, stateful=True))
    network.add(Dense(1))
    network.compile(loss="mean_squared_error", optimizer="adam")
    for _ in range(epochs):
        network.fit(lagged, values, epochs=1, batch_size=1, verbose=0, shuffle=False)
        for layer in network.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()
    return network


train(np.random.rand(30, 6, 1), np.random.rand(30, 1), 3, 8)
