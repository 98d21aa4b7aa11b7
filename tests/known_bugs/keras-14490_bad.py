# expect: LL404
"""The loss becomes negative and NaN: crossentropy of an output without bounds."""
import keras
from keras import layers

model = keras.Sequential([keras.Input((None, 9)), layers.LSTM(64), layers.Dense(1)])
model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy())
