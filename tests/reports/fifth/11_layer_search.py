import itertools
import numpy as np
import keras
from keras import layers

WINDOW = 16
gen = np.random.default_rng(2)
signal = np.sin(np.arange(700) * 0.17) + 0.4 * np.sin(np.arange(700) * 0.05) + gen.normal(0, 0.05, 700)


def windows(series):
    x = np.stack([series[i:i + WINDOW] for i in range(len(series) - WINDOW)])[..., None]
    return x.astype("float32"), series[WINDOW:].astype("float32")


x_train, y_train = windows(signal[:450])
x_val, y_val = windows(signal[450:570])
x_test, y_test = windows(signal[570:])


def build_model(n_layers, units):
    model = keras.Sequential([keras.Input(shape=(WINDOW, 1))])
    for i in range(n_layers):
        model.add(layers.LSTM(units))
    model.add(layers.Dense(1))
    model.compile("adam", "mse")
    return model


best = None
for n_layers, units in itertools.product([1, 2], [8, 16]):
    keras.utils.set_random_seed(1)
    candidate = build_model(n_layers, units)
    history = candidate.fit(x_train, y_train, epochs=2, batch_size=32,
                            validation_data=(x_val, y_val), verbose=0)
    score = min(history.history["val_loss"])
    print(f"{n_layers} layers of {units}: {score:.4f}")
    if best is None or score < best[0]:
        best = (score, candidate)

print("test mse of the best:", best[1].evaluate(x_test, y_test, verbose=0))
