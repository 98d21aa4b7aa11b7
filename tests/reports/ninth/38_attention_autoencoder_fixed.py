# the same work with the smallest change
import numpy as np
import pandas as pd
from tensorflow.keras import Model, ops
from tensorflow.keras.layers import (LSTM, Dense, Dropout, Input, Layer,
                                     RepeatVector, TimeDistributed)

WINDOW = 20


class Attention(Layer):
    def build(self, input_shape):
        self.W = self.add_weight(name="attention_weight", shape=(input_shape[-1], 1),
                                 initializer="random_normal", trainable=True)
        self.b = self.add_weight(name="attention_bias", shape=(input_shape[1], 1),
                                 initializer="zeros", trainable=True)
        super().build(input_shape)

    def call(self, x):
        e = ops.tanh(ops.matmul(x, self.W) + self.b)
        e = ops.squeeze(e, axis=-1)
        alpha = ops.softmax(e)
        alpha = ops.expand_dims(alpha, axis=-1)
        return ops.sum(x * alpha, axis=1)


frame = pd.read_csv("machine.csv", index_col="time")
values = (frame - frame.mean()) / frame.std()
values = values.to_numpy("float32")
X_train = np.stack([values[i:i + WINDOW] for i in range(len(values) - WINDOW)])


def build_model(steps, features):
    x = Input(shape=(steps, features))
    encoded = LSTM(64, return_sequences=True)(x)
    context = Attention()(encoded)
    context = Dropout(0.2)(context)
    repeated = RepeatVector(steps)(context)
    decoded = LSTM(64, return_sequences=True)(repeated)
    decoded = Dropout(0.2)(decoded)
    output = TimeDistributed(Dense(features))(decoded)
    model = Model(x, output)
    model.compile(loss="mae", optimizer="adam")
    return model


model = build_model(X_train.shape[1], X_train.shape[2])
model.summary()
model.fit(X_train, X_train, epochs=1, batch_size=32, validation_split=0.1, verbose=2)
scores = np.abs(model.predict(X_train, verbose=0) - X_train).mean(axis=(1, 2))
print("largest error", scores.max())
