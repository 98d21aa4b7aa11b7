# fixed twin of 59_reversed_frame.py
import numpy as np
import pandas as pd
from keras.layers import Dense, Dropout, Input, LSTM
from keras.models import Sequential
from sklearn.metrics import mean_squared_error

COLUMNS = ["Open", "High", "Low", "Volume", "Close"]


def standard_scaler(X_train, X_test):
    mean = X_train.reshape(-1, X_train.shape[2]).mean(axis=0)
    std = X_train.reshape(-1, X_train.shape[2]).std(axis=0)
    return (X_train - mean) / std, (X_test - mean) / std, mean[-1], std[-1]


def preprocess_data(stock, seq_len):
    """windows of seq_len rows, label: Close of the row that follows"""
    data = stock[COLUMNS].to_numpy()
    windows = np.array([data[i:i + seq_len + 1] for i in range(len(data) - seq_len)])
    row = round(0.9 * len(windows))
    train, test = windows[:row], windows[row:]
    train, test, mean, std = standard_scaler(train, test)
    return (train[:, :-1], train[:, -1, -1], test[:, :-1], test[:, -1, -1], mean, std)


def build_model(window, n_cols):
    model = Sequential()
    model.add(Input((window, n_cols)))
    model.add(LSTM(24, return_sequences=True))
    model.add(Dropout(0.2))
    model.add(LSTM(24))
    model.add(Dropout(0.2))
    model.add(Dense(1))
    model.compile(loss="mse", optimizer="adam")
    return model


df = pd.read_csv("GOOGL.csv", index_col="Date", parse_dates=True).sort_index()
window = 20
X_train, y_train, X_test, y_test, mean, std = preprocess_data(df, window)
print(X_train.shape, y_train.shape, X_test.shape, y_test.shape)

model = build_model(window, X_train.shape[2])
model.fit(X_train, y_train, batch_size=64, epochs=3, validation_split=0.1, verbose=0)

pred = model.predict(X_test, verbose=0)[:, 0] * std + mean
real = y_test * std + mean
print("test rmse %.2f" % np.sqrt(mean_squared_error(real, pred)))
print("last three 'future' closes:", real[-3:].round(2))
