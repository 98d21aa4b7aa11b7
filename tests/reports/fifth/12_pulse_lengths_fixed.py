import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

rng = np.random.default_rng(8)


def pulses(n, length):
    rate = rng.uniform(0.05, 0.25, n)
    phase = rng.uniform(0, 6, n)
    wave = np.sin(rate[:, None] * np.arange(length) + phase[:, None])
    return (wave + rng.normal(0, 0.05, wave.shape)).astype("float32"), rate.astype("float32")


def as_batch(waves):
    return waves.reshape(len(waves), waves.shape[1], 1)


long_waves, long_rate = pulses(256, 120)
short_waves, short_rate = pulses(40, 90)
mu, sd = long_rate.mean(), long_rate.std()

model = Sequential()
model.add(Input(shape=(None, 1)))
model.add(LSTM(20))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(as_batch(long_waves), (long_rate - mu) / sd, epochs=3, batch_size=32, verbose=0)

estimate = model.predict(as_batch(short_waves), verbose=0)[:, 0] * sd + mu
print("error on the short recordings:", np.abs(estimate - short_rate).mean())
