# expect: line 11: Conv3D reads channels_last behind a channels_first ConvLSTM2D: it gives (batch, 4, 8, 24, 1), which mse broadcasts against frames (n, 4, 1, 24, 24); use TimeDistributed(Conv2D(..., data_format="channels_first")) (error)
import keras
import numpy as np
from keras import layers

radar = np.random.rand(16, 8, 1, 24, 24).astype("float32")
recent, coming = radar[:, :4], radar[:, 4:]

inputs = keras.Input((4, 1, 24, 24))
x = layers.ConvLSTM2D(8, (3, 3), padding="same", return_sequences=True, data_format="channels_first")(inputs)
outputs = layers.Conv3D(1, (3, 3, 3), activation="sigmoid", padding="same")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(recent, coming, batch_size=4, epochs=5)
