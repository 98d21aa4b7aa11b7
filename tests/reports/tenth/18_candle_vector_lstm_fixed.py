# the same work with the smallest change
import numpy as np
import keras
from keras.layers import LSTM, Dense, Dropout
from keras.models import Sequential

lengthvector = 10
window = 30


def load_data(filename):
    with open(filename) as f:
        rows = [[float(v) for v in line.split(",")] for line in f if line.strip()]
    x, y = [], []
    for start in range(len(rows) - window):
        x.append(rows[start:start + window])
        y.append(rows[start + window])
    return np.array(x), np.array(y)


def create_model():
    model = Sequential()
    model.add(keras.Input((window, lengthvector)))
    model.add(LSTM(20, return_sequences=True))
    model.add(Dropout(0.2))
    model.add(LSTM(20, return_sequences=False))
    model.add(Dropout(0.2))
    model.add(Dense(lengthvector, activation="sigmoid"))
    model.compile(loss="mse", optimizer="rmsprop", metrics=["mae"])
    return model


x_train, y_train = load_data("velas2017.txt")
print(len(x_train), "-", len(x_train[0]), "-", len(x_train[0][0]))
print(len(y_train), "-", len(y_train[0]))

model = create_model()
model.fit(x_train, y_train, batch_size=64, epochs=1, verbose=0)
print(model.predict(x_train[:1], verbose=0))
