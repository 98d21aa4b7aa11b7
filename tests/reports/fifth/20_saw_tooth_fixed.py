import numpy as np
import pandas as pd
from tensorflow.keras import Sequential, Input
from tensorflow.keras.layers import LSTM, Dense, Activation
from tensorflow.keras.optimizers import Adam


def make_table(n=600):
    ramp = np.arange(n)
    return pd.DataFrame({"a": ramp % 10 / 10.0, "b": (ramp * 3) % 10 / 10.0})


def to_pairs(frame, steps):
    values = frame.to_numpy("float32")
    x = np.stack([values[i:i + steps] for i in range(len(values) - steps)])
    return x, values[steps:]


data = make_table()
X_train, y_train = to_pairs(data[:450], steps=8)
X_test, y_test = to_pairs(data[450:], steps=8)

model = Sequential()
model.add(Input(shape=(8, 2)))
model.add(LSTM(32))
model.add(Dense(2))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer=Adam(0.01))
model.fit(X_train, y_train, batch_size=16, epochs=12, validation_split=0.1, verbose=0)

print("test mse", model.evaluate(X_test, y_test, verbose=0))
print("next row", model.predict(X_test[-1:], verbose=0))
