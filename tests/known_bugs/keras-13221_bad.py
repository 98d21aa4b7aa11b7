# expect: LL203
"""Loss turns NaN with recurrent dropout around a relu cell; clipping did not help, tanh did."""
import keras

STEPS, SENSORS = 100, 9
cell = {"recurrent_dropout": 0.2, "activation": "relu"}

net = keras.Sequential()
net.add(keras.Input(shape=(STEPS, SENSORS)))
net.add(keras.layers.LSTM(64, **cell))
net.add(keras.layers.Dense(6, activation="softmax"))
net.compile(keras.optimizers.Adam(clipnorm=50), "categorical_crossentropy")
