# the same work with the smallest change
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(31)

level = pd.Series(
    200 + 3 * np.sin(np.arange(400) / 30) + np.random.default_rng(31).normal(0, 0.2, 400),
    index=pd.date_range("2021-01-01", periods=400, freq="D"),
    name="level_m",
)
scaled = ((level - level.iloc[:320].mean()) / level.iloc[:320].std()).to_numpy("float32")
columns = scaled[:, None]
LAG = 15


def make_windows(first, last):
    return keras.utils.timeseries_dataset_from_array(
        columns[first:last - 1], columns[first + LAG:last], sequence_length=LAG, batch_size=16
    )


train_gen = make_windows(0, 320)
valid_gen = make_windows(320, 400)

lake = keras.Sequential([
    keras.Input((LAG, 1)),
    layers.SimpleRNN(12),
    layers.Dense(1),
])
lake.compile(optimizer="adam", loss="mse")
lake.fit(train_gen, validation_data=valid_gen, epochs=1, verbose=0)
print(lake.evaluate(valid_gen, verbose=0))
