import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

x, y = np.random.rand(64, 8, 1), np.random.rand(64, 1)
model = Sequential()
model.add(LSTM(10, batch_input_shape=(16, 8, 1), stateful=True))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
for _ in range(2):
    model.fit(x, y, epochs=1, batch_size=16, verbose=0)
    model.reset_states()
