# line 21: error: the weeks run backwards within each year; sort by date
import os
import tempfile
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense

# --- sample in the layout of the public file: years go up, weeks inside a year go down ---
weeks = pd.date_range("2015-01-04", "2018-03-25", freq="W")
value = 1.3 + 0.25 * np.sin(np.arange(len(weeks)) / 52 * 2 * np.pi)
value += np.random.default_rng(2).normal(0, 0.05, len(weeks))
sample = pd.DataFrame({"Date": weeks, "AveragePrice": value, "year": weeks.year, "region": "Albany"})
sample = sample.sort_values(["year", "Date"], ascending=[True, False])
path = os.path.join(tempfile.mkdtemp(), "avocado.csv")
sample.to_csv(path, index=False)

# --- forecast ---
df = pd.read_csv(path, parse_dates=["Date"])
df = df[df.region == "Albany"].reset_index(drop=True)

LOOK = 8
n_train = int(len(df) * 0.8)
scaler = StandardScaler().fit(df[["AveragePrice"]][:n_train])
price = scaler.transform(df[["AveragePrice"]])

X, y = [], []
for i in range(LOOK, len(price)):
    X.append(price[i - LOOK:i])
    y.append(price[i, 0])
X, y = np.array(X), np.array(y)
X_train, y_train = X[:n_train - LOOK], y[:n_train - LOOK]
X_test, y_test = X[n_train - LOOK:], y[n_train - LOOK:]

model = Sequential([Input((LOOK, 1)), LSTM(20), Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(X_train, y_train, epochs=2, batch_size=16, verbose=0)
pred = scaler.inverse_transform(model.predict(X_test, verbose=0))
true = scaler.inverse_transform(y_test.reshape(-1, 1))
print("MAE", np.abs(pred - true).mean())
