# expect: line 42 (also 17): the scaler was fitted on nine columns, it cannot invert the one-column predictions (error)
import math
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import mean_squared_error
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, LSTM

WINDOW = 20

df = pd.read_csv('market.csv', parse_dates=['Date'], index_col='Date')
cols = ['Close', 'Open', 'High', 'Low', 'Volume', 'Rsi', 'Macd', 'Ema', 'Atr']
dataset = df[cols].values

training_data_len = math.ceil(len(dataset) * .8)
scaler = MinMaxScaler(feature_range=(0, 1))
scaler.fit(dataset[:training_data_len])
scaled_data = scaler.transform(dataset)

train_data = scaled_data[:training_data_len]
x_train, y_train = [], []
for i in range(WINDOW, len(train_data)):
    x_train.append(train_data[i - WINDOW:i])
    y_train.append(train_data[i, 0])
x_train, y_train = np.array(x_train), np.array(y_train)

model = Sequential()
model.add(LSTM(25, return_sequences=True,
               input_shape=(x_train.shape[1], x_train.shape[2])))
model.add(LSTM(25))
model.add(Dense(10))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mean_squared_error')
model.fit(x_train, y_train, batch_size=16, epochs=1)

test_data = scaled_data[training_data_len - WINDOW:]
x_test = np.array([test_data[i - WINDOW:i] for i in range(WINDOW, len(test_data))])
y_test = dataset[training_data_len:, 0]

predictions = model.predict(x_test)
predictions = scaler.inverse_transform(predictions)
rmse = np.sqrt(mean_squared_error(y_test, predictions))
print('test rmse in dollars:', rmse)
