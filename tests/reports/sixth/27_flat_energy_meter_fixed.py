# the same work with the smallest change
import io

import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
import keras
from keras.layers import Dense, LSTM


def meter_file(minutes=900):
    gen = np.random.default_rng(50)
    use = 0.4 + 0.3 * (np.sin(np.arange(minutes) / 25) > 0) + gen.normal(0, 0.02, minutes)
    text = [f"{v:.3f}" for v in use]
    for start in (420, 610):
        text[start:start + 12] = ["?"] * 12
    return io.StringIO("kw\n" + "\n".join(text))


table = pd.read_csv(meter_file(), na_values="?")
kw = table["kw"].astype(float).interpolate()

n_train = int(len(kw) * 0.7)
sc = MinMaxScaler().fit(kw.iloc[:n_train].to_frame())
scaled = sc.transform(kw.to_frame())


def create_dataset(values, time_step):
    X, Y = [], []
    for i in range(len(values) - time_step):
        X.append(values[i:i + time_step])
        Y.append(values[i + time_step, 0])
    return np.array(X), np.array(Y)


keras.utils.set_random_seed(50)
X_train, y_train = create_dataset(scaled[:n_train], 20)
X_test, y_test = create_dataset(scaled[n_train:], 20)

model = keras.Sequential()
model.add(keras.Input(shape=(20, 1)))
model.add(LSTM(12))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
h = model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=2,
              batch_size=64, verbose=0)
print(h.history)
