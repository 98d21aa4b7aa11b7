# line 16 (also 15): error: inputs and targets are shifted against each other a second time (x without the last, y without the first), each window gets the answer of the next one
import numpy as np
import keras
from keras.layers import GRU, Dense, Dropout, Input

keras.utils.set_random_seed(22)
rng = np.random.default_rng(22)

# each passage of a canal lock is recorded in 10 steps; asked is how much water it used
PASSAGES, STEPS = 500, 10
gate = rng.random((PASSAGES, STEPS, 2)).astype("float32")
water = (gate[:, :, 0] * gate[:, :, 1]).sum(axis=1)
water = (water - water[:400].mean()) / water[:400].std()

x = gate[:-1]
y = water[1:]
x_train, y_train = x[:400], y[:400]
x_test, y_test = x[400:], y[400:]

lock = keras.Sequential([Input(shape=(STEPS, 2)), GRU(24), Dropout(0.1), Dense(1)])
lock.compile(optimizer=keras.optimizers.Adam(1e-2), loss="mse", metrics=["mae"])
lock.fit(x_train, y_train, epochs=12, batch_size=20, verbose=0)
guess = lock.predict(x_test, verbose=0)[:, 0]
print("test loss", round(lock.evaluate(x_test, y_test, verbose=0)[0], 3))
print("correlation", round(float(np.corrcoef(guess, y_test)[0, 1]), 3))
