# the same work with the smallest change
import numpy as np
from keras import Sequential, Input, optimizers, utils
from keras.layers import LSTM, Dense

n_steps, n_features = 8, 1


def split_sequence(sequence):
    X, y = [], []
    for i in range(len(sequence) - n_steps):
        X.append(sequence[i:i + n_steps])
        y.append(sequence[i + n_steps])
    return np.array(X)[..., None], np.array(y)


# optical density of a culture that is fed every three hours
utils.set_random_seed(30)
rng = np.random.default_rng(30)
density = 0.5 + 0.3 * np.sin(np.arange(300) / 9) + rng.normal(0, 0.02, 300)
density = density.astype("float32")

X, y = split_sequence(density[:240])
X_test, y_test = split_sequence(density[240:])

model = Sequential()
model.add(Input(shape=(n_steps, n_features)))
model.add(LSTM(20))
model.add(Dense(1))
optimizer = optimizers.Adam(learning_rate=1e-3)
model.compile(optimizer=optimizer, loss="mse")
model.fit(X, y, epochs=10, batch_size=16, validation_split=0.2, verbose=0)
print("test mse", round(model.evaluate(X_test, y_test, verbose=0), 5))
