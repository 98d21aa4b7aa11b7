# kiln temperature
import io
import numpy as np
import pandas as pd
import keras
from keras.layers import Dense, LSTM
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler

rows = ["minute,gas,air,core"]
for m in range(400):
    rows.append(f"{m},{5 + np.sin(m / 20):.3f},{9 + np.cos(m / 33):.3f},{900 + 40 * np.sin(m / 20 - 0.6):.2f}")
kiln = pd.read_csv(io.StringIO("\n".join(rows)), index_col="minute")

n_train = int(len(kiln) * 0.75)
squeeze = MinMaxScaler()
train = squeeze.fit_transform(kiln.to_numpy()[:n_train])
test = squeeze.transform(kiln.to_numpy()[n_train:])


def make_set(block, look_back):
    inputs, targets = [], []
    for start in range(len(block) - look_back):
        inputs.append(block[start:start + look_back, :])
        targets.append(block[start + look_back, 2])
    return np.array(inputs), np.array(targets)


look_back = 15
train_x, train_y = make_set(train, look_back)
test_x, test_y = make_set(test, look_back)

model = Sequential()
model.add(keras.Input(shape=(look_back, 3)))
model.add(LSTM(12))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(train_x, train_y, epochs=2, batch_size=16, verbose=0)
print("test mse", round(model.evaluate(test_x, test_y, verbose=0), 4))
