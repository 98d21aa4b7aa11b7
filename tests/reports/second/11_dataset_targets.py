# expect: line 23: targets[i] goes with the window that starts at i, so the label is the first reading of the window itself, not the next one; shift by SEQ (warning)
import numpy as np
import keras
from keras import layers

SEQ = 30
BATCH = 32

rng = np.random.default_rng(21)
t = np.arange(1500)
series = (np.sin(2 * np.pi * t / 24) + 0.5 * np.sin(2 * np.pi * t / 170)
          + rng.normal(scale=0.25, size=t.size)).astype("float32")

n_train, n_val = 1000, 250
mean, std = series[:n_train].mean(), series[:n_train].std()
series = (series - mean) / std


def make_ds(part, shuffle):
    """windows of SEQ readings; the model has to forecast the reading after them"""
    return keras.utils.timeseries_dataset_from_array(
        data=part[:, None],
        targets=part,
        sequence_length=SEQ,
        batch_size=BATCH,
        shuffle=shuffle,
    )


train_ds = make_ds(series[:n_train], True)
val_ds = make_ds(series[n_train:n_train + n_val], False)
test_ds = make_ds(series[n_train + n_val:], False)

inputs = keras.Input((SEQ, 1))
x = layers.LSTM(32)(inputs)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
model.compile("adam", "mse", metrics=["mae"])
model.fit(train_ds, validation_data=val_ds, epochs=3, verbose=2)
print("test", model.evaluate(test_ds, verbose=0))

last = series[-SEQ:].reshape(1, SEQ, 1)
print("next reading:", model.predict(last, verbose=0).item() * std + mean)
