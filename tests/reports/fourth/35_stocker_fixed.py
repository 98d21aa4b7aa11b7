import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Sequential, Input, layers, callbacks

STEPS = 10
COLUMNS = ["close", "volume", "vix", "rate"]


def get_data(path):
    df = pd.read_csv(path, index_col="date", parse_dates=True).sort_index()
    cut = int(len(df) * 0.8)
    scaler = MinMaxScaler().fit(df[COLUMNS].iloc[:cut])
    return scaler.transform(df[COLUMNS]), cut, scaler


def get_lstm_input(data, steps):
    samples, labels = [], []
    for i in range(steps, data.shape[0]):
        features = []
        for j in range(steps):
            features.append(data[i - steps + j, :])
        samples.append(features)
        labels.append(data[i, 0])
    return np.array(samples), np.array(labels)


def main():
    data, cut, scaler = get_data("stocker.csv")
    x_train, y_train = get_lstm_input(data[:cut], STEPS)
    x_test, y_test = get_lstm_input(data[cut:], STEPS)

    model = Sequential([Input((STEPS, len(COLUMNS))), layers.LSTM(50),
                        layers.Dropout(0.2), layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(x_train, y_train, epochs=60, batch_size=32, validation_split=0.1, verbose=0,
              callbacks=[callbacks.EarlyStopping(patience=8, restore_best_weights=True)])

    span = scaler.data_range_[0]
    error = np.abs(model.predict(x_test)[:, 0] - y_test) * span
    naive = np.abs(np.diff(data[cut + STEPS - 1:, 0])) * span
    print("mean error", error.mean(), "yesterday's close", naive.mean())


main()
