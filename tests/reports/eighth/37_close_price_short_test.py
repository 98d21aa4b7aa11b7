# line 34: error: the test rows are fewer than a window, so no window is made; begin a window before the border
import math
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import Input, Dense, LSTM

rng = np.random.default_rng(3)
df = pd.DataFrame({"Close": 60 + rng.normal(0, 1, 150).cumsum()})
dataset = df.filter(["Close"]).values
training_data_len = math.ceil(len(dataset) * 0.9)

scaler = MinMaxScaler(feature_range=(0, 1))
scaled_data = scaler.fit_transform(dataset)

train_data = scaled_data[:training_data_len, :]
x_train, y_train = [], []
for i in range(20, len(train_data)):
    x_train.append(train_data[i - 20:i, 0])
    y_train.append(train_data[i, 0])
x_train, y_train = np.array(x_train), np.array(y_train)
x_train = np.reshape(x_train, (x_train.shape[0], x_train.shape[1], 1))

model = Sequential()
model.add(Input(shape=(x_train.shape[1], 1)))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(16, return_sequences=False))
model.add(Dense(8))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x_train, y_train, batch_size=32, epochs=1, verbose=0)

test_data = scaled_data[training_data_len:, :]
y_test = dataset[training_data_len:, :]
x_test = []
for i in range(20, len(test_data)):
    x_test.append(test_data[i - 20:i, 0])
x_test = np.array(x_test)
x_test = np.reshape(x_test, (x_test.shape[0], x_test.shape[1], 1))

predictions = scaler.inverse_transform(model.predict(x_test, verbose=0))
print("rmse", np.sqrt(np.mean((predictions - y_test) ** 2)))
