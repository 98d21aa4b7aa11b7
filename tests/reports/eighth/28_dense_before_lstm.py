# line 15 (also 11): error: the rows are flat, so the LSTM gets two axes behind the Dense; a feature axis in rows and Input
import numpy as np
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Dense, Dropout, LSTM, Input

steps = 19
signal = 1.0 + 0.1 * np.arange(240) % 3
rows = np.array([signal[i:i + steps + 1] for i in range(len(signal) - steps)])
np.random.shuffle(rows)
X, y = rows[:, :-1], rows[:, -1]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=7)

qrnn = Sequential()
qrnn.add(Input(shape=(X.shape[1],)))
qrnn.add(Dense(32))
qrnn.add(Dropout(0.5))

qrnn.add(LSTM(32, return_sequences=True))
qrnn.add(Dropout(0.2))
qrnn.add(LSTM(32, return_sequences=False))
qrnn.add(Dropout(0.2))

qrnn.add(Dense(1))
qrnn.compile(loss="mean_squared_error", optimizer="rmsprop")

qrnn.fit(X_train, y_train, epochs=1, batch_size=32, validation_split=0.1)
print("mse", qrnn.evaluate(X_test, y_test, verbose=0))
