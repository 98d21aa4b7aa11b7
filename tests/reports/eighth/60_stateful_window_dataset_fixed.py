# the same work with the smallest change
import numpy as np
import keras
from keras import layers

BATCH, STEPS = 8, 12
rng = np.random.default_rng(23)
readings = rng.normal(size=(200, 3)).astype("float32")
flow = readings[:, :1].cumsum(axis=0)

inputs = readings[:-STEPS]
targets = flow[STEPS:]
usable = ((len(inputs) - STEPS + 1) // BATCH) * BATCH + STEPS - 1

dataset = keras.utils.timeseries_dataset_from_array(
    inputs[:usable], targets[:usable], sequence_length=STEPS,
    batch_size=BATCH, shuffle=False)


def get_model():
    window = keras.Input(batch_shape=(BATCH, STEPS, 3))
    x = layers.LSTM(16, stateful=True, return_sequences=True)(window)
    x = layers.LSTM(16, stateful=True)(x)
    x = layers.Dense(8, activation="relu")(x)
    return keras.Model(window, layers.Dense(1)(x))


net = get_model()
net.compile(optimizer=keras.optimizers.RMSprop(), loss="mse", metrics=["mae"])
for cycle in range(1):
    net.fit(dataset, epochs=1, shuffle=False, verbose=0)
    for layer in net.layers:
        if hasattr(layer, "reset_state"):
            layer.reset_state()
