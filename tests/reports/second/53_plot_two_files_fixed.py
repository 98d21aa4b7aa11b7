# fixed twin of 53_plot_two_files.py
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import Dense, Input, LSTM

train = pd.read_csv("energy_2021.csv")[["kwh"]].values.astype("float32")
test = pd.read_csv("energy_2022.csv")[["kwh"]].values.astype("float32")

scaler = MinMaxScaler(feature_range=(0, 1))
dataset = scaler.fit_transform(train)
test_scaled = scaler.transform(test)


def make_xy(part, look_back):
    xs, ys = [], []
    for k in range(len(part) - look_back - 1):
        xs.append(part[k:k + look_back, 0])
        ys.append(part[k + look_back, 0])
    return np.array(xs).reshape(-1, look_back, 1), np.array(ys)


look_back = 5
trainX, trainY = make_xy(dataset, look_back)
testX, testY = make_xy(test_scaled, look_back)

model = Sequential([Input((look_back, 1)), LSTM(12), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(trainX, trainY, epochs=1, batch_size=16, validation_split=0.1, verbose=2)

trainPredict = scaler.inverse_transform(model.predict(trainX, verbose=0))
testPredict = scaler.inverse_transform(model.predict(testX, verbose=0))

whole = np.concatenate((dataset, test_scaled))
trainPlot = np.full_like(whole, np.nan)
trainPlot[look_back:look_back + len(trainPredict), :] = trainPredict
testPlot = np.full_like(whole, np.nan)
testPlot[len(trainPredict) + 2 * look_back + 1:len(whole) - 1, :] = testPredict

plt.plot(scaler.inverse_transform(whole), label="measured")
plt.plot(trainPlot, label="fit")
plt.plot(testPlot, label="forecast")
plt.legend()
plt.savefig("kwh.png")
