# the same work with the smallest change
import numpy as np
from keras.models import Sequential
from keras.layers import Embedding, LSTM, Dropout, Dense

readings = np.random.randint(1, 100, (300, 12))


def next_vector_pairs(rows):
    inputs, targets = [], []
    for now, after in zip(rows, rows[1:]):
        inputs.append(now)
        targets.append(after / 100.0)
    return np.array(inputs), np.array(targets)


cut = 240
train_in, train_out = next_vector_pairs(readings[:cut])
test_in, test_out = next_vector_pairs(readings[cut:])

net = Sequential()
net.add(Embedding(100, 32))
net.add(LSTM(24, activation="sigmoid", recurrent_activation="hard_sigmoid"))
net.add(Dropout(0.5))
net.add(Dense(12, activation="sigmoid"))

net.compile(loss="mean_squared_error", optimizer="rmsprop")
net.fit(train_in, train_out, batch_size=20, epochs=1)
print(net.evaluate(test_in, test_out))
