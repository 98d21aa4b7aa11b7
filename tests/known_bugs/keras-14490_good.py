import keras
from keras import layers

model = keras.Sequential([keras.Input((None, 9)), layers.LSTM(64), layers.Dense(1)])
model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy(from_logits=True))
