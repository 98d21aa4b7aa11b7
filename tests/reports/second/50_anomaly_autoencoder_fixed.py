# fixed twin of 50_anomaly_autoencoder.py
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from keras.layers import Dense, Dropout, Input, LSTM, RepeatVector, TimeDistributed
from keras.models import Sequential

seq_size = 20

df = pd.read_csv("ge.csv", parse_dates=["Date"])
train = df[df["Date"] <= "2021-12-31"]
test = df[df["Date"] > "2021-12-31"]

scaler = StandardScaler().fit(train[["Close"]])
train_v = scaler.transform(train[["Close"]])
test_v = scaler.transform(test[["Close"]])


def to_sequences(v, seq_size):
    x_values, y_values = [], []
    for i in range(len(v) - seq_size):
        x_values.append(v[i:i + seq_size])
        y_values.append(v[i + seq_size])
    return np.array(x_values), np.array(y_values)


trainX, trainY = to_sequences(train_v, seq_size)
testX, testY = to_sequences(test_v, seq_size)

model = Sequential()
model.add(Input((seq_size, 1)))
model.add(LSTM(32))
model.add(Dropout(0.2))
model.add(RepeatVector(seq_size))
model.add(LSTM(32, return_sequences=True))
model.add(Dropout(0.2))
model.add(TimeDistributed(Dense(1)))
model.compile(optimizer="adam", loss="mae")

model.fit(trainX, trainX, epochs=25, batch_size=32, validation_split=0.1, verbose=0)

trainMAE = np.mean(np.abs(model.predict(trainX, verbose=0) - trainX), axis=1)
max_trainMAE = np.quantile(trainMAE, 0.99)
testMAE = np.mean(np.abs(model.predict(testX, verbose=0) - testX), axis=1)
print("typical reconstruction error %.3f, threshold %.3f" % (trainMAE.mean(), max_trainMAE))
print("anomalous windows:", int((testMAE > max_trainMAE).sum()), "of", len(testMAE))
