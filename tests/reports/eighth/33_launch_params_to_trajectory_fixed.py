# the same work with the smallest change
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense, TimeDistributed, RepeatVector, Input

rng = np.random.default_rng(0)
STEPS = 3

settings = [(10, 20), (20, 30), (30, 40), (15, 25)]
paths = []
for angle, speed in settings:
    for t in range(STEPS):
        paths.append([speed * 0.1 + rng.normal(0, 0.02),
                      angle * 0.01 * t,
                      -9.0 + rng.normal(0, 0.1)])

X = np.array(settings, dtype="float32")
Y = np.array(paths, dtype="float32").reshape(len(settings), STEPS, 3)
print(X.shape, Y.shape)

model = Sequential()
model.add(Input(shape=(2,)))
model.add(RepeatVector(STEPS))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(16, return_sequences=True))
model.add(TimeDistributed(Dense(3, activation="linear")))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(X, Y, epochs=1, batch_size=1, verbose=0)

print(model.predict(np.array([[12.0, 22.0]]), verbose=0))
