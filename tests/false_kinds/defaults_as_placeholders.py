# The default of a parameter says nothing of a function that other modules call with values of their own.
# == frame
from dataclasses import dataclass

import keras
import numpy as np
from keras import Input, Model
from keras.layers import GRU, LSTM, Bidirectional, Dense, Dropout, SimpleRNN
from keras.models import Sequential

SHAPE = (1, 1)

...
# == a tuple
def build(input_shape=(1, 1)):
    model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build((10, 3))
# == a list
def build(input_shape=[1, 4]):
    model = Sequential()
    model.add(GRU(8, input_shape=input_shape))
    model.add(Dense(1))
    model.compile("adam", "mse")
    return model
# run: build([10, 4])
# == by name alone
def build(*, input_shape=(1, 1), units=8):
    model = Sequential([LSTM(units, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build(input_shape=(10, 3))
# == a constant of the module
def build(input_shape=SHAPE):
    model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build((10, 3))
# == two numbers
def build(timesteps=1, features=1):
    model = Sequential([SimpleRNN(8, input_shape=(timesteps, features)), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build(10, 3)
# == a functional model
def build(shape=(1, 2)):
    window = Input(shape)
    model = Model(window, Dense(1)(LSTM(8)(window)))
    model.compile("adam", "mse")
    return model
# run: build((10, 3))
# == Input with names
def build(timesteps: int = 1, features: int = 1) -> Model:
    window = Input(shape=(timesteps, features), name="window")
    model = Model(window, Dense(1)(Bidirectional(LSTM(8))(window)))
    model.compile(optimizer="adam", loss="mse")
    return model
# run: build(timesteps=10)
# == a batch shape
def build(batch_shape=(4, 1, 1)):
    model = Sequential([Input(batch_shape=batch_shape), GRU(8), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build((4, 10, 1))
# == an object
class Forecaster:
    def __init__(self, input_shape=(1, 1), units=8):
        self.input_shape = input_shape
        self.units = units

    def build(self):
        model = Sequential([LSTM(self.units, input_shape=self.input_shape), Dense(1)])
        model.compile("adam", "mse")
        return model
# run: Forecaster((10, 3)).build()
# == a method
class Forecaster:
    def build(self, input_shape=(1, 1)):
        model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
        model.compile("adam", "mse")
        return model
# run: Forecaster().build((10, 3))
# == a static method
class Forecaster:
    @staticmethod
    def build(steps=1, features=7):
        model = Sequential([LSTM(8, input_shape=(steps, features)), Dense(1)])
        model.compile("adam", "mse")
        return model
# run: Forecaster.build(10)
# == a class method
class Forecaster:
    @classmethod
    def build(cls, steps=1, features=7):
        model = Sequential([LSTM(8, input_shape=(steps, features)), Dense(1)])
        model.compile("adam", "mse")
        return model
# run: Forecaster.build(10)
# == one function passes it to another
def build(input_shape):
    model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model

def train(x, y, input_shape=(1, 1)):
    model = build(input_shape)
    model.fit(x, y, epochs=1, verbose=0)
    return model
# run: train(np.random.rand(8, 10, 3), np.random.rand(8, 1), (10, 3))
# == a function without a name
build = lambda shape=(1, 1): Sequential([LSTM(8, input_shape=shape), Dense(1)])
# run: build((10, 3))
# == None stands for it
def build(input_shape=None):
    if input_shape is None:
        input_shape = (1, 1)
    model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build((10, 3))
# == this or that
def build(input_shape=None):
    model = Sequential([LSTM(8, input_shape=input_shape or (1, 1)), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build((10, 3))
# == a dict
def build(config={"steps": 1, "features": 1}):
    model = Sequential([LSTM(8, input_shape=(config["steps"], config["features"])), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build({"steps": 10, "features": 3})
# == a data class
@dataclass
class Config:
    steps: int = 1
    features: int = 1

def build(config: Config = Config()):
    model = Sequential([LSTM(8, input_shape=(config.steps, config.features)), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build(Config(10, 3))
# == an activation over many steps
def build(steps=120, activation="relu"):
    model = Sequential([LSTM(8, activation=activation, input_shape=(steps, 1)), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build(activation="tanh")
# == a learning rate
def build(learning_rate=1.0):
    model = Sequential([LSTM(8, input_shape=(10, 3)), Dense(1)])
    model.compile(keras.optimizers.Adam(learning_rate), "mse")
    return model
# run: build(0.001)
# == dropout
def build(dropout=0.95):
    model = Sequential([LSTM(8, input_shape=(10, 3)), Dropout(dropout), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build(0.2)
# == a loss
def build(loss="binary_crossentropy", units=1):
    model = Sequential([LSTM(8, input_shape=(10, 3)), Dense(units)])
    model.compile("adam", loss)
    return model
# run: build("mse")
# == called with the default -> LL109
def build(input_shape=(1, 1)):
    model = Sequential([LSTM(8, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model

model = build()
# == called with other things -> LL109
def build(input_shape=SHAPE, units=8):
    model = Sequential([LSTM(units, input_shape=input_shape), Dense(1)])
    model.compile("adam", "mse")
    return model

model = build(units=16)
# == written in the body -> LL109
def build(units=8):
    model = Sequential([LSTM(units, input_shape=(1, 6)), Dense(1)])
    model.compile("adam", "mse")
    return model
# run: build()
