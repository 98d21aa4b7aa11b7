# the fixed form
"""Share prices: all predictions converge to one number."""
import keras
from keras import layers

LOOK_BACK = 60

model = keras.Sequential(
    [
        keras.Input((LOOK_BACK, 1)),
        layers.LSTM(50, return_sequences=True),
        layers.Dropout(0.2),
        layers.LSTM(50, activation="tanh"),
        layers.Dropout(0.2),
        layers.Dense(1),
    ]
)
