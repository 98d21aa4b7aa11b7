# the same work with the smallest change
import numpy as np
from keras.callbacks import EarlyStopping
from keras.layers import LSTM, Dense, Dropout, Input
from keras.models import Sequential


class LSTMLearner:
    defaults = {
        "units": 32, "dropout": 0.2, "recurrent_dropout": 0.2, "activation": "tanh",
        "lr": 0.001, "epochs": 2, "batch_size": 16, "validation_split": 0.2, "callbacks": None,
    }

    def __init__(self, **params):
        self.params = {**self.defaults, **params}

    def train(self, x, y):
        p = self.params
        model = Sequential()
        model.add(Input(shape=x.shape[1:]))
        model.add(LSTM(p["units"], activation=p["activation"], recurrent_dropout=p["recurrent_dropout"]))
        model.add(Dropout(p["dropout"]))
        model.add(Dense(y.shape[1]))
        model.compile(loss="mse", optimizer="rmsprop")
        model.fit(
            x,
            y,
            epochs=p["epochs"],
            batch_size=p["batch_size"],
            validation_split=p["validation_split"],
            callbacks=p["callbacks"],
            verbose=0,
        )
        self.model = model
        return self

    def predict(self, x):
        return self.model.predict(x, verbose=0)


series = np.sin(np.arange(300) / 7.0)
windows = np.lib.stride_tricks.sliding_window_view(series, 21)
x, y = windows[:, :20, np.newaxis], windows[:, 20:]

learner = LSTMLearner(callbacks=[EarlyStopping(monitor="val_loss", patience=2)])
learner.train(x[:200], y[:200])
print("mse:", float(np.mean((learner.predict(x[200:]) - y[200:]) ** 2)))
