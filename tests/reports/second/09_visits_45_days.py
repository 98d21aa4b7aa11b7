# expect: line 31 (also 32): one target per customer, but the last LSTM returns all 45 steps: the loss broadcasts the target over time and predict gives (n, 45, 1) (warning)
import numpy as np
from keras import Sequential, layers, optimizers

rng = np.random.default_rng(11)
DAYS, FEATS = 45, 2


def make_customers(n):
    """45 days of (visits, spend); target: log of next month's spend"""
    level = rng.gamma(2.0, 1.0, size=(n, 1))
    visits = rng.poisson(level, size=(n, DAYS)).astype("float32")
    spend = visits * rng.gamma(3.0, 0.4, size=(n, DAYS))
    x = np.stack([visits, spend], axis=-1)
    y = np.log1p(spend[:, -10:].sum(axis=1) * 3 + rng.normal(0, 0.3, n))
    return x.astype("float32"), y.reshape(-1, 1).astype("float32")


x_train, y_train = make_customers(236)
x_val, y_val = make_customers(60)
x_test, y_test = make_customers(60)

mean = x_train.mean(axis=(0, 1))
std = x_train.std(axis=(0, 1))
x_train, x_val, x_test = [(a - mean) / std for a in (x_train, x_val, x_test)]

model = Sequential()
model.add(layers.Input((DAYS, FEATS)))
model.add(layers.LSTM(32, return_sequences=True))
model.add(layers.Dropout(0.2))
model.add(layers.LSTM(16, return_sequences=True))
model.add(layers.Dense(1))
model.compile(loss="mse", optimizer=optimizers.Adam(0.005))

model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=12,
          batch_size=32, verbose=0)
pred = model.predict(x_test, verbose=0)
print("prediction shape", pred.shape, "target shape", y_test.shape)
print("test mse", model.evaluate(x_test, y_test, verbose=0))
