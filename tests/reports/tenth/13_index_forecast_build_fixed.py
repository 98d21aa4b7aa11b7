# the same work with the smallest change
import numpy as np
from keras.models import Sequential
from keras.layers import LSTM, Activation, Dense, Dropout


def load_data(filename, seq_len, normalise_window=True):
    data = np.loadtxt(filename)
    windows = np.array([data[i:i + seq_len + 1] for i in range(len(data) - seq_len)])
    if normalise_window:
        windows = windows / windows[:, :1] - 1.0
    row = int(round(0.9 * len(windows)))
    train, test = windows[:row], windows[row:]
    np.random.shuffle(train)
    x_train, y_train = train[:, :-1, np.newaxis], train[:, -1]
    x_test, y_test = test[:, :-1, np.newaxis], test[:, -1]
    return x_train, y_train, x_test, y_test


def build_model(layers):
    model = Sequential()
    model.add(LSTM(layers[1], input_shape=(None, layers[0]), return_sequences=True))
    model.add(Dropout(0.2))
    model.add(LSTM(layers[2], return_sequences=False))
    model.add(Dropout(0.2))
    model.add(Dense(layers[3]))
    model.add(Activation("linear"))
    model.compile(loss="mse", optimizer="rmsprop")
    return model


print("> Loading data...")
X_train, y_train, X_test, y_test = load_data("sp500.csv", 50)
print("> Data Loaded. Compiling...")
model = build_model([1, 50, 100, 1])
model.fit(X_train, y_train, batch_size=512, epochs=1, validation_split=0.05, verbose=0)
print("test mse:", model.evaluate(X_test, y_test, verbose=0))
