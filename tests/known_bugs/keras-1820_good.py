import numpy as np
from keras import Input
from keras.layers import LSTM, Dense
from keras.models import Sequential

BATCH, STEPS = 25, 1
wave = np.load("wave.npy").reshape(-1, STEPS, 1)
smoothed = np.load("smoothed.npy").reshape(-1, 1)

model = Sequential()
model.add(Input(batch_shape=(BATCH, STEPS, 1)))
model.add(LSTM(50, return_sequences=True, stateful=True))
model.add(LSTM(50, stateful=True))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
for _ in range(25):
    model.fit(wave, smoothed, batch_size=BATCH, epochs=1, shuffle=False)
    for layer in model.layers[:2]:
        layer.reset_state()
