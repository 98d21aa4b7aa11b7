import numpy as np
import pandas as pd
from keras import Input, Sequential, layers, optimizers

BATCH, STEPS = 8, 50

# eight rooms logged side by side; every room is one long sequence
wide = pd.read_csv("rooms.csv", index_col="minute")
a = wide.to_numpy("float32")
n = (len(a) - 1) // STEPS
split = int(n * 0.8)
mean, std = a[:split * STEPS].mean(), a[:split * STEPS].std()
a = (a - mean) / std

# block k of all rooms is batch k, so that row r of every batch is room r
x = a[:n * STEPS].reshape(n, STEPS, BATCH).transpose(0, 2, 1).reshape(n * BATCH, STEPS, 1)
y = a[1:n * STEPS + 1].reshape(n, STEPS, BATCH).transpose(0, 2, 1).reshape(n * BATCH, STEPS, 1)
x_train, y_train = x[:split * BATCH], y[:split * BATCH]
x_test, y_test = x[split * BATCH:], y[split * BATCH:]

model = Sequential([
    Input(batch_shape=(BATCH, STEPS, 1)),
    layers.LSTM(20, stateful=True, return_sequences=True),
    layers.Dense(1),
])
model.compile(loss="mse", optimizer=optimizers.Adam(1e-3))

for epoch in range(40):
    model.layers[0].reset_states()
    history = model.fit(x_train, y_train, batch_size=BATCH, epochs=1,
                        shuffle=False, verbose=0)
    # the test blocks follow directly on the training blocks
    test = model.evaluate(x_test, y_test, batch_size=BATCH, verbose=0)
    print(epoch, history.history["loss"][0], test)
