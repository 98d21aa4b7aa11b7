"""An app that forecasts shares: the split first, the scaler on the training part."""

import numpy as np
from keras.layers import LSTM, Dense, Dropout
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler


def prepare(frame, look_back=100):
    scaler = MinMaxScaler(feature_range=(0, 1))
    raw = frame.filter(["Close"]).values
    size = int(np.ceil(len(raw) * 0.8))
    scaler.fit(raw[0:size, :])
    values = scaler.transform(raw)
    train = values[0:size, :]
    test = values[size - look_back :, :]
    x, y = [], []
    for end in range(look_back, len(train)):
        x.append(train[end - look_back : end, 0])
        y.append(train[end, 0])
    return np.array(x).reshape(-1, look_back, 1), np.array(y), test


def train_model(frame):
    x, y, _ = prepare(frame)
    model = Sequential()
    model.add(LSTM(50, return_sequences=True, input_shape=(100, 1)))
    model.add(Dropout(0.2))
    model.add(LSTM(50))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mean_squared_error")
    model.fit(x, y, epochs=20, batch_size=32)
    return model


if __name__ == "__main__":
    import yfinance

    train_model(yfinance.download("MSFT"))
