import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from sklearn.preprocessing import MinMaxScaler

look_back = 12
dataset = pd.read_csv("airline.csv", usecols=["Passengers"]).to_numpy("float32")
train_size = int(len(dataset) * 0.67)
scaler = MinMaxScaler().fit(dataset[:train_size])
scaled = scaler.transform(dataset)
train, test = scaled[:train_size], scaled[train_size:]


def create_dataset(part):
    X = [part[i:i + look_back] for i in range(len(part) - look_back)]
    return np.array(X), part[look_back:, 0]


trainX, trainY = create_dataset(train)
testX, testY = create_dataset(test)

model = Sequential([Input((look_back, 1)), LSTM(16), Dense(1)])
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(trainX, trainY, epochs=100, batch_size=8, validation_split=0.15, verbose=0)

trainPredict = scaler.inverse_transform(model.predict(trainX))
testPredict = scaler.inverse_transform(model.predict(testX))

# put the predictions under the months they belong to
trainPlot = np.full_like(dataset, np.nan)
trainPlot[look_back:look_back + len(trainPredict)] = trainPredict
testPlot = np.full_like(dataset, np.nan)
testPlot[train_size + look_back:] = testPredict

plt.plot(dataset, label="passengers")
plt.plot(trainPlot, label="train")
plt.plot(testPlot, label="test")
plt.legend()
plt.savefig("airline.png")
