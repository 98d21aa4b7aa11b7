# expect: line 33 (also 26): trained on inputs scaled to 0..1, asked with raw millimetres and kilograms: the gates saturate; apply x_scaler in predict too (warning)
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
import keras
from keras import layers

SEASONS = 6
COLS = ["rain_mm", "temp_c", "fertiliser_kg", "yield_t"]


class YieldModel:
    def __init__(self):
        self.x_scaler = MinMaxScaler()
        self.y_scaler = MinMaxScaler()
        self.net = keras.Sequential([
            layers.Input((SEASONS, len(COLS))),
            layers.LSTM(24),
            layers.Dense(1),
        ])
        self.net.compile(keras.optimizers.Adam(0.01), "mse")

    def train(self, frame):
        self.x_scaler.fit(frame[COLS])
        self.y_scaler.fit(frame[["yield_t"]])
        x = self.x_scaler.transform(frame[COLS])
        y = self.y_scaler.transform(frame[["yield_t"]])[:, 0]
        X = np.stack([x[i - SEASONS:i] for i in range(SEASONS, len(x))])
        self.net.fit(X, y[SEASONS:], epochs=30, batch_size=16,
                     validation_split=0.1, verbose=0)

    def predict(self, last_seasons):
        window = last_seasons[COLS].to_numpy()[-SEASONS:]
        scaled = self.net.predict(window[np.newaxis], verbose=0)
        return float(self.y_scaler.inverse_transform(scaled)[0, 0])


data = pd.read_csv("fields.csv")
cut = len(data) - 20
service = YieldModel()
service.train(data.iloc[:cut])

errors = []
for i in range(cut, len(data)):
    guess = service.predict(data.iloc[:i])
    errors.append(abs(guess - data["yield_t"].iloc[i]))
print("mean error %.2f t/ha" % np.mean(errors))
