# the same work with the smallest change
import numpy as np
from keras import Sequential
from keras.layers import ConvLSTM2D, Dense, Dropout, Flatten, MaxPooling2D

SMP = 50
BS = 20
CHANNELS = 1

recording = np.load("accelerometer.npz")
signal = recording["signal"].astype("float32")
states = recording["states"].astype("float32")

windows = [signal[i : i + SMP] for i in range(0, len(signal) - SMP, 10)]
targets = [states[i + SMP] for i in range(0, len(signal) - SMP, 10)]
usable = len(windows) // BS * BS

shape = (1, SMP, 1, CHANNELS)
x = np.asarray(windows[:usable]).reshape((-1,) + shape)
y = np.asarray(targets[:usable])
x = (x - x.mean()) / x.std()
print("input array:", x.shape, "target array:", y.shape)

model = Sequential()
model.add(
    ConvLSTM2D(filters=10, kernel_size=(5, 1), activation="tanh", input_shape=shape)
)
model.add(MaxPooling2D(pool_size=(2, 1)))
model.add(Dropout(0.1))
model.add(Flatten())
model.add(Dense(30, activation="relu"))
model.add(Dense(3))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.summary()

model.fit(x, y, batch_size=BS, epochs=2, validation_split=0.2, verbose=2)
print(model.predict(x[:BS], batch_size=BS)[:3])
