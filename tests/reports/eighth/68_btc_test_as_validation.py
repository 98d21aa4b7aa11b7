# line 33: warning: the test set picks the weights that are then scored on it; validation rows of their own
import os
import tempfile
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint
from tensorflow.keras.layers import Input, LSTM, Dropout, Dense
from tensorflow.keras.models import Sequential, load_model

WINDOW = 14


class BitcoinForecaster:
    def __init__(self, prices, test_days=60):
        self.prices = prices.to_numpy().reshape(-1, 1)
        self.split = len(prices) - test_days
        self.scaler = MinMaxScaler().fit(self.prices[:self.split])
        scaled = self.scaler.transform(self.prices)
        self.X_train, self.y_train = self._cut(scaled[:self.split])
        self.X_test, self.y_test = self._cut(scaled[self.split - WINDOW:])

    @staticmethod
    def _cut(a):
        X = [a[i:i + WINDOW] for i in range(len(a) - WINDOW)]
        return np.array(X), a[WINDOW:]

    def train(self):
        best = os.path.join(tempfile.mkdtemp(), "best.keras")
        net = Sequential([Input((WINDOW, 1)), LSTM(24), Dropout(0.2), Dense(1)])
        net.compile(optimizer="adam", loss="mse")
        net.fit(self.X_train, self.y_train, epochs=2, batch_size=32, shuffle=False, verbose=0,
                validation_data=(self.X_test, self.y_test),
                callbacks=[ModelCheckpoint(best, monitor="val_loss", save_best_only=True),
                           EarlyStopping(monitor="val_loss", patience=5)])
        self.net = load_model(best)

    def report(self):
        pred = self.scaler.inverse_transform(self.net.predict(self.X_test, verbose=0))
        true = self.scaler.inverse_transform(self.y_test)
        print("test MAE: %.1f USD" % np.abs(pred - true).mean())


walk = 20000 + np.cumsum(np.random.default_rng(3).normal(15, 400, 420))
days = pd.date_range("2021-01-01", periods=420)
f = BitcoinForecaster(pd.Series(walk, index=days))
f.train()
f.report()
