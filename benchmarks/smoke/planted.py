"""Scripts with one planted defect each, over five architectures and the rules that can be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = "import numpy as np\nimport keras\nfrom keras import layers\n\n"


@dataclass(frozen=True)
class Planted:
    """A script, the rule that has to find the defect, and the architecture that it stands in."""

    code: str
    architecture: str
    script: str

    @property
    def name(self) -> str:
        return f"{self.code} in {self.architecture}"


def regression(
    first: str = "", second: str = "", head: str = "layers.Dense(1)", after: str = "", **more: str
) -> str:
    """Two stacked LSTMs over 30 steps of 4 features, and one number to predict."""
    stack = f"""\
x = np.random.randn(2000, 30, 4)
y = {more.get("y", "np.random.randn(2000, 1)")}
model = keras.Sequential([
    {more.get("input", "keras.Input((30, 4))")},
    layers.LSTM(32, return_sequences=True{first}),
    layers.LSTM(32{second}),
    {head},{after}
])
"""
    optimizer, loss = more.get("optimizer", "'adam'"), more.get("loss", "'mse'")
    fit = f"model.fit(x, y, epochs=20, batch_size=32{more.get('fit', '')})\n"
    return f"{_HEAD}{stack}model.compile(optimizer={optimizer}, loss={loss})\n{fit}"


def classifier(layer: str = "", head: str = "layers.Dense(3, activation='softmax')", **more: str) -> str:
    """Words, an Embedding, one LSTM and three classes."""
    return f"""\
{_HEAD}from keras.utils import pad_sequences

model = keras.Sequential([
    keras.Input(({more.get("steps", "30")},)),
    layers.Embedding(1000, 32{more.get("embedding", "")}),
    layers.LSTM(32{layer}),
    {head},
])
model.compile(optimizer={more.get("optimizer", "'adam'")}, loss={more.get("loss", "'sparse_categorical_crossentropy'")})
{more.get("fit", "")}
"""


def tagger(layer: str = "", head: str = "layers.Dense(3, activation='softmax')", **more: str) -> str:
    """A label for each of 25 steps."""
    return f"""\
{_HEAD}model = keras.Sequential([
    keras.Input((25, 5)),
    layers.{more.get("cell", "LSTM")}(32, return_sequences=True{layer}),
    {head},
])
model.compile(optimizer={more.get("optimizer", "'adam'")}, loss={more.get("loss", "'sparse_categorical_crossentropy'")})
"""


def seq2seq(
    encoder: str = "", decoder: str = "", head: str = "layers.Dense(3, activation='softmax')", **more: str
) -> str:
    """An encoder that hands its states to a decoder of 25 steps."""
    return f"""\
{_HEAD}source = keras.Input((25, 6))
_, h, c = layers.LSTM(32, return_state=True{encoder})(source)
target = keras.Input((25, 6))
x = layers.LSTM({more.get("units", "32")}, return_sequences=True{decoder})(target, initial_state=[h, c])
out = {head}(x)
model = keras.Model([source, target], out)
model.compile(optimizer={more.get("optimizer", "'adam'")}, loss={more.get("loss", "'sparse_categorical_crossentropy'")})
"""


def autoencoder(
    encoder: str = "", decoder: str = "", bridge: str = "layers.RepeatVector(20)", **more: str
) -> str:
    """A sequence squeezed into one vector and unfolded again."""
    return f"""\
{_HEAD}model = keras.Sequential([
    keras.Input((20, 2)),
    layers.LSTM(32{encoder}),
    {bridge},
    layers.LSTM(32, return_sequences=True{decoder}),
    {more.get("head", "layers.TimeDistributed(layers.Dense(2))")},
])
model.compile(optimizer={more.get("optimizer", "'adam'")}, loss={more.get("loss", "'mse'")})
"""


_RELU = ", activation='relu'"
_POST = "x = pad_sequences([[1]], maxlen=60, padding='post')\nmodel.fit(x, np.zeros(1), epochs=2)"
_IMDB = """\
from keras.datasets import imdb
(x, y), _ = imdb.load_data(num_words=1000)
x = pad_sequences(x, maxlen=30)
model.fit(x, y)"""
_SCHEDULE = "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(1e-3, 1, 0.9))"


def planted() -> Iterator[Planted]:
    """Every planted defect."""
    r, c, t = "stacked regression", "text classifier", "tagger"
    s, a = "seq2seq", "autoencoder"
    yield Planted("LL101", r, regression().replace("32, return_sequences=True)", "32)"))
    yield Planted("LL103", r, regression(second=", return_sequences=True"))
    yield Planted("LL104", r, regression(y="np.random.randn(2000, 3)"))
    yield Planted("LL115", r, regression(second=", return_sequences='False'"))
    yield Planted("LL201", r, regression(", recurrent_activation='tanh'", ", recurrent_activation='tanh'"))
    yield Planted(
        "LL202", r, regression(", recurrent_activation='linear'", ", recurrent_activation='linear'")
    )
    yield Planted("LL203", r, regression(_RELU, _RELU))
    yield Planted("LL204", r, regression(", activation='sigmoid'", ", activation='sigmoid'"))
    yield Planted("LL208", r, regression(", kernel_initializer='zeros'", ", kernel_initializer='zeros'"))
    yield Planted("LL412", r, regression(after=" layers.Dropout(0.5),"))
    yield Planted("LL501", r, regression(optimizer="keras.optimizers.Adam(0.5)"))
    yield Planted("LL502", r, regression(optimizer="keras.optimizers.Adam(1e-7)"))
    yield Planted("LL503", r, regression(optimizer="'sgd'"))
    yield Planted("LL504", r, regression(optimizer="'adadelta'"))
    yield Planted("LL506", r, regression(optimizer="keras.optimizers.Adam(clipnorm=1.0, clipvalue=0.5)"))
    yield Planted("LL507", r, regression(optimizer="keras.optimizers.SGD(0.1, clipnorm=0.001)"))
    yield Planted("LL508", r, regression(optimizer="keras.optimizers.Adam(lr=0.001)"))
    yield Planted("LL511", r, regression(optimizer=_SCHEDULE))
    yield Planted("LL602", r, regression(", dropout=0.9", ", dropout=0.9"))
    yield Planted("LL901", r, regression(input="keras.Input((30, 4))", first=", time_major=False"))
    yield Planted("LL110", r, regression(second=", stateful=True"))
    yield Planted(
        "LL111",
        r,
        regression(input="keras.Input(batch_shape=(32, 4, 4))", first=", stateful=True")
        .replace("2000, 30, 4", "1920, 4, 4")
        .replace("2000, 1", "1920, 1"),
    )
    yield Planted(
        "LL113",
        r,
        regression(
            input="keras.Input(batch_shape=(32, 30, 4))", first=", stateful=True", fit=", shuffle=False"
        ),
    )
    yield Planted("LL109", r, regression(input="keras.Input((1, 4))").replace("2000, 30, 4", "2000, 1, 4"))
    yield Planted("LL301", c, classifier(fit=_POST, steps="60"))
    yield Planted(
        "LL302",
        c,
        classifier(embedding=", mask_zero=True").replace(
            "    layers.LSTM(32)", "    layers.Conv1D(16, 3, padding='same'),\n    layers.LSTM(32)"
        ),
    )
    yield Planted(
        "LL401", c, classifier(head="layers.Dense(1, activation='softmax')", loss="'binary_crossentropy'")
    )
    yield Planted("LL404", c, classifier(head="layers.Dense(3)"))
    yield Planted(
        "LL406",
        c,
        classifier(head="layers.Dense(1, activation='sigmoid')", loss="'sparse_categorical_crossentropy'"),
    )
    yield Planted(
        "LL408",
        c,
        classifier(
            loss="'categorical_crossentropy'",
            fit=_IMDB,
        ).replace("Dense(3", "Dense(2"),
    )
    yield Planted("LL201", c, classifier(", recurrent_activation='softmax'"))
    yield Planted("LL501", c, classifier(optimizer="keras.optimizers.Adam(1.0)"))
    yield Planted("LL201", t, tagger(", recurrent_activation='tanh'", cell="GRU"))
    yield Planted("LL202", t, tagger(_RELU.replace("activation", "recurrent_activation"), cell="GRU"))
    yield Planted("LL404", t, tagger(head="layers.Dense(3, activation='relu')"))
    yield Planted("LL504", t, tagger(optimizer="keras.optimizers.Adagrad()"))
    yield Planted("LL501", t, tagger(optimizer="keras.optimizers.RMSprop(0.5)"))
    yield Planted("LL107", s, seq2seq(units="48"))
    yield Planted("LL404", s, seq2seq(head="layers.Dense(3)"))
    yield Planted("LL204", s, seq2seq(", activation='sigmoid'", ", activation='softmax'"))
    yield Planted("LL501", s, seq2seq(optimizer="keras.optimizers.Adam(1.0)"))
    yield Planted("LL101", a, autoencoder(bridge="layers.Dropout(0.1)"))
    yield Planted("LL203", a, autoencoder(_RELU, _RELU))
    yield Planted("LL204", a, autoencoder(", activation='sigmoid'", ", activation='sigmoid'"))
    yield Planted("LL504", a, autoencoder(optimizer="'ftrl'"))
    yield Planted(
        "LL506", a, autoencoder(optimizer="keras.optimizers.Adam(clipnorm=1.0, global_clipnorm=1.0)")
    )
