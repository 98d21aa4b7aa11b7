# amplifier tone
import numpy as np
import keras
from keras.layers import Dense, LSTM
from keras.models import Sequential

keras.utils.set_random_seed(4)
seq_length = 30

noise = np.random.default_rng(15)
raw = noise.normal(0, 0.5, (1500, 2)) + np.sin(np.arange(1500) / 9)[:, None]
wet = raw.copy()
wet[3:] += 0.6 * raw[:-3]

data_x = np.stack([raw[i - seq_length + 1:i + 1] for i in range(seq_length - 1, len(raw))])
data_y = wet[seq_length - 1:]
border = 1100

model = Sequential()
model.add(keras.Input((seq_length, 2)))
model.add(LSTM(32))
model.add(Dense(2))
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.005))
model.fit(data_x[:border], data_y[:border], epochs=3, batch_size=20, verbose=0)

tone = model.predict(data_x[border:], verbose=0)
print("lowest", round(float(tone.min()), 2), "of", round(float(data_y[border:].min()), 2),
      "mean miss", round(float(np.abs(tone - data_y[border:]).mean()), 3))
