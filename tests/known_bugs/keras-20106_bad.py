# expect: LL901
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

BATCH, STEPS, FEATURES = 4, 12, 2
windows = np.random.rand(40, STEPS, FEATURES)
following = np.random.rand(40, 1)

network = Sequential()
network.add(LSTM(24, batch_input_shape=(BATCH, STEPS, FEATURES), stateful=True))
network.add(Dense(1))
network.compile(loss="mean_squared_error", optimizer="adam")
for _ in range(5):
    network.fit(windows, following, batch_size=BATCH, epochs=1, shuffle=False)
    network.layers[0].reset_states()
