# line 34: error: input_dim is the Input of the earlier dense model, not of these LSTM layers: the graph of encoded does not start there; pass inputs (the Input defined for this model)
import numpy as np
import keras
from keras import layers

timesteps = 43
feat_dim = 1
encoding_dim = 8

signals = np.load("signals.npy").astype("float32")
signals = signals / np.abs(signals).max()
print(signals.shape)

input_dim = keras.Input(shape=(timesteps,))
hidden = layers.Dense(16, activation="relu")(input_dim)
flat_output = layers.Dense(timesteps)(hidden)
mlp = keras.Model(input_dim, flat_output)
mlp.compile(optimizer="adam", loss="mse")
mlp.fit(signals, signals, epochs=1, batch_size=32, verbose=0)

sequences = signals.reshape(len(signals), timesteps, feat_dim)

inputs = keras.Input(shape=(timesteps, feat_dim), dtype="float32")
x = layers.LSTM(32, activation="tanh", return_sequences=True)(inputs)
x = layers.LSTM(16, activation="tanh", return_sequences=True)(x)
encoded = layers.LSTM(encoding_dim, activation="tanh", return_sequences=False)(x)

x = layers.RepeatVector(timesteps)(encoded)
x = layers.LSTM(16, activation="tanh", return_sequences=True)(x)
x = layers.LSTM(32, activation="tanh", return_sequences=True)(x)
decoded = layers.TimeDistributed(layers.Dense(feat_dim))(x)

autoencoder = keras.Model(inputs, decoded)
encoder = keras.Model(input_dim, encoded)

autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.summary()
autoencoder.fit(sequences, sequences, epochs=1, batch_size=32, validation_split=0.1, verbose=2)

codes = encoder.predict(sequences, verbose=0)
print("codes", codes.shape)
np.save("codes.npy", codes)
