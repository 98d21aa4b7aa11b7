"""Normalise after the split, by what the training part says."""

import numpy as np
import pandas as pd
from keras import Sequential, layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("pollution.csv", index_col="date")
train, test = train_test_split(frame, test_size=0.2, shuffle=False)
scaler = StandardScaler().fit(train[frame.columns])
train[frame.columns] = scaler.transform(train[frame.columns])
x_train = train.values[:-1][:, np.newaxis, :]
y_train = train["pm2.5"].values[1:]

model = Sequential([layers.Input((1, 8)), layers.LSTM(50), layers.Dense(1)])
model.compile(loss="mae", optimizer="adam")
model.fit(x_train, y_train, epochs=50, batch_size=72)
