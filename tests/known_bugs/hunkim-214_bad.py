# expect: LL703
"""Stock prices: the whole series is brought to [0, 1] by a function of its own before it is cut in time."""

import keras
import numpy as np

STEPS, FEATURES = 7, 5


def to_unit_range(table):
    lowest = np.min(table, 0)
    spread = np.max(table, 0) - lowest
    return (table - lowest) / (spread + 1e-7)


table = np.loadtxt("daily.csv", delimiter=",")[::-1]
table = to_unit_range(table)
x, y = [], []
for day in range(len(table) - STEPS):
    x.append(table[day : day + STEPS])
    y.append(table[day + STEPS, -1])
count = int(len(y) * 0.7)
x, y = np.array(x), np.array(y)
x_train, x_test = x[:count], x[count:]
y_train, y_test = y[:count], y[count:]

model = keras.Sequential([keras.Input((STEPS, FEATURES)), keras.layers.LSTM(10), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=50)
print(model.evaluate(x_test, y_test))
