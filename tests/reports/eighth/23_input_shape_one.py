# line 20: error: input_shape is a number instead of (steps, features); (1, 1)
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Dense

clock = np.arange(0, 64)
height = np.sqrt(clock) + 0.01 * np.random.randn(64)

time_in = clock.reshape(-1, 1, 1) / 64.0
height_out = height.reshape(-1, 1)

feed_forward = Sequential()
feed_forward.add(Dense(16, activation="relu", input_shape=(1,)))
feed_forward.add(Dense(1))
feed_forward.compile(loss="mse", optimizer="adam")
feed_forward.fit(clock.reshape(-1, 1) / 64.0, height_out, epochs=1, verbose=0)
print("dense:", feed_forward.evaluate(clock.reshape(-1, 1) / 64.0, height_out, verbose=0))

recurrent = Sequential()
recurrent.add(LSTM(32, input_shape=1))
recurrent.add(Dense(16, activation="relu"))
recurrent.add(Dense(1))
recurrent.compile(loss="mse", optimizer="adam")
recurrent.fit(time_in, height_out, epochs=1, batch_size=8, shuffle=False)
print("lstm:", recurrent.evaluate(time_in, height_out, verbose=0))
