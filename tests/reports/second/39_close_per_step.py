# expect: line 28 (also 17): there is a target for each of the 20 days, the last LSTM returns one state only: one number is compared with all 20 by broadcasting (warning)
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from keras.models import Sequential
from keras.layers import Dense, Dropout, Input, LSTM

STEPS = 20
frame = pd.read_csv("stock.csv")
inp_cols = ["Open", "Low", "High", "Volume"]

n_train = 48 * STEPS
x_sc = MinMaxScaler().fit(frame[inp_cols][:n_train])
y_sc = MinMaxScaler().fit(frame[["NextClose"]][:n_train])

X = x_sc.transform(frame[inp_cols]).reshape(-1, STEPS, len(inp_cols))
Y = y_sc.transform(frame[["NextClose"]]).reshape(-1, STEPS, 1)
X_train, X_test = X[:48], X[48:]
Y_train, Y_test = Y[:48], Y[48:]
print(X_train.shape, Y_train.shape)

model = Sequential()
model.add(Input((STEPS, len(inp_cols))))
model.add(LSTM(20, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(20, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(20))
model.add(Dense(20, activation="relu"))
model.add(Dense(1, activation="linear"))
model.compile(loss="mse", optimizer="adam")
model.fit(X_train, Y_train, epochs=30, batch_size=8, validation_split=0.1, verbose=0)

print("test mse (scaled)", model.evaluate(X_test, Y_test, verbose=0))
print("output", model.predict(X_test, verbose=0).shape, "wanted", Y_test.shape)
