# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import GRU, LSTM, Dense, Input, LeakyReLU
from tensorflow.keras.models import Sequential

# average daily price of one bitcoin
r = np.random.default_rng(50)
daily = pd.Series(4000 * np.exp(np.cumsum(r.normal(0.001, 0.03, 500))),
                  index=pd.date_range("2017-01-01", periods=500))
train, test = daily[:-100], daily[-100:]

scaler = MinMaxScaler()
train_s = scaler.fit_transform(train.to_numpy().reshape(-1, 1))
test_s = scaler.transform(test.to_numpy().reshape(-1, 1))


def pairs(a, days=7):
    return np.array([a[i:i + days] for i in range(len(a) - days)]), a[days:]


x_train, y_train = pairs(train_s)
x_test, y_test = pairs(test_s)


def net(cell):
    m = Sequential([Input((7, 1)), cell(32), Dense(16), LeakyReLU(), Dense(1)])
    m.compile(loss="mean_squared_error", optimizer="adam")
    return m


for name, cell in [("LSTM", LSTM), ("GRU", GRU)]:
    model = net(cell)
    model.fit(x_train, y_train, epochs=2, batch_size=16, verbose=0)
    predicted = scaler.inverse_transform(model.predict(x_test, verbose=0))[:, 0]
    actual = scaler.inverse_transform(y_test)[:, 0]
    table = pd.DataFrame({"predicted": predicted, "actual": actual})
    print(name, "RMSE %.1f" % np.sqrt(mean_squared_error(table.actual, table.predicted)))
    print(table.tail(3).round(1))
