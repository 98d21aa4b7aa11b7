import numpy as np
import keras
from keras import layers
from sklearn.preprocessing import StandardScaler

T, N_SENSORS, CODE = 10, 8, 12
rng = np.random.default_rng(19)


def record(n):
    t = np.arange(n)[:, None]
    phases = np.linspace(0, 3, N_SENSORS)
    amp = np.linspace(1, 30, N_SENSORS)
    return amp * np.sin(t / 6 + phases) + rng.normal(0, 0.2, (n, N_SENSORS)) * amp


train, val, test = record(2400), record(600), record(600)
scaler = StandardScaler().fit(train)


def to_seq(a):
    a = scaler.transform(a)
    return a[:len(a) // T * T].reshape(-1, T, N_SENSORS)


x_train, x_val, x_test = to_seq(train), to_seq(val), to_seq(test)

inp = keras.Input(shape=(T, N_SENSORS))
code = layers.LSTM(CODE)(inp)
x = layers.RepeatVector(T)(code)
out = layers.LSTM(N_SENSORS, return_sequences=True)(x)
auto = keras.Model(inp, out)
auto.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
auto.fit(x_train, x_train, epochs=30, batch_size=32,
         validation_data=(x_val, x_val), verbose=2)

rec = auto.predict(x_test, verbose=0)
print("input range   %.2f .. %.2f" % (x_test.min(), x_test.max()))
print("output range  %.2f .. %.2f" % (rec.min(), rec.max()))
print("error per sequence", np.mean((rec - x_test) ** 2, axis=(1, 2))[:5])
