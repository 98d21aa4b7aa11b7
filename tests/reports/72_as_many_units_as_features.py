# expect: line 15: the model predicts 11 values, y has 1; mse broadcasts it to all 11 without a word; write Dense(1) (error)
import numpy as np
from keras.models import Sequential
from keras.layers import Activation, Dense, Input, LSTM

events = np.zeros((200, 10, 11))
for k in range(200):
    for t in range(10):
        events[k, t, np.random.randint(0, 11)] = np.random.randint(1, 3)
target = events.sum(axis=(1, 2)).reshape(200, 1) / 20.0

model = Sequential()
model.add(Input(shape=(10, 11)))
model.add(LSTM(11))
model.add(Dense(11))
model.add(Activation("linear"))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(events, target, epochs=5, batch_size=20, validation_split=0.1)
