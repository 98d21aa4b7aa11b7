# line 13: error: RNN gives the output only, so rows of the batch are taken for the states; return_state=True
import numpy as np
import tensorflow as tf
import keras

UNITS, LAYERS, FEATS, STEPS = 8, 2, 5, 6


class Recogniser(keras.Model):
    def __init__(self):
        super().__init__()
        cells = [keras.layers.LSTMCell(UNITS) for _ in range(LAYERS)]
        self.rnn = keras.layers.RNN(cells)
        self.head = keras.layers.Dense(3)

    def start_state(self, n):
        return [[tf.zeros((n, UNITS)), tf.zeros((n, UNITS))]
                for _ in range(LAYERS)]

    def step(self, x, state):
        out = self.rnn(x[:, None, :], initial_state=state)
        h, state = out[0], list(out[1:])
        return self.head(h), state


signal = np.random.rand(4, STEPS, FEATS).astype("float32")
net = Recogniser()
state = net.start_state(4)
scores = []
for t in range(STEPS):
    s, state = net.step(tf.constant(signal[:, t, :]), state)
    scores.append(s)
print(tf.stack(scores, axis=1).shape)
