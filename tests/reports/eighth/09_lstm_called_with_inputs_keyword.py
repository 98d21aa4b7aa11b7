# line 31: error: the call of an LSTM has no argument inputs; hand the tensor over without a name
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import (Bidirectional, Concatenate, Dense, Dot, Input, LSTM,
                                     RepeatVector, Softmax)


class DateTranslator:
    def __init__(self, Tx=14, Ty=5, n_a=8, n_s=12, human=20, machine=11):
        self.Tx, self.Ty, self.n_a, self.n_s = Tx, Ty, n_a, n_s
        self.human, self.machine = human, machine
        self.repeat = RepeatVector(Tx)
        self.energy = Dense(1, activation="relu")
        self.cell = LSTM(n_s, return_state=True)
        self.out = Dense(machine, activation="softmax")

    def attend(self, a, s):
        joined = Concatenate(axis=-1)([a, self.repeat(s)])
        alphas = Softmax(axis=1)(self.energy(joined))
        return Dot(axes=1)([alphas, a])

    def build(self):
        X = Input(shape=(self.Tx, self.human))
        s = s0 = Input(shape=(self.n_s,), name="s0")
        c = c0 = Input(shape=(self.n_s,), name="c0")
        a = Bidirectional(LSTM(self.n_a, return_sequences=True))(X)
        outputs = []
        for _ in range(self.Ty):
            context = self.attend(a, s)
            _, s, c = self.cell(inputs=context, initial_state=[s, c])
            outputs.append(self.out(s))
        return Model([X, s0, c0], outputs)


m = 24
tr = DateTranslator()
model = tr.build()
model.compile(optimizer="adam", loss=["categorical_crossentropy"] * tr.Ty)
x = np.random.rand(m, tr.Tx, tr.human)
zeros = np.zeros((m, tr.n_s))
y = [tf.one_hot(np.random.randint(0, tr.machine, m), tr.machine).numpy() for _ in range(tr.Ty)]
model.fit([x, zeros, zeros], y, epochs=1, batch_size=8)
