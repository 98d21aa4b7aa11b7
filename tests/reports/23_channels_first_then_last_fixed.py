# fixed twin of 23_channels_first_then_last.py
import keras
import numpy as np
from keras import layers

radar = np.random.rand(16, 8, 1, 24, 24).astype("float32")
recent, coming = radar[:, :4], radar[:, 4:]

inputs = keras.Input((4, 1, 24, 24))
x = layers.ConvLSTM2D(8, (3, 3), padding="same", return_sequences=True, data_format="channels_first")(inputs)
frame = layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same", data_format="channels_first")
outputs = layers.TimeDistributed(frame)(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(recent, coming, batch_size=4, epochs=5)
