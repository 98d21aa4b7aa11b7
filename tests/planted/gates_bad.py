# expect: LL201, LL202, LL203, LL204, LL208
"""A sweep over cells that keeps its choices in a table; each entry has a different fault."""

from tensorflow import keras
from tensorflow.keras import activations, initializers

HORIZON = 96
CHOICES = {
    "signed": dict(recurrent_activation=activations.tanh),
    "open": dict(recurrent_activation="relu"),
    "unbounded": dict(activation=activations.elu),
    "one_sided": dict(activation="sigmoid"),
    "constant": dict(kernel_initializer=initializers.Constant(1.0), recurrent_initializer="ones"),
}


def candidate(options):
    net = keras.models.Sequential(name="candidate")
    net.add(keras.layers.InputLayer((HORIZON, 6)))
    net.add(keras.layers.LSTM(24, **options))
    net.add(keras.layers.Dense(2))
    return net


for choice in CHOICES.values():
    candidate(choice)
