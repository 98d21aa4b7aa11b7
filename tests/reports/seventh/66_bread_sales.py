# line 33: error. The lagged table is two-dimensional (samples, steps) and Input has one axis only; an LSTM needs (samples, steps, features), add the feature axis to Input and data.
import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense

keras.utils.set_random_seed(66)
rng = np.random.default_rng(66)

# loaves sold in three shops, one row a day
sales = pd.concat([
    pd.DataFrame({"shop": s, "loaves": 80 + 20 * s + 15 * np.sin(np.arange(150) * 2 * np.pi / 7)
                  + rng.normal(0, 3, 150)})
    for s in range(3)
], ignore_index=True)
sales["loaves"] = sales["loaves"] / 150.0

LAGS = 7
parts = []
for shop, rows in sales.groupby("shop"):
    lagged = pd.concat({f"lag{k}": rows["loaves"].shift(k) for k in range(LAGS, 0, -1)}, axis=1)
    lagged["today"] = rows["loaves"]
    lagged["day"] = np.arange(len(rows))
    parts.append(lagged.dropna())
table = pd.concat(parts)

early = table["day"] < 120
columns = [f"lag{k}" for k in range(LAGS, 0, -1)]
x_train, y_train = table.loc[early, columns].to_numpy(), table.loc[early, "today"].to_numpy()
x_test, y_test = table.loc[~early, columns].to_numpy(), table.loc[~early, "today"].to_numpy()

model = keras.Sequential()
model.add(keras.Input(shape=(LAGS,)))
model.add(LSTM(20))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=5, batch_size=16, verbose=0)
print("test mse", model.evaluate(x_test, y_test, verbose=0))
