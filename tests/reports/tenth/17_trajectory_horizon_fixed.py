# the same work with the smallest change
import numpy as np
from tensorflow.keras.layers import LSTM, Activation, Dense, Dropout, Reshape, TimeDistributed
from tensorflow.keras.models import Sequential

n_in, n_out, n_coord = 90, 10, 2
rng = np.random.default_rng(9)


def make_tracks(n):
    speed = rng.normal(scale=0.01, size=(n, 1, n_coord))
    noise = rng.normal(scale=0.002, size=(n, n_in + n_out, n_coord))
    steps = speed + noise
    return np.cumsum(steps, axis=1).astype("float32")


tracks = make_tracks(300)
X = tracks[:, :n_in]
Y = tracks[:, n_in:]
X_train, Y_train = X[:240], Y[:240]
X_test, Y_test = X[240:], Y[240:]
print(X_train.shape, Y_train.shape)

model = Sequential()
model.add(LSTM(48, return_sequences=True, input_shape=(n_in, n_coord)))
model.add(Dropout(0.2))
model.add(LSTM(48))
model.add(Dense(n_out * n_coord))
model.add(Reshape((n_out, n_coord)))
model.add(Activation("linear"))
model.compile(loss="mse", optimizer="adam")

model.fit(X_train, Y_train, batch_size=32, epochs=1, validation_split=0.1, verbose=0)
print("test mse:", model.evaluate(X_test, Y_test, verbose=0))
print("first point:", model.predict(X_test[:1], verbose=0)[0, 0])
