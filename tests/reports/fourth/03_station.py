import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

LOOK_BACK = 48
COLS = ["temp", "humidity", "pressure", "wind"]

df = pd.read_csv("station.csv", parse_dates=["time"]).sort_values("time")
values = df[COLS].to_numpy("float32")

n = len(values)
i_val, i_test = int(n * 0.7), int(n * 0.85)
scaler = StandardScaler().fit(values[:i_val])
scaled = scaler.transform(values)


def windows(part):
    X, y = [], []
    for i in range(LOOK_BACK, len(part)):
        X.append(part[i - LOOK_BACK:i])
        y.append(part[i, 0])
    return np.array(X), np.array(y)


X_train, y_train = windows(scaled[:i_val])
X_val, y_val = windows(scaled[i_val:i_test])
X_test, y_test = windows(scaled[i_test:])

model = keras.Sequential([
    keras.Input(shape=(LOOK_BACK, len(COLS))),
    keras.layers.LSTM(50),
    keras.layers.Dense(25, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(X_train, y_train, epochs=30, batch_size=64, validation_data=(X_val, y_val),
          callbacks=[keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True)])

predictions = model.predict(X_test)
predictions = scaler.inverse_transform(predictions)[:, 0]
actual = values[i_test + LOOK_BACK:, 0]
print("MAE in degrees:", mean_absolute_error(actual, predictions))
