# line 29 (also 30, 32): warning: the fourteen days are one step with fourteen features, so the LSTM has no sequence to remember; use (samples, look_back, 1)
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras.layers import LSTM, Dense
from keras.models import Sequential
from keras import Input, optimizers, utils

utils.set_random_seed(12)
look_back = 14

days = np.arange(500)
rng = np.random.default_rng(12)
passengers = 300 + 80 * np.sin(2 * np.pi * days / 7) + 60 * np.sin(days / 50) + rng.normal(0, 10, 500)
table = pd.DataFrame({"passengers": passengers}, index=pd.date_range("2023-04-01", periods=500))

scaler = MinMaxScaler()
train = scaler.fit_transform(table.iloc[:400])
test = scaler.transform(table.iloc[400:])


def lagged(values):
    x = [values[i:i + look_back, 0] for i in range(len(values) - look_back)]
    return np.array(x), values[look_back:, 0]


trainX, trainY = lagged(train)
testX, testY = lagged(test)
trainX = np.reshape(trainX, (trainX.shape[0], 1, trainX.shape[1]))
testX = np.reshape(testX, (testX.shape[0], 1, testX.shape[1]))

model = Sequential([Input(shape=trainX.shape[1:]), LSTM(32, name="memory"), Dense(1)])
model.compile(loss="mse", optimizer=optimizers.Adam(0.005))
start = model.get_layer("memory").get_weights()[1]
model.fit(trainX, trainY, epochs=40, batch_size=16, verbose=0)
moved = np.abs(model.get_layer("memory").get_weights()[1] - start).max()
print("input", trainX.shape, "recurrent weights moved by", round(float(moved), 4),
      "test mse", round(model.evaluate(testX, testY, verbose=0), 4))
