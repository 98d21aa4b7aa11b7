# the fixed form
"""A model zoo: the recurrent classifier explodes all of a sudden."""
from tensorflow import keras
from tensorflow.keras import layers


class Zoo:
    def recurrent(self, seq_len: int = 64, feat_dim: int = 6, output_dim: int = 3):
        signal = keras.Input((seq_len, feat_dim))
        x = layers.LSTM(64, return_sequences=True)(signal)
        x = layers.Dropout(0.2)(x)
        x = layers.LSTM(64)(x)
        return keras.Model(signal, layers.Dense(output_dim, activation="softmax")(x))


model = Zoo().recurrent()
