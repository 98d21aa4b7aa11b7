import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense, Dropout

LOOKBACK, HORIZON = 60, 30

df = pd.read_csv("prices.csv", parse_dates=["Date"]).sort_values("Date")
close = df[["Close"]].to_numpy()
known, future = close[:-HORIZON], close[-HORIZON:]      # the last 30 days are what we want to forecast

n_fit = int(len(known) * 0.9)
scaler = MinMaxScaler().fit(known[:n_fit])
scaled = scaler.transform(known)
X = np.array([scaled[i - LOOKBACK:i] for i in range(LOOKBACK, len(scaled))])
y = scaled[LOOKBACK:, 0]

model = Sequential([
    Input(shape=(LOOKBACK, 1)),
    LSTM(32, return_sequences=True),
    Dropout(0.2),
    LSTM(32),
    Dense(1),
])
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(X, y, epochs=20, batch_size=32, validation_split=0.1, verbose=2)

# forecast of the coming 30 days, made on the last known day
inputs = scaler.transform(close[len(close) - HORIZON - LOOKBACK:])
X_future = np.array([inputs[i - LOOKBACK:i] for i in range(LOOKBACK, len(inputs))])
forecast = model.predict(X_future, verbose=0)
forecast = scaler.inverse_transform(forecast)[:, 0]

rmse = np.sqrt(np.mean((forecast - future[:, 0]) ** 2))
print("RMSE of the 30 day forecast: %.2f" % rmse)
for day, value in zip(df["Date"].iloc[-HORIZON:], forecast):
    print(day.date(), round(float(value), 2))
