# line 38: error. The second SimpleRNN still returns every step, so the model answers (n, 30, 1) although there is one target a window; drop return_sequences there.
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras.layers import Dense, Dropout, SimpleRNN

LOOK = 30
keras.utils.set_random_seed(55)
rng = np.random.default_rng(55)

# daily table of a roastery: four quotes of the same sack of beans
n = 700
mid = 200 + 30 * np.sin(np.arange(n) / 17) + rng.normal(0, 2, n)
quotes = pd.DataFrame({"open": mid, "high": mid + 3, "low": mid - 3,
                       "close": mid + rng.normal(0, 1, n)})

train_part, test_part = quotes.iloc[:560].to_numpy(), quotes.iloc[560:].to_numpy()
std = StandardScaler().fit(train_part)
train_part, test_part = std.transform(train_part), std.transform(test_part)


def frames(table):
    x, y = [], []
    for end in range(LOOK, len(table)):
        x.append(table[end - LOOK:end])
        y.append(table[end, 3])
    return np.array(x), np.array(y).reshape(-1, 1)


x_train, y_train = frames(train_part)
x_test, y_test = frames(test_part)

net = keras.Sequential()
net.add(keras.Input(shape=(LOOK, 4)))
net.add(SimpleRNN(32, return_sequences=True))
net.add(Dropout(0.1))
net.add(SimpleRNN(24, return_sequences=True))
net.add(Dropout(0.1))
net.add(Dense(1))
net.compile(optimizer=keras.optimizers.Adam(2e-3), loss="mse")
net.fit(x_train, y_train, epochs=8, batch_size=32, verbose=0,
        validation_data=(x_test, y_test))

answer = net.predict(x_test, verbose=0)
print("answer", answer.shape, "target", y_test.shape)
print("test mse", round(net.evaluate(x_test, y_test, verbose=0), 3))
