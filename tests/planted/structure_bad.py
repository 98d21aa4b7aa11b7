# expect: LL101, LL109
"""Two services share one encoder factory: vibration windows, and a scalar reading that is sent as one step."""

from dataclasses import dataclass

import keras as K


@dataclass
class Settings:
    width: int = 48
    window: int = 64
    channels: int = 3


class Encoder:
    def __init__(self, settings):
        self.settings = settings
        self.recurrent = K.layers.GRU

    def build(self):
        s = self.settings
        signal = K.Input(shape=(s.window, s.channels), name="signal")
        first = self.recurrent(s.width, name="first")(signal)
        normed = K.layers.LayerNormalization()(first)
        second = K.layers.Bidirectional(self.recurrent(s.width // 2), name="second")(normed)
        return K.Model(signal, K.layers.Dense(4, activation="softmax")(second))


def reading_model(features=5):
    steps = 1
    stack = [K.Input((steps, features)), K.layers.LSTM(16), K.layers.Dense(1)]
    return K.Sequential(stack)


vibration = Encoder(Settings()).build()
reading = reading_model()
