# line 19: error: output_dim is the name of Keras 1; units=
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, Dropout, Activation


class MultiStep(object):
    def __init__(self, look_back, look_ahead, layers, dropout=0.1, loss='mse'):
        self.look_back = look_back
        self.look_ahead = look_ahead
        self.layers = layers
        self.dropout = dropout
        self.loss = loss

    def build_model(self):
        model = Sequential()
        model.add(LSTM(
            input_shape=(self.look_back, self.layers['input']),
            output_dim=self.layers['hidden1'],
            return_sequences=False))
        model.add(Dropout(self.dropout))
        model.add(Dense(units=self.layers['output'] * self.look_ahead))
        model.add(Activation('linear'))
        model.compile(loss=self.loss, optimizer='adam')
        return model


demand = np.sin(np.arange(400) / 7.0) + 0.05 * np.random.randn(400)
look_back, look_ahead = 24, 1
xs = np.array([demand[i:i + look_back] for i in range(300)])[..., np.newaxis]
ys = np.array([demand[i + look_back:i + look_back + look_ahead] for i in range(300)])

multistep = MultiStep(look_back, look_ahead, layers={'input': 1, 'hidden1': 20, 'output': 1})
network = multistep.build_model()
network.fit(xs, ys, epochs=1, batch_size=50, validation_split=0.1)
