import numpy as np
import pandas as pd
import keras
from keras.layers import GRU, Dense

WINDOW = 30
SETTINGS = ["setting1", "setting2", "setting3"]

df = pd.read_csv("engines.csv")
features = SETTINGS + [c for c in df.columns if c.startswith("sensor")]
units = df["unit"].unique()
n_test = len(units) // 5
train_units, val_units, test_units = units[:-n_test - 3], units[-n_test - 3:-n_test], units[-n_test:]

train = df[df["unit"].isin(train_units)]
mean = np.mean(train[features].to_numpy("float32"), axis=0)
std = np.std(train[features].to_numpy("float32"), axis=0)
std[std < 1e-6] = 1.0


def samples(some_units):
    X, y = [], []
    for u in some_units:
        part = df[df["unit"] == u].sort_values("cycle")
        x = (part[features].to_numpy("float32") - mean) / std
        rul = np.minimum(part["cycle"].max() - part["cycle"].to_numpy(), 125) / 125.0
        for i in range(WINDOW, len(part) + 1):
            X.append(x[i - WINDOW:i])
            y.append(rul[i - 1])
    return np.array(X), np.array(y, dtype="float32")


X_train, y_train = samples(train_units)
X_val, y_val = samples(val_units)
X_test, y_test = samples(test_units)

model = keras.Sequential([keras.Input((WINDOW, len(features))), GRU(32), Dense(1)])
model.compile("adam", "mse")
model.fit(X_train, y_train, epochs=15, batch_size=64, validation_data=(X_val, y_val))
print("rmse in cycles", 125 * model.evaluate(X_test, y_test) ** 0.5)
