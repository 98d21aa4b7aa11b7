# line 31: error: predict gets one window as a list of lists, Keras takes it for many inputs; make it an array with a batch axis, np.array([sample]) of shape (1, 6, 5).
import numpy as np
import keras
from keras.layers import LSTM, Dense, RepeatVector, TimeDistributed

rng = np.random.default_rng(14)
n, steps, features = 700, 6, 5
level = rng.normal(size=(n, 1, features)).cumsum(axis=0) * 0.05
X = (level + rng.normal(scale=0.1, size=(n, steps, features))).astype("float32")
Y = np.roll(X, -1, axis=0)
X, Y = X[:-1], Y[:-1]
print(X.shape, Y.shape)

model = keras.Sequential([
    keras.Input((steps, features)),
    LSTM(10),
    RepeatVector(steps),
    LSTM(10, return_sequences=True),
    TimeDistributed(Dense(features)),
])
model.compile(loss="mse", optimizer="rmsprop")
model.fit(X[:600], Y[:600], epochs=2, batch_size=32, verbose=0)
print("test mse:", model.evaluate(X[600:], Y[600:], verbose=0))

sample = [[0.1, 1.2, 0.0, 1.0, 1.0],
          [0.9, 1.2, 0.5, 0.7, 0.3],
          [0.8, 0.8, -0.1, 0.0, 0.3],
          [0.5, 0.6, -0.2, 0.1, 0.2],
          [0.4, 0.6, -0.1, 0.1, 0.1],
          [0.2, 0.5, 0.0, 0.2, 0.1]]
forecast = model.predict(sample, verbose=0)
print("next window:")
print(forecast)
