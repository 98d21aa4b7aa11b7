import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

BATCH, STEPS, FEATURES = 4, 12, 2
windows = np.random.rand(40, STEPS, FEATURES)
following = np.random.rand(40, 1)

network = Sequential()
network.add(Input(batch_shape=(BATCH, STEPS, FEATURES)))
network.add(LSTM(24, stateful=True))
network.add(Dense(1))
network.compile(loss="mean_squared_error", optimizer="adam")
for _ in range(5):
    network.fit(windows, following, batch_size=BATCH, epochs=1, shuffle=False)
    network.layers[0].reset_states()
