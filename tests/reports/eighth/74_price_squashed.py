# line 29: error: a sigmoid for standardized targets; no activation
import numpy as np
from tensorflow.keras import layers, models


def load_series(n=600):
    """Hourly: outside temperature, hour of day, and the load of a building in kW."""
    r = np.random.default_rng(8)
    hours = np.arange(n)
    temp = 12 + 8 * np.sin(hours / 24 * 2 * np.pi) + r.normal(0, 1, n)
    load = 18 - 0.6 * temp + 9 * (np.sin(hours / 24 * 2 * np.pi - 1) > 0.2) + r.normal(0, 0.8, n)
    return np.column_stack([temp, np.sin(hours / 24 * 2 * np.pi), np.cos(hours / 24 * 2 * np.pi)]), load


def make_sequences(features, target, steps):
    xs, ys = [], []
    for end in range(steps, len(features)):
        xs.append(features[end - steps:end])
        ys.append(target[end])
    return np.array(xs, dtype="float32"), np.array(ys, dtype="float32")


def rnn_model(kind, steps, width, units=24):
    cell = {"gru": layers.GRU, "lstm": layers.LSTM, "rnn": layers.SimpleRNN}[kind]
    model = models.Sequential()
    model.add(layers.Input((steps, width)))
    model.add(cell(units, return_sequences=True))
    model.add(cell(units))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="mean_squared_error", metrics=["mae"])
    return model


features, load = load_series()
cut = 450
mean, std = features[:cut].mean(axis=0), features[:cut].std(axis=0)
features = (features - mean) / std
level, spread = load[:cut].mean(), load[:cut].std()
scaled = (load - level) / spread

x_train, y_train = make_sequences(features[:cut], scaled[:cut], steps=12)
x_test, y_test = make_sequences(features[cut:], scaled[cut:], steps=12)

for kind in ("rnn", "gru", "lstm"):
    net = rnn_model(kind, 12, features.shape[1])
    net.fit(x_train, y_train, epochs=1, batch_size=32, verbose=0)
    guess = net.predict(x_test, verbose=0)[:, 0]
    print(kind, "MAE %.2f kW" % (np.abs(guess - y_test).mean() * spread),
          "range", guess.min() * spread + level, guess.max() * spread + level)
