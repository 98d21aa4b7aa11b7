# line 16: error: a Keras 3 layer takes no batch_size; put Input(batch_shape=...) before it
import numpy as np
import keras
from keras.layers import LSTM, Dense
from keras.models import Sequential


def make_pairs(series, n_lag, n_seq):
    rows = [series[i:i + n_lag + n_seq] for i in range(len(series) - n_lag - n_seq + 1)]
    rows = np.array(rows, dtype="float32")
    return rows[:, :n_lag, None], rows[:, n_lag:]


def fit_lstm(x, y, n_batch, n_epoch, n_neurons):
    model = Sequential()
    model.add(LSTM(n_neurons, batch_size=n_batch, input_shape=x.shape[1:], stateful=True, name="state"))
    model.add(Dense(y.shape[1]))
    model.compile(loss="mean_squared_error", optimizer="adam")
    for _ in range(n_epoch):
        model.fit(x, y, epochs=1, batch_size=n_batch, verbose=0, shuffle=False)
        model.get_layer("state").reset_state()
    return model


def main():
    keras.utils.set_random_seed(8)
    rng = np.random.default_rng(8)
    headway = np.sin(np.arange(160) / 5) + rng.normal(0, 0.1, 160)
    x, y = make_pairs(headway, n_lag=4, n_seq=3)
    model = fit_lstm(x[:120], y[:120], n_batch=1, n_epoch=2, n_neurons=6)
    forecast = model.predict(x[126:], batch_size=1, verbose=0)
    print("mean miss", round(float(np.abs(forecast - y[126:]).mean()), 4))


main()
