# fixed twin of 36_topic_attention.py
import numpy as np
import keras
from keras.layers import (Activation, Dense, Embedding, Flatten, Input, LSTM, Lambda,
                          Multiply, Permute, RepeatVector)
from keras.models import Model

units = 32
max_length = 25
vocab = 300
rng = np.random.default_rng(1)


def posts(n):
    x = rng.integers(3, vocab, (n, max_length))
    y = rng.integers(0, 3, n)
    x[np.arange(n), rng.integers(0, max_length, n)] = y
    return x, y


x_train, y_train = posts(320)
x_test, y_test = posts(80)

_input = Input(shape=(max_length,), dtype="int32")
embedded = Embedding(vocab, 24)(_input)
activations = LSTM(units, return_sequences=True)(embedded)

# importance of each step
attention = Dense(1, activation="tanh")(activations)
attention = Flatten()(attention)
attention = Activation("softmax")(attention)
attention = RepeatVector(units)(attention)
attention = Permute((2, 1))(attention)

weighted = Multiply()([activations, attention])
representation = Lambda(lambda xin: keras.ops.sum(xin, axis=1),
                        output_shape=(units,))(weighted)

probabilities = Dense(3, activation="softmax")(representation)
model = Model(_input, probabilities)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
model.summary()
model.fit(x_train, y_train, epochs=1, batch_size=32, validation_split=0.1, verbose=2)
print(model.evaluate(x_test, y_test, verbose=0))
