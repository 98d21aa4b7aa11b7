import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras import Sequential, Input
from tensorflow.keras.layers import LSTM, Dense

LAG = 6


def sales_table(months=180):
    rng = np.random.default_rng(70)
    m = np.arange(months)
    season = 40 * np.sin(m * 2 * np.pi / 12)
    return pd.DataFrame({"sales": 200 + season + rng.normal(0, 5, months),
                         "promotion": (rng.random(months) < 0.3).astype(float)})


def forecast(model, window):
    return model.predict(window[None], verbose=0)[0, 0]


table = sales_table()
n_train = 156
scaler = MinMaxScaler((-0.9, 0.9)).fit(table[:n_train])
scaled = scaler.transform(table)
X_train = np.stack([scaled[i - LAG:i] for i in range(LAG, n_train)])
y_train = scaled[LAG:n_train, 0]

model = Sequential([Input((LAG, 2)), LSTM(16), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(X_train, y_train, epochs=15, batch_size=12, verbose=0)

# walk forward over the last two years, one month at a time
predictions = []
for i in range(n_train, len(scaled)):
    yhat = forecast(model, scaled[i - LAG:i])
    predictions.append((yhat - scaler.min_[0]) / scaler.scale_[0])
print("test rmse", np.sqrt(np.mean((np.array(predictions) - table["sales"][n_train:]) ** 2)))
