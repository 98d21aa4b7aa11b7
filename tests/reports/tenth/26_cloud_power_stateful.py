# line 40: error: the test set has 324 rows, not a multiple of the batch of 25 that the stateful LSTM is built for, so the last batch has 24; cut the test data to full batches.
import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential

datalags = 10
batch_size = 25

cloudy = pd.read_csv("cloudy.csv")
cols = cloudy[["power", "cloud"]]
train = cols.iloc[:975 + datalags]
test = cols.iloc[975 + datalags:975 + 2 * datalags + 324]
mean, std = train.mean(), train.std()


def lagged(frame):
    values = ((frame - mean) / std).values
    x = np.stack([values[i:i + datalags] for i in range(len(values) - datalags)])
    y = values[datalags:, :1]
    return x, y


x_train, y_train = lagged(train)
x_test, y_test = lagged(test)
print(x_train.shape, x_test.shape)

model = Sequential()
model.add(Input(batch_shape=(batch_size, datalags, 2)))
model.add(LSTM(40, return_sequences=True, stateful=True))
model.add(LSTM(20, stateful=True))
model.add(Dense(1))
model.compile(loss="mae", optimizer="adam")

for epoch in range(2):
    model.fit(x_train, y_train, batch_size=batch_size, epochs=1, shuffle=False, verbose=0)
    for layer in model.layers[:2]:
        layer.reset_states()

pred_out = model.predict(x_test, batch_size=batch_size, verbose=0)
power = pred_out[:, 0] * std["power"] + mean["power"]
print("predicted hours:", len(power), "first:", power[:3])
