# the same work with the smallest change
import numpy as np
from tensorflow.keras.layers import Dense, Input, LSTM, Lambda, Reshape
from tensorflow.keras.models import Model
from tensorflow.keras.optimizers import Adam


class RnnKeras:
    def __init__(self, Tx=7, Ty=10, features=2, units=16):
        self.Tx, self.Ty, self.features, self.units = Tx, Ty, features, units
        self.reshapor = Reshape((1, features))
        self.LSTM_cell = LSTM(units, return_state=True)
        self.densor = Dense(features)

    def create_model(self):
        X = Input(shape=(self.Tx, self.features))
        a0 = Input(shape=(self.units,), name="a0")
        c0 = Input(shape=(self.units,), name="c0")
        a, c = a0, c0
        outputs = []
        for t in range(self.Tx):
            x = Lambda(lambda z, t=t: z[:, t, :], output_shape=(self.features,))(X)
            x = self.reshapor(x)
            a, _, c = self.LSTM_cell(x, initial_state=[a, c])
        out = self.densor(a)
        for t in range(self.Ty):
            x = self.reshapor(out)
            a, _, c = self.LSTM_cell(x, initial_state=[a, c])
            out = self.densor(a)
            outputs = outputs + [out]
        self.model = Model(inputs=[X, a0, c0], outputs=outputs)
        self.model.compile(optimizer=Adam(learning_rate=0.005), loss=["mse"] * self.Ty)

    def fit_model(self, x, y, epochs=1):
        zeros = np.zeros((len(x), self.units))
        targets = [y[:, step] for step in range(self.Ty)]
        return self.model.fit([x, zeros, zeros], targets, epochs=epochs, batch_size=16, verbose=0)


angle = np.linspace(0, 40, 300)
path = np.stack([np.sin(angle), np.cos(angle)], axis=1)
starts = range(0, 280)
x = np.stack([path[s:s + 7] for s in starts])
y = np.stack([path[s + 7:s + 17] for s in starts])

rnn = RnnKeras()
rnn.create_model()
print(rnn.fit_model(x, y).history["loss"])
