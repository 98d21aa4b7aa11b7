# line 25 (also 24): error: categorical_crossentropy on a single output unit is always 0
import numpy as np
import keras

keras.utils.set_random_seed(3)


def pump_log(n):
    r = np.random.default_rng(77)
    state = r.normal(size=(n, 5, 10))
    label = (state[:, :, 3].sum(axis=1) - state[:, -1, 0] > 0).astype("int32").reshape(-1, 1)
    return state, label


state, label = pump_log(2000)
train_state, train_label = state[:1500], label[:1500]
test_state, test_label = state[1500:], label[1500:]
n_steps, n_columns = state.shape[1:]
n_out = label.shape[1]

model = keras.models.Sequential()
model.add(keras.layers.Input((n_steps, n_columns)))
model.add(keras.layers.LSTM(32))
model.add(keras.layers.Dense(n_out, activation="sigmoid"))
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])

track = model.fit(train_state, train_label, epochs=2, batch_size=50, verbose=0)
_, right = model.evaluate(test_state, test_label, verbose=0)
print("first loss", round(track.history["loss"][0], 4), "test accuracy", round(right, 3))
