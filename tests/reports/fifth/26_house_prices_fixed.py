import numpy as np
import keras
from keras import layers

MAX_TIMESTEPS, MAX_FEATURES = 12, 5


def quarters(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, MAX_TIMESTEPS, MAX_FEATURES)).astype("float32")
    price = 250_000 + 40_000 * x[:, -3:, 0].sum(axis=1) - 25_000 * x[:, -1, 1]
    return x, price.astype("float32")


X_train, Y_train = quarters(600, seed=1)
X_test, Y_test = quarters(150, seed=2)
offset, scale = Y_train.mean(), Y_train.std()

model = keras.Sequential([
    keras.Input(shape=(MAX_TIMESTEPS, MAX_FEATURES)),
    layers.LSTM(32),
    layers.Dropout(0.1),
    layers.Dense(1),
])
model.compile(loss="mean_absolute_error",
              optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9, nesterov=True))
model.fit(X_train, (Y_train - offset) / scale, batch_size=32, epochs=8, validation_split=0.2, verbose=0)

price = model.predict(X_test, verbose=0)[:, 0] * scale + offset
print("mean absolute error", np.abs(price - Y_test).mean(), "of a mean price of", Y_test.mean())
