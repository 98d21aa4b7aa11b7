# expect: line 33 (also 37): one target per window but 100 outputs: the targets (72,) cannot be compared with (72, 100); the last layer needs one unit (error)
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Input

n_steps, n_feats = 30, 3

raw = pd.read_csv('wells.csv')[['pressure', 'flow', 'temp']].values
n_train = int(len(raw) * 0.7)
scaler = MinMaxScaler(feature_range=(0, 1))
scaler.fit(raw[:n_train])
values = scaler.transform(raw)


def to_windows(block):
    X, y = [], []
    for k in range(n_steps, len(block)):
        X.append(block[k - n_steps:k])
        y.append(block[k, 0])
    return np.array(X), np.array(y)


train_X, train_y = to_windows(values[:n_train])
test_X, test_y = to_windows(values[n_train:])
print(train_X.shape, train_y.shape, test_X.shape, test_y.shape)

# design network
model = Sequential()
model.add(Input((train_X.shape[1], train_X.shape[2])))
model.add(LSTM(50))
model.add(Dense(100))
model.compile(loss='mae', optimizer='adam')

# fit network
model.fit(train_X, train_y, epochs=1, batch_size=72, validation_split=0.1,
          verbose=2, shuffle=False)

# predict, put the other columns beside it and invert the scaling
yhat = model.predict(test_X, verbose=0)
print('yhat', yhat.shape)
others = test_X[:, -1, 1:]
inv = scaler.inverse_transform(np.concatenate((yhat, others), axis=1))
real = scaler.inverse_transform(np.column_stack((test_y, others)))
print('RMSE %.3f' % np.sqrt(np.mean((inv[:, 0] - real[:, 0]) ** 2)))
