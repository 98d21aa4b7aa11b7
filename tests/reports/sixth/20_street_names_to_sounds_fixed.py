# the same work with the smallest change
import numpy as np
import keras
from keras import layers

UNITS = 8


class Transliterator:
    def __init__(self, n_in, n_out, len_in, len_out):
        self.n_in, self.n_out = n_in, n_out
        self.len_in, self.len_out = len_in, len_out

    def create(self):
        source = layers.Input((self.len_in,), name="source")
        target = layers.Input((self.len_out,), name="target")

        enc = layers.Embedding(self.n_in, 10)(source)
        enc, fh, fc, bh, bc = layers.Bidirectional(
            layers.LSTM(UNITS, return_sequences=True, return_state=True))(enc)
        h, c = layers.concatenate([fh, bh]), layers.concatenate([fc, bc])

        dec = layers.Embedding(self.n_out, 10)(target)
        dec = layers.LSTM(2 * UNITS, return_sequences=True)(dec, initial_state=[h, c])
        dec = layers.Attention()([dec, enc])
        dec = layers.TimeDistributed(layers.Dense(self.n_out, activation="softmax"))(dec)

        net = keras.Model([source, target], dec)
        net.compile("adam", loss="sparse_categorical_crossentropy")
        return net


keras.utils.set_random_seed(20)
rng = np.random.default_rng(20)
names = rng.integers(1, 28, (40, 12))
sounds = rng.integers(2, 40, (40, 9))
shifted = np.concatenate([np.ones((40, 1), int), sounds[:, :-1]], axis=1)

net = Transliterator(28, 40, 12, 9).create()
net.fit([names, shifted], sounds, batch_size=10, epochs=1, verbose=0)
print(net.predict([names[:2], shifted[:2]], verbose=0).argmax(-1))
