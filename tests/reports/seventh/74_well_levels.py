# line 19 (also 18): error: window() gives small datasets, not tensors, so they cannot be sliced; make each a tensor with flat_map(lambda w: w.batch(...)) first
import numpy as np
import tensorflow as tf
import keras

keras.utils.set_random_seed(3)
LOOK = 20


def ground_water(days, seed):
    rng = np.random.default_rng(seed)
    t = np.arange(days)
    return (np.sin(2 * np.pi * t / 90) + 0.1 * rng.normal(size=days)).astype("float32")


def pieces(levels, batch, mix=False):
    data = tf.data.Dataset.from_tensor_slices(levels[:, None])
    data = data.window(LOOK + 1, shift=1, drop_remainder=True)
    data = data.map(lambda w: (w[:-1], w[-1]))
    if mix:
        data = data.shuffle(500, seed=3)
    return data.batch(batch).prefetch(1)


levels = ground_water(700, seed=5)
cut, late = 480, 590
mean, spread = levels[:cut].mean(), levels[:cut].std()
scaled = (levels - mean) / spread
train_set = pieces(scaled[:cut], 32, mix=True)
valid_set = pieces(scaled[cut:late], 32)
test_set = pieces(scaled[late:], 32)

well = keras.Sequential([
    keras.Input(shape=(LOOK, 1)),
    keras.layers.LSTM(16),
    keras.layers.Dense(1),
])
well.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
well.fit(train_set, validation_data=valid_set, epochs=4, callbacks=[stop], verbose=0)
print("mean miss", round(well.evaluate(test_set, verbose=0)[1] * float(spread), 3))
