import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from keras.models import Sequential
from keras.layers import Input, Bidirectional, LSTM, Dense, Dropout

WIN = 30
rng = np.random.default_rng(15)

# one long recording: the activity changes every few seconds
activity = np.repeat(rng.integers(0, 4, 120), 60)
t = np.arange(len(activity))
freq = np.array([0.02, 0.08, 0.15, 0.3])[activity]
acc = np.sin(2 * np.pi * np.cumsum(freq))[:, None] * [1.0, 0.6, 0.3]
acc += rng.normal(0, 0.2, acc.shape)
df = pd.DataFrame(acc, columns=["ax", "ay", "az"])
df["activity"] = activity


def split(data):
    X, y = data[["ax", "ay", "az"]].values, data["activity"].values
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
    X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.1, random_state=1)
    sc = StandardScaler().fit(X_train)
    return [(sc.transform(a), b) for a, b in ((X_train, y_train), (X_val, y_val), (X_test, y_test))]


def sliding_window(x, y, step=15):
    starts = range(0, len(x) - WIN + 1, step)
    xs = np.stack([x[s:s + WIN] for s in starts])
    ys = np.array([np.bincount(y[s:s + WIN]).argmax() for s in starts])
    return xs, ys


train, val, test = [sliding_window(x, y) for x, y in split(df)]

model = Sequential()
model.add(Input(shape=(WIN, 3)))
model.add(Bidirectional(LSTM(24)))
model.add(Dropout(0.3))
model.add(Dense(4, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(*train, epochs=24, batch_size=32, validation_data=val, verbose=2)
print("test accuracy: %.3f" % model.evaluate(*test, verbose=0)[1])
