# expect: LL501, LL502, LL504, LL505, LL508
"""One model, five ways to train it, chosen on the command line."""

import argparse

import tensorflow as tf

LONG = 150


def network():
    x = inputs = tf.keras.layers.Input(shape=[LONG, 2])
    x = tf.keras.layers.LSTM(units=40)(x)
    return tf.keras.Model(inputs, tf.keras.layers.Dense(1)(x))


def fast():
    rate = 0.5
    model = network()
    model.compile(optimizer=tf.optimizers.Adam(rate), loss="mse")
    return model


def careful():
    tiny = 1e-7
    model = network()
    model.compile(optimizer=tf.keras.optimizers.Nadam(learning_rate=tiny), loss="mse")
    return model


def default():
    model = network()
    model.compile(tf.keras.optimizers.Adadelta(), loss="mse")
    return model


def momentum():
    model = network()
    model.compile(tf.keras.optimizers.SGD(1e-2, momentum=0.9, nesterov=True), loss="mse")
    return model


def old():
    model = network()
    model.compile(tf.keras.optimizers.RMSprop(lr=1e-3), loss="mse")
    return model


parser = argparse.ArgumentParser()
parser.add_argument("--way", default="fast")
way = parser.parse_args().way
trained = {"fast": fast, "careful": careful, "default": default, "momentum": momentum, "old": old}[way]()
