# the same work with the smallest change
import numpy as np
import tensorflow as tf
import keras
from keras import layers

N_ACTIONS, N_FEATURES, N_LSTM_STATE, N_TIME = 4, 6, 3, 10


def build_layers(n_l1=12, n_lstm=8):
    state = keras.Input((N_FEATURES,), name="s")
    history = keras.Input((N_TIME, N_LSTM_STATE), name="lstm_s")

    cell = layers.LSTMCell(n_lstm)
    lstm_out = layers.RNN(cell)(history)

    joined = layers.Concatenate()([lstm_out, state])
    l1 = layers.Dense(n_l1, activation="relu")(joined)
    value = layers.Dense(1)(l1)
    advantage = layers.Dense(N_ACTIONS)(l1)
    q = layers.Add()([value, advantage])
    return keras.Model([state, history], q)


class DuelingAgent:
    def __init__(self, gamma=0.9):
        self.gamma = gamma
        self.q_eval = build_layers()
        self.q_target = build_layers()
        self.q_target.set_weights(self.q_eval.get_weights())
        self.q_eval.compile(optimizer="rmsprop", loss="mse")

    def learn(self, s, hist, a, r, s2, hist2):
        best = self.q_target.predict([s2, hist2], verbose=0).max(axis=1)
        q = self.q_eval.predict([s, hist], verbose=0)
        q[np.arange(len(a)), a] = r + self.gamma * best
        self.q_eval.fit([s, hist], q, epochs=1, verbose=0)


rng = np.random.default_rng(6)
agent = DuelingAgent()
agent.learn(rng.random((16, N_FEATURES)), rng.random((16, N_TIME, N_LSTM_STATE)),
            rng.integers(0, N_ACTIONS, 16), rng.random(16),
            rng.random((16, N_FEATURES)), rng.random((16, N_TIME, N_LSTM_STATE)))
