# expect: LL601, LL602
"""Eighty recordings, a wide network, hundreds of epochs; a second one that drops nearly everything."""

import numpy as np
from keras import layers, models

RECORDINGS = np.random.normal(size=(80, 50, 6))
GRADES = np.random.normal(size=(80,))


def wide():
    model = models.Sequential()
    for last in (False, True):
        model.add(layers.LSTM(96, return_sequences=not last))
    model.add(layers.Dense(1))
    return model


def starved():
    rate = 9 / 10
    return models.Sequential([layers.LSTM(32, dropout=rate), layers.Dense(1)])


def settings():
    return dict(batch_size=8, epochs=300, validation_split=0.1)


regressor = wide()
regressor.build((None, 50, 6))
regressor.compile(optimizer="adam", loss="mse")
regressor.fit(RECORDINGS, GRADES, **settings())

second = starved()
second.compile(optimizer="adam", loss="mse")
second.fit(RECORDINGS, GRADES, **settings())
