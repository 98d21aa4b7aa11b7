import numpy as np
from sklearn.preprocessing import StandardScaler
from keras.layers import Input, LSTM, RepeatVector, TimeDistributed, Dense
from keras.models import Model

timesteps, input_dim, latent_dim = 25, 3, 16

rng = np.random.default_rng(17)
t = np.arange(3000)
signal = np.stack([np.sin(t / 7), np.cos(t / 11), np.sin(t / 5 + 1)], axis=1)
signal += rng.normal(0, 0.1, signal.shape)

train_raw, val_raw, test_raw = signal[:2000], signal[2000:2500], signal[2500:]
scaler = StandardScaler().fit(train_raw)


def cut(block):
    block = scaler.transform(block)
    n = len(block) // timesteps
    return block[:n * timesteps].reshape(n, timesteps, input_dim)


x_train, x_val, x_test = cut(train_raw), cut(val_raw), cut(test_raw)

# let the network find out the length by itself
inputs = Input(shape=(None, input_dim))
encoded = LSTM(latent_dim)(inputs)
decoded = RepeatVector(inputs.shape[1])(encoded)
decoded = LSTM(latent_dim, return_sequences=True)(decoded)
decoded = TimeDistributed(Dense(input_dim))(decoded)

autoencoder = Model(inputs, decoded)
encoder = Model(inputs, encoded)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(x_train, x_train, epochs=30, batch_size=8,
                validation_data=(x_val, x_val), verbose=2)

error = np.mean((autoencoder.predict(x_test, verbose=0) - x_test) ** 2, axis=(1, 2))
limit = np.percentile(
    np.mean((autoencoder.predict(x_val, verbose=0) - x_val) ** 2, axis=(1, 2)), 99)
print("alarms:", int((error > limit).sum()), "codes:", encoder.predict(x_test, verbose=0).shape)
