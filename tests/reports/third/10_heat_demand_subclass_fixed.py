import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import StandardScaler

LOOKBACK = 24

# hourly heat demand of a block of flats with the outdoor temperature
hours = pd.date_range("2023-01-01", periods=900, freq="h")
g = np.random.default_rng(9)
temp = 5 + 6 * np.sin(2 * np.pi * (hours.hour - 9) / 24) + g.normal(0, 1, 900)
demand = 80 - 2.5 * temp + g.normal(0, 3, 900)
df = pd.DataFrame({"demand": demand, "temp": temp}, index=hours)

n_train, n_val = 600, 150
scaler = StandardScaler().fit(df.iloc[:n_train])
data = scaler.transform(df).astype("float32")


def windows(block):
    xs = np.stack([block[i:i + LOOKBACK] for i in range(len(block) - LOOKBACK)])
    return xs, block[LOOKBACK:, 0]


x_tr, y_tr = windows(data[:n_train])
x_va, y_va = windows(data[n_train:n_train + n_val])
x_te, y_te = windows(data[n_train + n_val:])


class DemandModel(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.gru = tf.keras.layers.GRU(units)
        self.drop = tf.keras.layers.Dropout(0.1)
        self.out = tf.keras.layers.Dense(1)

    def call(self, inputs, training=False):
        return self.out(self.drop(self.gru(inputs), training=training))


model = DemandModel(32)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x_tr, y_tr, validation_data=(x_va, y_va), epochs=25, batch_size=32, verbose=2)

pred = model.predict(x_te, verbose=0)[:, 0] * scaler.scale_[0] + scaler.mean_[0]
true = y_te * scaler.scale_[0] + scaler.mean_[0]
print("MAE in kWh: %.2f" % np.mean(np.abs(pred - true)))
