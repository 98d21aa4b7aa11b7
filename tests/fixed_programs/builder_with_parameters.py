import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Dropout
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import SGD


def build(units, features, rate=0.9, gate="tanh"):
    model = Sequential()
    model.add(LSTM(units, recurrent_activation=gate, input_shape=(12, features)))
    model.add(Dropout(rate))
    model.add(Dense(1, activation="softmax"))
    model.compile(SGD(lr=0.01, clipnorm=1.0, clipvalue=0.5), loss="binary_crossentropy", metrics=["acc"])
    return model


model = build(32, 4)
model.fit(np.random.rand(64, 12, 4), np.random.randint(0, 2, 64), epochs=1, validation_split=0.2)
