# clean
"""The same sweep over choices that train."""

from tensorflow import keras
from tensorflow.keras import activations, initializers

HORIZON = 96
CHOICES = {
    "stock": dict(recurrent_activation=activations.sigmoid),
    "hard": dict(recurrent_activation="hard_sigmoid"),
    "bounded": dict(activation=activations.tanh),
    "softsign": dict(activation="softsign"),
    "drawn": dict(kernel_initializer=initializers.GlorotUniform(seed=1), recurrent_initializer="orthogonal"),
}


def candidate(options):
    net = keras.models.Sequential(name="candidate")
    net.add(keras.layers.InputLayer((HORIZON, 6)))
    net.add(keras.layers.LSTM(24, **options))
    net.add(keras.layers.Dense(2))
    return net


for choice in CHOICES.values():
    candidate(choice)
