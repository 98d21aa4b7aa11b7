# expect: line 15: compile() has no sample_weight_mode any more; drop it, weights of shape (n, steps) are enough (error)
import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Input, TimeDistributed
from tensorflow.keras.models import Model

x = np.random.rand(80, 24, 5)
y = np.random.rand(80, 24, 1)
weights = np.ones((80, 24))
weights[:, :4] = 0.0

inp = Input(shape=(24, 5))
h = LSTM(32, return_sequences=True)(inp)
out = TimeDistributed(Dense(1))(h)
m = Model(inp, out)
m.compile(optimizer="adam", loss="mse", sample_weight_mode="temporal")
m.fit(x, y, sample_weight=weights, epochs=5)
