# fixed twin of 62_test_scaled_by_itself.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import GRU, Dense, Input
from tensorflow.keras.models import Sequential

notional = pd.read_csv("prices.csv")[["Open", "Close", "Volume"]]
cut = int(len(notional) * 0.8)

scaler = MinMaxScaler()
train = scaler.fit_transform(notional[:cut])
test = scaler.transform(notional[cut:])


def to_windows(values, length=20):
    x = np.stack([values[i:i + length] for i in range(len(values) - length)])
    return x, values[length:, 1]


x_train, y_train = to_windows(train)
x_test, y_test = to_windows(test)
model = Sequential([Input((20, 3)), GRU(24, return_sequences=True), GRU(24), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=10, batch_size=32, validation_split=0.2, shuffle=False)
print(model.evaluate(x_test, y_test))
