# the fixed form
"""Four raw measurements a step, some of them in the thousands; NaN unless the gradients are clipped."""
import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

table = np.loadtxt("measurements.csv", delimiter=",")
means, spreads = table[:, :4].mean(axis=0), table[:, :4].std(axis=0)
x = ((table[:, :4] - means) / spreads).reshape(-1, 25, 4)
y = np.loadtxt("labels.csv").reshape(-1, 1)

model = Sequential()
model.add(LSTM(32, input_shape=(25, 4)))
model.add(Dense(1, activation="sigmoid"))
model.compile("rmsprop", "binary_crossentropy")
model.fit(x, y, epochs=5, validation_split=0.2)
