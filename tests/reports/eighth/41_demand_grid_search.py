# line 5: error: the module is gone; keras.wrappers.SKLearnRegressor
import numpy as np
from keras.models import Sequential
from keras.layers import Input, Reshape, LSTM, Dropout, Dense
from keras.wrappers.scikit_learn import KerasRegressor

rng = np.random.default_rng(7)
series = rng.normal(size=(90, 3)).cumsum(axis=0)
BACK = 8


def to_windows(table, back):
    xs, ys = [], []
    for i in range(back, len(table)):
        xs.append(table[i - back:i])
        ys.append(table[i, 0])
    return np.array(xs).reshape(len(xs), -1), np.array(ys)


trainX, trainY = to_windows(series, BACK)


def build_model(X, y, optimizer="adam", units=8):
    net = Sequential()
    net.add(Input(shape=(BACK * 3,)))
    net.add(Reshape((BACK, 3)))
    net.add(LSTM(units, return_sequences=True))
    net.add(LSTM(units))
    net.add(Dropout(0.2))
    net.add(Dense(1))
    net.compile(loss="mse", optimizer=optimizer)
    return net


results = {}
for opt in ("adam", "rmsprop"):
    reg = KerasRegressor(build_model, model_kwargs={"optimizer": opt},
                         fit_kwargs={"epochs": 1, "verbose": 0})
    reg.fit(trainX[:60], trainY[:60])
    pred = np.ravel(reg.predict(trainX[60:]))
    results[opt] = float(np.mean((pred - trainY[60:]) ** 2))
print(min(results, key=results.get), results)
