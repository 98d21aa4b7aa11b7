# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential


def create_dataset(values, look_back=34):
    xs, ys = [], []
    for i in range(len(values) - look_back - 1):
        xs.append(values[i : i + look_back, 0])
        ys.append(values[i + look_back, 0])
    return np.array(xs), np.array(ys)


pair = pd.read_csv("pair_data.csv", index_col="Date", parse_dates=True)
spread = (pair["first"] - pair["second"]).to_numpy().reshape(-1, 1)

scaler = MinMaxScaler()
split = int(len(spread) * 0.7)
train = scaler.fit_transform(spread[:split])
test = scaler.transform(spread[split:])

look_back = 4
trainX, trainY = create_dataset(train, look_back)
testX, testY = create_dataset(test, look_back)
trainX = np.reshape(trainX, (trainX.shape[0], 1, trainX.shape[1]))
testX = np.reshape(testX, (testX.shape[0], 1, testX.shape[1]))

model = Sequential()
model.add(LSTM(32, input_shape=(trainX.shape[1], trainX.shape[2])))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
model.fit(trainX, trainY, epochs=2, batch_size=16, verbose=0)

yhat = model.predict(testX)
yhat = scaler.inverse_transform(yhat)
actual = scaler.inverse_transform(testY.reshape(-1, 1))
print("test mse:", float(np.mean((yhat - actual) ** 2)))
