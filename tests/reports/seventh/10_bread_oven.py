# line 23 (also 30): error: the twelve probes of one minute are split into two steps of six; two steps are two minutes with all twelve
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras import layers

keras.utils.set_random_seed(27)
rng = np.random.default_rng(27)

# twelve probes in a tunnel oven, one row a minute; the crust depends on the change of two of them
minutes = 700
probes = pd.DataFrame(rng.normal(size=(minutes, 12)), columns=[f"probe_{k}" for k in range(12)])
probes = probes.rolling(3, min_periods=1).mean()
change = probes["probe_2"].diff().fillna(0) - probes["probe_9"].diff().fillna(0)
crust = (change + rng.normal(0, 0.05, minutes)).to_numpy("float32")

cut = 560
scaler = StandardScaler().fit(probes.iloc[:cut])
values = scaler.transform(probes).astype("float32")

# two steps for the GRU
x = values.reshape(minutes, 2, 6)
y = crust

x_train, y_train = x[:cut - 1], y[:cut - 1]
x_test, y_test = x[cut:], y[cut:]

model = keras.Sequential([
    keras.Input(shape=x.shape[1:]),
    layers.GRU(24),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
model.fit(x_train, y_train, epochs=25, batch_size=32, verbose=0)
print("input", x_train.shape, "test mse", round(model.evaluate(x_test, y_test, verbose=0), 4),
      "variance", round(float(y_test.var()), 4))
