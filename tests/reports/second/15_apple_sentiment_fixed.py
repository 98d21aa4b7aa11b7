# fixed twin of 15_apple_sentiment.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import mean_absolute_percentage_error
from tensorflow import keras

stock = pd.read_csv("AAPL.csv", index_col="Date", parse_dates=True)
tweets = pd.read_csv("tweets_daily.csv", index_col="Date", parse_dates=True)
data = stock.join(tweets, how="inner").sort_index()

target_col = "Adj Close"
feature_cols = ["Open", "Volume", "polarity", "tweet_count"]

split = int(len(data) * 0.8)
train, test = data.iloc[:split], data.iloc[split:]

x_scaler = MinMaxScaler().fit(train[feature_cols])
y_scaler = MinMaxScaler().fit(train[[target_col]])

# one time step per sample
x_train = x_scaler.transform(train[feature_cols])[:, np.newaxis, :]
x_test = x_scaler.transform(test[feature_cols])[:, np.newaxis, :]
y_train = y_scaler.transform(train[[target_col]])
y_test = test[target_col].to_numpy()

inputs = keras.Input(shape=x_train.shape[1:])
h = keras.layers.LSTM(40, return_sequences=True)(inputs)
h = keras.layers.LSTM(20)(h)
outputs = keras.layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mae")
model.fit(x_train, y_train, epochs=40, batch_size=16, validation_split=0.1,
          shuffle=False, verbose=0)

forecast = y_scaler.inverse_transform(model.predict(x_test, verbose=0)).ravel()
print("MAPE on the test days: %.4f" % mean_absolute_percentage_error(y_test, forecast))
