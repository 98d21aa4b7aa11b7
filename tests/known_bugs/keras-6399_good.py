import numpy as np
from keras import Input
from keras.layers import LSTM, Dense
from keras.models import Sequential
from sklearn.preprocessing import MinMaxScaler

look_back = 60
prices = np.loadtxt("prices.csv", delimiter=",").reshape(-1, 1)
train = MinMaxScaler().fit_transform(prices[:2000])
x = np.array([train[i : i + look_back] for i in range(len(train) - look_back)])
y = train[look_back:]

model = Sequential()
model.add(Input(batch_shape=(1, look_back, 1)))
model.add(LSTM(16, stateful=True))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
for _ in range(100):
    model.fit(x, y, epochs=1, batch_size=1, shuffle=False)
    model.layers[0].reset_state()
