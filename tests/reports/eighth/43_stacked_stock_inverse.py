# line 34: error: the last LSTM returns every step; return_sequences away
import math
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import mean_squared_error
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

rng = np.random.default_rng(21)
frame = pd.DataFrame({"close": 120 + rng.normal(0, 1, 160).cumsum()})
scaler = MinMaxScaler(feature_range=(0, 1))
closing = scaler.fit_transform(frame[["close"]].values)

cut = int(len(closing) * 0.65)
train, test = closing[:cut], closing[cut:]


def create_dataset(data, time_step=10):
    xs, ys = [], []
    for i in range(len(data) - time_step - 1):
        xs.append(data[i:i + time_step, 0])
        ys.append(data[i + time_step, 0])
    return np.array(xs)[..., None], np.array(ys).reshape(-1, 1)


X_train, y_train = create_dataset(train)
X_test, y_test = create_dataset(test)

model = Sequential()
model.add(Input(shape=(10, 1)))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(16, return_sequences=True))
model.add(LSTM(16, return_sequences=True))
model.add(Dense(1))
model.compile(loss="mean_absolute_error", optimizer="adam")
model.fit(X_train, y_train[:, None, :], epochs=1, batch_size=32, verbose=0)

test_predict = model.predict(X_test, verbose=0)
test_predict = scaler.inverse_transform(test_predict)
actual = scaler.inverse_transform(y_test)
print(math.sqrt(mean_squared_error(actual, test_predict)))
