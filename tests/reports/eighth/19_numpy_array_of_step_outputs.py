# line 35: error: np.asarray makes objects of the symbolic outputs; Concatenate
import numpy as np
from tensorflow.keras.layers import (Input, Bidirectional, LSTM, Dense, Concatenate, RepeatVector,
                                     Softmax, Dot)
from tensorflow.keras.models import Model

Tx, Ty, n_a, n_s, in_size = 10, 4, 8, 16, 3

repeator = RepeatVector(Tx)
concatenator = Concatenate(axis=-1)
densor = Dense(1, activation="tanh")
softmax = Softmax(axis=1)
dotor = Dot(axes=1)
post_activation_LSTM_cell = LSTM(n_s, return_state=True)
output_layer = Dense(6, activation="relu")


def one_step_attention(a, s_prev):
    joined = concatenator([a, repeator(s_prev)])
    return dotor([softmax(densor(joined)), a])


def build(Tx, Ty, n_a, n_s, in_size):
    X = Input(shape=(Tx, in_size))
    s0 = Input(shape=(n_s,), name="s0")
    c0 = Input(shape=(n_s,), name="c0")
    s, c = s0, c0
    output = []
    a = Bidirectional(LSTM(n_a, return_sequences=True))(X)
    for t in range(Ty):
        context = one_step_attention(a, s)
        s, _, c = post_activation_LSTM_cell(context, initial_state=[s, c])
        output.append(output_layer(s))

    y_pred = np.asarray(output)
    y_pred = Dense(1, activation="linear")(y_pred)
    return Model(inputs=[X, s0, c0], outputs=y_pred)


m = 40
series = np.random.randn(m, Tx, in_size)
target = series[:, -1, 0] * 0.5
zeros = np.zeros((m, n_s))

model = build(Tx, Ty, n_a, n_s, in_size)
model.compile(loss="mse", optimizer="adam")
model.fit([series, zeros, zeros], target, epochs=1, batch_size=10)
