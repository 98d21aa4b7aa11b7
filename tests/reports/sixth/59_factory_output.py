# line 24: error: the inputs go into the LSTM in raw units (ten thousands) and saturate it
import numpy as np
import pandas as pd
import keras
from keras import layers

keras.utils.set_random_seed(12)
shifts = 700
rng = np.random.default_rng(40)
plant = pd.DataFrame({"pieces": 52000 + 9000 * np.sin(np.arange(shifts) / 6) + rng.normal(0, 600, shifts)})
plant["watt"] = 31000 + 0.4 * plant["pieces"] + rng.normal(0, 500, shifts)

learn = 550
centre, width = plant[:learn].mean(), plant[:learn].std()
relative = (plant - centre) / width
LOOK = 16


def stack(table):
    values = table.to_numpy()
    return np.stack([values[i:i + LOOK] for i in range(len(values) - LOOK)])


x_all = stack(plant)
y_all = relative["pieces"].to_numpy()[LOOK:]
x_learn, y_learn = x_all[:learn - LOOK], y_all[:learn - LOOK]
x_check, y_check = x_all[learn - LOOK:], y_all[learn - LOOK:]

model = keras.Sequential([
    keras.Input((LOOK, 2)),
    layers.LSTM(24),
    layers.Dense(1),
])
model.compile(keras.optimizers.Adam(0.01), "mse")
model.fit(x_learn, y_learn, epochs=3, batch_size=32, verbose=0)
out = model.predict(x_check, verbose=0)[:, 0]
print("spread of the forecast", round(float(out.std()), 4), "of the truth", round(float(y_check.std()), 4))
