# line 32: error: the predicted change is added to the value that is to be forecast; to the value before
import numpy as np
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense

# monthly sales with trend and yearly swing
rng = np.random.default_rng(4)
month = np.arange(144)
sales = 200 + 1.8 * month + 35 * np.sin(month * 2 * np.pi / 12) + rng.normal(0, 9, 144)

# work on month-to-month changes, the level is not stationary
change = np.diff(sales)                     # change[k] = sales[k + 1] - sales[k]
LAGS = 6
X = np.array([change[k:k + LAGS] for k in range(len(change) - LAGS)])
y = np.array([change[k + LAGS] for k in range(len(change) - LAGS)])

n_train = len(X) - 24
scaler = MinMaxScaler(feature_range=(-1, 1)).fit(change[:n_train + LAGS].reshape(-1, 1))
Xs = scaler.transform(X.reshape(-1, 1)).reshape(-1, LAGS, 1)
ys = scaler.transform(y.reshape(-1, 1))

model = Sequential([Input((LAGS, 1)), LSTM(12), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(Xs[:n_train], ys[:n_train], epochs=2, batch_size=8, verbose=0)

forecast = []
for i in range(24):
    k = n_train + i
    step = model.predict(Xs[k:k + 1], verbose=0)
    step = scaler.inverse_transform(step)[0, 0]
    forecast.append(step + sales[k + LAGS + 1])

truth = sales[n_train + LAGS + 1:]
rmse = np.sqrt(np.mean((np.array(forecast) - truth) ** 2))
for f, t in zip(forecast, truth):
    print(f"forecast {f:8.2f}   sold {t:8.2f}")
print("test RMSE %.2f" % rmse)
