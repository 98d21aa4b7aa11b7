# line 22 (also 23): error: the recurrent layer needs (steps, features), the feature axis is missing
import numpy as np
import keras
from keras.layers import Dense, SimpleRNN


def rolling(values, size):
    """Rows of `size` values next to each other, and the value after each row."""
    rows = np.lib.stride_tricks.sliding_window_view(values, size)[:-1]
    return rows.copy(), values[size:]


height = np.log1p(np.linspace(0, 30, 160)) / np.log1p(30)
rows, after = rolling(height, 5)
print(rows.shape, after.shape)

split = 120
order = np.random.default_rng(1).permutation(split)
rows[:split], after[:split] = rows[order], after[order]

net = keras.Sequential(name="growth")
net.add(keras.Input(shape=(rows.shape[1],)))
net.add(SimpleRNN(8))
net.add(Dense(1))
net.compile(optimizer="sgd", loss="mse")
net.fit(rows[:split], after[:split], epochs=2, batch_size=8, shuffle=True, verbose=0)
print("test mse", round(net.evaluate(rows[split:], after[split:], verbose=0), 5))
