import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Input, Masking, LSTM, TimeDistributed, Dense

MAX_HOURS, VITALS = 24, 3


def stays(n, seed):
    """Vital signs per hour and, for every hour, the remaining length of the stay."""
    rng = np.random.default_rng(seed)
    x = np.zeros((n, MAX_HOURS, VITALS), dtype="float32")
    y = np.zeros((n, MAX_HOURS, 1), dtype="float32")
    seen = np.zeros((n, MAX_HOURS), dtype="float32")
    for i, hours in enumerate(rng.integers(4, MAX_HOURS + 1, n)):
        severity = hours / MAX_HOURS + rng.normal(0, 0.3)
        x[i, :hours] = severity + rng.normal(0, 0.5, (hours, VITALS))
        y[i, :hours, 0] = np.arange(hours)[::-1] / MAX_HOURS
        seen[i, :hours] = 1
    return x, y, seen


x_train, y_train, w_train = stays(300, seed=1)
x_test, y_test, w_test = stays(80, seed=2)

model = tf.keras.Sequential([
    Input((MAX_HOURS, VITALS)),
    Masking(0.0),
    LSTM(16, return_sequences=True),
    TimeDistributed(Dense(1)),
])
model.compile("adam", "mse")
model.fit(x_train, y_train, sample_weight=w_train, epochs=8, batch_size=20, verbose=0)

on_record = model.predict(x_test, verbose=0)[..., 0]
live = np.zeros_like(on_record)
for hour in range(4, MAX_HOURS, 5):                    # at the bedside only the past exists
    so_far = x_test * (np.arange(MAX_HOURS) <= hour)[None, :, None]
    live[:, hour] = model.predict(so_far, verbose=0)[:, hour, 0]
now = (w_test > 0) & np.isin(np.arange(MAX_HOURS), np.arange(4, MAX_HOURS, 5))[None, :]
print("mean error on record", np.abs(on_record - y_test[..., 0])[now].mean() * MAX_HOURS, "hours, live",
      np.abs(live - y_test[..., 0])[now].mean() * MAX_HOURS, "hours")
