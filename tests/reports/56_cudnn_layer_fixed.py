# fixed twin of 56_cudnn_layer.py
import numpy as np
from keras.layers import Bidirectional, Conv1D, Dense, Input, LeakyReLU, MaxPool1D, TimeDistributed, UpSampling1D
from keras.layers import LSTM
from keras.models import Model


def temporal_autoencoder(timesteps=64, input_dim=3, filters=16, units=12, pool=8):
    x = Input((timesteps, input_dim))
    encoded = Conv1D(filters, 10, padding="same")(x)
    encoded = LeakyReLU()(encoded)
    encoded = MaxPool1D(pool)(encoded)
    encoded = Bidirectional(LSTM(units, return_sequences=True), merge_mode="sum")(encoded)
    decoded = UpSampling1D(pool)(encoded)
    decoded = TimeDistributed(Dense(input_dim))(decoded)
    return Model(x, decoded)


series = np.random.normal(size=(60, 64, 3))
tae = temporal_autoencoder()
tae.compile("adam", "mse")
tae.fit(series, series, epochs=3, batch_size=20)
