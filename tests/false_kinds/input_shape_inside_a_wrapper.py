# Keras ignores the `input_shape` of a layer inside a wrapper: fit builds the model with the features of x.
# == frame
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Sequential, layers, models
from keras.layers import GRU, LSTM, Bidirectional, Dense, TimeDistributed

x = np.random.rand(40, 7, 6)
y = np.random.rand(40, 1)
...
model.compile("adam", "mse")
model.fit(x, y, epochs=1)
# == another width
model = Sequential()
model.add(Bidirectional(LSTM(8, return_sequences=True, input_shape=(7, 1))))
model.add(LSTM(4))
model.add(Dense(1))
# == another length
model = Sequential([Bidirectional(LSTM(8, input_shape=(50, 6))), Dense(1)])
# == by keyword layer
model = Sequential([Bidirectional(layer=GRU(8, input_shape=(1, 1))), Dense(1)])
# == through keras.layers
model = keras.Sequential([keras.layers.Bidirectional(keras.layers.SimpleRNN(8, input_shape=(3, 3))), Dense(1)])
# == through tf.keras
model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(8, input_shape=(None, 2))))
model.add(tf.keras.layers.Dense(1))
# == the layer has a name
forward = LSTM(8, input_shape=(1, 1))
model = Sequential([Bidirectional(forward), Dense(1)])
# == both directions are given
model = Sequential()
model.add(
    Bidirectional(LSTM(8, input_shape=(7, 2)), backward_layer=GRU(8, go_backwards=True, input_shape=(7, 2)))
)
model.add(Dense(1))
# == merged by a sum
model = Sequential([Bidirectional(LSTM(8, input_shape=(1, 6)), merge_mode="sum"), Dense(1)])
# == in a loop
model = Sequential()
for units in (8, 4):
    model.add(Bidirectional(LSTM(units, return_sequences=True, input_shape=(2, 2))))
model.add(GRU(4))
model.add(Dense(1))
# == in a helper
def recurrent(units, **more):
    return Bidirectional(LSTM(units, **more))


model = Sequential([recurrent(8, input_shape=(1, 1)), Dense(1)])
# == in a function that builds
def build(steps, features):
    net = models.Sequential()
    net.add(Bidirectional(LSTM(8, input_shape=(steps, features))))
    net.add(Dense(1))
    return net


model = build(1, 2)
# == behind an Input that fits
model = Sequential([Input((7, 6)), Bidirectional(LSTM(8, input_shape=(1, 1))), Dense(1)])
# == of the wrapper itself
model = Sequential([Bidirectional(LSTM(8), input_shape=(7, 6)), Dense(1)])
# == of both: that of the wrapper counts
model = Sequential([Bidirectional(LSTM(8, input_shape=(1, 1)), input_shape=(7, 6)), Dense(1)])
# == TimeDistributed
model = Sequential([TimeDistributed(Dense(4, input_shape=(2,))), LSTM(8), Dense(1)])
# == TimeDistributed around a network
step = Sequential([Input((6,)), Dense(4)])
model = Sequential([TimeDistributed(step), LSTM(8), Dense(1)])
# == an unwrapped layer later in the stack
model = Sequential([LSTM(8, return_sequences=True), Bidirectional(LSTM(4, input_shape=(1, 1))), Dense(1)])
# == a functional model
i = Input((7, 6))
model = models.Model(i, Dense(1)(Bidirectional(LSTM(8, input_shape=(1, 1)))(i)))
# == a class around it
class Net:
    def __init__(self, shape):
        self.model = Sequential()
        self.model.add(Bidirectional(LSTM(8, input_shape=shape)))
        self.model.add(Dense(1))


model = Net((2, 2)).model
# == built by hand
model = Sequential([Bidirectional(LSTM(8, input_shape=(1, 1))), Dense(1)])
model.build((None, 7, 6))
# == cells of a notebook (notebook)
import numpy as np
from keras import Sequential
from keras.layers import LSTM, Bidirectional, Dense

x, y = np.random.rand(20, 7, 6), np.random.rand(20, 1)
# %%
model = Sequential()
model.add(Bidirectional(LSTM(8, input_shape=(1, 1))))
model.add(Dense(1))
# %%
model.compile("adam", "mse")
model.fit(x, y, epochs=1)
# == of the wrapper itself, and it does not fit -> LL116
model = Sequential([Bidirectional(LSTM(8), input_shape=(7, 2)), Dense(1)])
# == of a plain layer, and it does not fit -> LL116
model = Sequential([LSTM(8, input_shape=(7, 1)), Dense(1)])
# == an Input before it does not fit -> LL116
model = Sequential([Input((7, 5)), Bidirectional(LSTM(8, input_shape=(7, 6))), Dense(1)])
# == the sequence is lost behind it -> LL101
model = Sequential()
model.add(Bidirectional(LSTM(8, input_shape=(1, 1))))
model.add(LSTM(4))
model.add(Dense(1))
# == one time step -> LL109
x = np.load("windows.npy").reshape(360, 1, 3)
y = np.random.rand(360, 1)
model = Sequential([Bidirectional(LSTM(8, input_shape=(7, 6))), Dense(1)])
