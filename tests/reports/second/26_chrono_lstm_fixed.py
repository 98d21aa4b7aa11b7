# fixed twin of 26_chrono_lstm.py
import numpy as np
import keras
from keras import layers


@keras.saving.register_keras_serializable("rnn")
class ChronoLSTM(layers.LSTM):
    """LSTM whose forget bias starts at log(U(1, max_lag))."""

    def __init__(self, units, use_chrono=True, max_lag=30, **kwargs):
        super().__init__(units, **kwargs)
        self.use_chrono = use_chrono
        self.max_lag = max_lag

    def build(self, input_shape):
        super().build(input_shape)
        if self.use_chrono:
            forget = np.log(np.random.uniform(1, self.max_lag - 1, self.units))
            bias = np.zeros(4 * self.units, dtype="float32")
            bias[: self.units] = -forget
            bias[self.units: 2 * self.units] = forget
            self.cell.bias.assign(bias)

    def get_config(self):
        config = super().get_config()
        config.update({"use_chrono": self.use_chrono,
                       "max_lag": self.max_lag})
        return config


rng = np.random.default_rng(1)


def trials(n, steps=40):
    x = rng.normal(size=(n, steps, 2)).astype("float32")
    y = (x[:, 3, 0] > 0).astype("int32")
    return x, y


x_train, y_train = trials(160)
x_test, y_test = trials(60)

model = keras.Sequential([
    layers.Input((40, 2)),
    ChronoLSTM(24, max_lag=40),
    layers.Dense(2, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_split=0.2, epochs=1, batch_size=32, verbose=2)
model.save("chrono.keras")

again = keras.models.load_model("chrono.keras")
print(again.evaluate(x_test, y_test, verbose=0))
