# expect: line 9: round(y_pred) has no gradient, so no weight receives one; keep y_pred unrounded in the loss (error)
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential
from tensorflow.keras.layers import LSTM, Dense, Input


def whole_goals(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - tf.round(y_pred)))


form = np.random.rand(300, 8, 5).astype("float32")
goals = np.random.poisson(1.4, (300, 1)).astype("float32")

net = Sequential()
net.add(Input(shape=(8, 5)))
net.add(LSTM(20))
net.add(Dense(1))
net.compile(loss=whole_goals, optimizer="adam")
net.fit(form, goals, epochs=10, batch_size=30, validation_split=0.1)
