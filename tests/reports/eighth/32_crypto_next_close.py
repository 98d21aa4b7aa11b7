# line 42: error: the last window has its batch axis already and gets a second one; hand it over as it is
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras import Sequential, Input
from keras.layers import LSTM, Dense, Dropout

LOOKBACK = 12


def load_quotes(rows=140):
    rng = np.random.default_rng(11)
    close = 50 + np.cumsum(rng.normal(0, 0.4, rows))
    volume = rng.integers(1000, 9000, rows)
    return pd.DataFrame({"close": close, "volume": volume})


def windows(matrix):
    feats, target = [], []
    for end in range(LOOKBACK, len(matrix)):
        feats.append(matrix[end - LOOKBACK:end, :])
        target.append(matrix[end, 0])
    return np.array(feats), np.array(target)


quotes = load_quotes()
scaler = MinMaxScaler()
scaled = scaler.fit_transform(quotes.values)
X, y = windows(scaled)

net = Sequential([
    Input(shape=(LOOKBACK, 2)),
    LSTM(20, return_sequences=True),
    Dropout(0.2),
    LSTM(10),
    Dense(1),
])
net.compile(optimizer="adam", loss="mean_squared_error")
net.fit(X, y, epochs=1, batch_size=32, verbose=0)

latest = scaled[-LOOKBACK:].reshape(1, LOOKBACK, 2)
tomorrow = net.predict(np.array([latest]), verbose=0)
price = scaler.inverse_transform(np.array([[tomorrow[0, 0], 0.0]]))[0, 0]
print("next close", round(float(price), 2))
