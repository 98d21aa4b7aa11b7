# fixed twin of 12_rmse_units.py
import math
import numpy as np
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, LSTM, Input

df = pd.read_csv('AAPL.csv')
close = df.reset_index()['close'].values.reshape(-1, 1)

training_size = int(len(close) * 0.65)
train_raw, test_raw = close[:training_size], close[training_size:]

scaler = MinMaxScaler(feature_range=(0, 1))
train_data = scaler.fit_transform(train_raw)
test_data = scaler.transform(test_raw)


def create_dataset(dataset, time_step=1):
    dataX, dataY = [], []
    for i in range(len(dataset) - time_step):
        dataX.append(dataset[i:i + time_step, 0])
        dataY.append(dataset[i + time_step, 0])
    return np.array(dataX), np.array(dataY)


time_step = 15
X_train, y_train = create_dataset(train_data, time_step)
X_test, y_test = create_dataset(test_data, time_step)
X_train = X_train.reshape(X_train.shape[0], X_train.shape[1], 1)
X_test = X_test.reshape(X_test.shape[0], X_test.shape[1], 1)

model = Sequential([
    Input((time_step, 1)),
    LSTM(30, return_sequences=True),
    LSTM(30),
    Dense(1),
])
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(X_train, y_train, validation_split=0.1, epochs=5, batch_size=16, verbose=0)

train_predict = scaler.inverse_transform(model.predict(X_train, verbose=0))
test_predict = scaler.inverse_transform(model.predict(X_test, verbose=0))

print('train rmse', math.sqrt(mean_squared_error(train_raw[time_step:], train_predict)))
print('test rmse ', math.sqrt(mean_squared_error(test_raw[time_step:], test_predict)))
