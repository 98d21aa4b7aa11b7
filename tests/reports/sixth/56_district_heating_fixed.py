# district heating
import numpy as np
import keras
from keras import layers

PAST, NEXT = 48, 12
hour = np.arange(1400)
r = np.random.default_rng(71)
outside = 8 + 6 * np.sin(2 * np.pi * hour / 24) + r.normal(0, 1, hour.size)
load = 50 - 2 * outside + r.normal(0, 1, hour.size)
data = np.column_stack([outside, load, np.cos(2 * np.pi * hour / 24)])
stop = 1000
data = (data - data[:stop].mean(axis=0)) / data[:stop].std(axis=0)
future = np.stack([data[i:i + NEXT, 1] for i in range(PAST, len(data) - NEXT)])


def batches(first, last, shuffle):
    return keras.utils.timeseries_dataset_from_array(
        data[first:last], future[first:last - PAST], sequence_length=PAST,
        batch_size=32, shuffle=shuffle, seed=4,
    )


train = batches(0, stop, True)
held_out = batches(stop, len(data) - NEXT, False)

model = keras.Sequential([
    keras.Input((PAST, data.shape[1])),
    layers.LSTM(16),
    layers.Dense(NEXT),
])
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(train, validation_data=held_out, epochs=2, verbose=0)
print("held-out mse", round(model.evaluate(held_out, verbose=0), 3))
