# line 33: error: input_dim is the number of features per time step (1 here), not the window length; with input_dim=look_back the layer gets a two-dimensional input: write input_shape=(look_back, 1)
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler


def create_dataset(dataset, look_back=1):
    data_x, data_y = [], []
    for i in range(len(dataset) - look_back - 1):
        data_x.append(dataset[i : i + look_back, 0])
        data_y.append(dataset[i + look_back, 0])
    return np.array(data_x), np.array(data_y)


frame = pd.read_csv("airline-passengers.csv", usecols=[1])
dataset = frame.to_numpy(dtype="float32")
train_size = int(len(dataset) * 0.67)
scaler = MinMaxScaler(feature_range=(0, 1)).fit(dataset[:train_size])
train = scaler.transform(dataset[:train_size])
test = scaler.transform(dataset[train_size:])

look_back = 10
trainX, trainY = create_dataset(train, look_back)
testX, testY = create_dataset(test, look_back)
trainX = np.reshape(trainX, (trainX.shape[0], trainX.shape[1], 1))
testX = np.reshape(testX, (testX.shape[0], testX.shape[1], 1))

batch_size = 100
model = Sequential()
model.add(LSTM(10, input_dim=look_back))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(trainX, trainY, epochs=5, batch_size=batch_size, verbose=0)

predicted = scaler.inverse_transform(model.predict(testX))
actual = scaler.inverse_transform(testY.reshape(-1, 1))
print("RMSE:", np.sqrt(mean_squared_error(actual, predicted)))
