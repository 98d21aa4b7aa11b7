import numpy as np
import pandas as pd
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense, Dropout

HISTORY = 5


def load_rounds(n_rounds=500):
    r = np.random.RandomState(3)
    frame = pd.DataFrame(r.rand(n_rounds, 8), columns=[f"feature{i}" for i in range(8)])
    lagged = frame["feature2"].shift(1).fillna(0.5) + frame["feature5"].shift(2).fillna(0.5)
    frame["target"] = 0.5 * lagged + 0.02 * r.randn(n_rounds)
    return frame


table = load_rounds()
features = [c for c in table.columns if c.startswith("feature")]
X = table[features].to_numpy("float32")
Y = table["target"].to_numpy("float32")

windows = np.stack([X[i:i + HISTORY] for i in range(len(X) - HISTORY)])
answers = Y[HISTORY:]
cut = 400

model = Sequential()
model.add(Input(shape=(HISTORY, len(features))))
model.add(LSTM(24, return_sequences=True))
model.add(Dropout(0.1))
model.add(LSTM(24))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop")
model.fit(windows[:cut], answers[:cut], batch_size=32, epochs=3, validation_split=0.1, verbose=0)

forecast = model.predict(windows[cut:], verbose=0)[:, 0]
print("mean absolute error", np.abs(forecast - answers[cut:]).mean())
