# line 41: error. The target has one value for each hour of the padded night, but the LSTM keeps only the last step (and ends the mask there); it needs return_sequences=True.
import numpy as np
import pandas as pd
import keras
from keras import layers

PAD = 99.0


def night_log(count=140):
    """Nights of different length: air and dew point in, blossom and soil temperature out."""
    rng = np.random.default_rng(62)
    rows = []
    for night in range(count):
        hours = rng.integers(6, 13)
        air = rng.normal(2, 1) - 0.5 * np.arange(hours) + rng.normal(0, 0.2, hours)
        dew = air - rng.uniform(0.5, 3.0)
        rows.append(pd.DataFrame({"night": night, "air": air, "dew": dew,
                                  "bloom": 0.8 * air + 0.2 * dew - 0.5,
                                  "soil": 3 + 0.3 * air}))
    return pd.concat(rows, ignore_index=True)


def padded(log, columns, hours):
    groups = [g[columns].to_numpy() for _, g in log.groupby("night")]
    box = np.full((len(groups), hours, len(columns)), PAD, dtype="float32")
    for k, g in enumerate(groups):
        box[k, :len(g)] = g
    return box


keras.utils.set_random_seed(62)
log = night_log()
longest = int(log.groupby("night").size().max())
x = padded(log, ["air", "dew"], longest)
y = padded(log, ["bloom", "soil"], longest)

frost = keras.Sequential(name="frost")
frost.add(keras.Input(shape=(longest, 2)))
frost.add(layers.Masking(mask_value=PAD))
frost.add(layers.LSTM(24))
frost.add(layers.Dense(16, activation="relu"))
frost.add(layers.Dense(2))
frost.compile(loss="mse", optimizer=keras.optimizers.Adam(1e-2))
frost.fit(x[:110], y[:110], epochs=8, batch_size=22, verbose=0)

real = y[110:] != PAD
said = frost.predict(x[110:], verbose=0)
print("mean miss in degrees", float(np.abs(said - y[110:])[real].mean()))
