import numpy as np
import keras
from keras import layers

# A relay sampled 200 times per shift, 0 = off, 1 = on, every shift equally long.
# Wanted: how many times the relay closed during the shift.
runs = np.load("relay_runs.npy").astype("float32")      # (shifts, 200)
closings = np.load("relay_closings.npy").astype("float32") / 20

cut = int(len(runs) * 0.8)
X = runs[..., np.newaxis]
train_X, train_y = X[:cut], closings[:cut]
test_X, test_y = X[cut:], closings[cut:]

model = keras.Sequential()
model.add(keras.Input(shape=(200, 1)))
model.add(layers.LSTM(16))
model.add(layers.Dense(1))
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse", metrics=["mae"])

model.fit(train_X, train_y, epochs=40, batch_size=16, validation_split=0.15, verbose=2)
print("test mse, mae:", model.evaluate(test_X, test_y, verbose=0))
print(np.c_[model.predict(test_X[:5], verbose=0), test_y[:5]])
