# expect: line 48 (also 37): the scaler knows four columns, the frame to invert has five with the prediction added (error)
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from keras import layers, models

FEATURES = ["load", "temp", "wind", "hour"]
LAGS = 12


def read():
    frame = pd.read_csv("household.csv")
    return frame[FEATURES].astype("float32")


def windows(arr):
    x, y = [], []
    for t in range(LAGS, len(arr)):
        x.append(arr[t - LAGS:t])
        y.append(arr[t, 0])
    return np.stack(x), np.array(y)


def build():
    m = models.Sequential([
        layers.Input((LAGS, len(FEATURES))),
        layers.GRU(24),
        layers.Dense(1),
    ])
    m.compile("adam", "mse")
    return m


df = read()
cut = int(0.75 * len(df))
train_df, test_df = df.iloc[:cut], df.iloc[cut:]
scaler = StandardScaler().fit(train_df)

x_train, y_train = windows(scaler.transform(train_df))
test_scaled = pd.DataFrame(scaler.transform(test_df), columns=FEATURES)
x_test, y_test = windows(test_scaled.values)

model = build()
model.fit(x_train, y_train, epochs=1, batch_size=32, verbose=2)

result = test_scaled.iloc[LAGS:].copy()
result["predicted"] = model.predict(x_test, verbose=0).ravel()
vals = scaler.inverse_transform(result.values)
mae = np.abs(vals[:, 0] - vals[:, -1]).mean()
print("MAE (kW):", mae)
