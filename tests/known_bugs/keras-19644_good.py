# the fixed form keras=3.2
"""After the move to Keras 3 the same LSTM with dropout trains slowly."""
import keras

model = keras.Sequential([keras.Input((120, 16)), keras.layers.LSTM(64), keras.layers.Dropout(0.2), keras.layers.Dense(1)])
model.compile("adam", "mse")
