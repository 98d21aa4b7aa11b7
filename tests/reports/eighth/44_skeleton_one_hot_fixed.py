# the same work with the smallest change
import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense, Dropout

N_STEPS, N_JOINTS, N_CLASSES = 25, 15, 3
rng = np.random.default_rng(16)


def load_X(n):
    return rng.normal(size=(n, N_STEPS, N_JOINTS)).astype("float32")


def load_y(n):
    # 1 = walk, 2 = sit, 3 = fall, as written in the text files
    rows = [str(v) for v in rng.permutation(np.arange(n) % 3 + 1)]
    return np.array([[int(r) - 1] for r in rows], dtype=np.int32)


def one_hot(y_, n_classes=N_CLASSES):
    y_ = y_.reshape(len(y_))
    return np.eye(n_classes)[np.array(y_, dtype=np.int32)]


X_train, y_train = load_X(60), load_y(60)
X_test, y_test = load_X(27), load_y(27)
print(X_train.shape, y_train.shape, X_test.shape, y_test.shape)

net = Sequential([
    Input(shape=(N_STEPS, N_JOINTS)),
    Dense(16, activation="relu"),
    LSTM(16, return_sequences=True),
    LSTM(16),
    Dropout(0.3),
    Dense(N_CLASSES, activation="softmax"),
])
net.compile(loss="categorical_crossentropy", optimizer="adam",
            metrics=["accuracy"])
net.fit(X_train, one_hot(y_train), epochs=1, batch_size=20, verbose=0)
print(net.evaluate(X_test, one_hot(y_test), verbose=0))
