# line 4: error: slice_X does not exist in keras.models (nor anywhere else in Keras 3); slice the arrays with [start:stop]
import numpy as np
from keras.layers import Bidirectional, Dense, Dropout, Input, LSTM
from keras.models import Sequential, slice_X

CHARS = "abcdefghijklmnopqrstuvwxyz0123456789"
CONTEXT = 6

with open("passwords.txt") as handle:
    passwords = [line.strip() for line in handle if len(line.strip()) > CONTEXT]

windows, following = [], []
for password in passwords:
    for start in range(len(password) - CONTEXT):
        windows.append(password[start:start + CONTEXT])
        following.append(password[start + CONTEXT])

X = np.zeros((len(windows), CONTEXT, len(CHARS)), dtype=bool)
y = np.zeros((len(windows), len(CHARS)), dtype=bool)
for row, window in enumerate(windows):
    for position, letter in enumerate(window):
        X[row, position, CHARS.index(letter)] = True
    y[row, CHARS.index(following[row])] = True

split_at = len(X) - len(X) // 10
X_train, X_val = slice_X(X, 0, split_at), slice_X(X, split_at)
y_train, y_val = y[:split_at], y[split_at:]

model = Sequential()
model.add(Input(shape=(CONTEXT, len(CHARS))))
model.add(Bidirectional(LSTM(32, return_sequences=True)))
model.add(Dropout(0.1))
model.add(LSTM(32))
model.add(Dense(len(CHARS), activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, y_train, batch_size=64, epochs=2, validation_data=(X_val, y_val))
print(CHARS[model.predict(X_val[:1]).argmax()])
