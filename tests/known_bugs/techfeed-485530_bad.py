# expect: LL203
"""Share prices: all predictions converge to one number."""
import keras
from keras import initializers, layers

LOOK_BACK = 60

model = keras.Sequential(
    [
        keras.Input((LOOK_BACK, 1)),
        layers.LSTM(50, activation="relu", kernel_initializer="uniform", return_sequences=True),
        layers.Dropout(0.5),
        layers.LSTM(50, activation="relu", kernel_initializer="uniform"),
        layers.Dropout(0.5),
        layers.Dense(1),
    ]
)
