import numpy as np
from keras import Sequential
from keras.layers import Input, LSTM, Dense
from keras.optimizers import Adam


def data_generator(n, seq_length, seed):
    """Two channels: random numbers and two markers; the target is the marked sum."""
    g = np.random.default_rng(seed)
    values = g.uniform(0, 1, (n, seq_length, 1))
    markers = np.zeros((n, seq_length, 1))
    targets = np.zeros((n, 1))
    for i in range(n):
        a, b = g.choice(seq_length, size=2, replace=False)
        markers[i, [a, b]] = 1
        targets[i, 0] = values[i, a, 0] + values[i, b, 0]
    return np.concatenate([values, markers], axis=2), targets


def get_opt(name, lr):
    if name == "adam":
        return Adam(learning_rate=lr, clipnorm=1.0)
    raise ValueError("no optimizer called " + name)


def run_task():
    x_train, y_train = data_generator(1000, 30, seed=1)
    x_val, y_val = data_generator(200, 30, seed=2)
    x_test, y_test = data_generator(200, 30, seed=3)

    model = Sequential()
    model.add(Input(shape=x_train.shape[1:]))
    model.add(LSTM(32))
    model.add(Dense(1))
    model.compile(get_opt("adam", lr=0.002), loss="mean_squared_error")
    model.summary()
    model.fit(x_train, y_train, epochs=20, batch_size=64,
              validation_data=(x_val, y_val), verbose=2)
    print("test mse", model.evaluate(x_test, y_test, verbose=0))


if __name__ == "__main__":
    run_task()
