# line 4: error: keras.layers.core and MaskedLayer are gone (since Keras 1.0); derive the layer from keras.layers.Layer.
import numpy as np
from keras import ops
from keras.layers.core import MaskedLayer
from keras.layers import LSTM, Concatenate, Dense, Embedding, Input, TimeDistributed
from keras.models import Model

vocab, n_tags, maxlen = 50, 5, 12


class Reverse(MaskedLayer):
    def __init__(self, axis=1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, x):
        return ops.flip(x, axis=self.axis)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}


rng = np.random.default_rng(1)
X = rng.integers(1, vocab, size=(300, maxlen))
y = (X + np.roll(X, -1, axis=1)) % n_tags

words = Input((maxlen,), dtype="int32")
emb = Embedding(vocab, 16)(words)
forward = LSTM(24, return_sequences=True)(emb)
backward = LSTM(24, return_sequences=True, go_backwards=True)(emb)
backward = Reverse()(backward)
both = Concatenate()([forward, backward])
tags = TimeDistributed(Dense(n_tags, activation="softmax"))(both)

model = Model(words, tags)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, batch_size=32, epochs=2, verbose=0)
print(model.predict(X[:2], verbose=0).shape)
