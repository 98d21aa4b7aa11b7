# %%
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

# %%
df = pd.read_csv("ticker.csv", parse_dates=["Date"]).sort_values("Date")
close = df[["Close"]].astype("float32").values
split = int(len(close) * 0.8)

# %%
minmax = MinMaxScaler()
minmax.fit(close[:split])
scaled = minmax.transform(close)

# %%
timestamp = 20


def windows(a):
    X = np.stack([a[i:i + timestamp] for i in range(len(a) - timestamp)])
    return X, a[timestamp:]


x_train, y_train = windows(scaled[:split])
x_test, y_test = windows(scaled[split:])

# %%
model = keras.Sequential([
    keras.Input((timestamp, 1)),
    keras.layers.LSTM(64),
    keras.layers.Dropout(0.2),
    keras.layers.Dense(1),
])
model.compile(keras.optimizers.Adam(1e-3), "mse")
model.fit(x_train, y_train, epochs=50, batch_size=32, validation_split=0.1,
          callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)])

# %%
pred = minmax.inverse_transform(model.predict(x_test))
real = close[split + timestamp:]
naive = close[split + timestamp - 1:-1]
print("MAPE model", np.mean(np.abs(pred - real) / real))
print("MAPE yesterday's close", np.mean(np.abs(naive - real) / real))
