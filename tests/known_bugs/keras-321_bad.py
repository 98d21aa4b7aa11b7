# expect: LL403
"""Three standardized outputs are to be predicted, the head makes shares of 1."""
import numpy as np
from keras import Input
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.preprocessing import StandardScaler

signals = StandardScaler().fit_transform(np.loadtxt("signals.txt"))
x = np.stack([signals[i : i + 20] for i in range(len(signals) - 20)])
y = signals[20:, :3]

model = Sequential([Input((20, 3)), LSTM(32), Dense(3, activation="softmax")])
model.compile(loss="mean_squared_error", optimizer="rmsprop")
model.fit(x, y, epochs=20, validation_split=0.1)
