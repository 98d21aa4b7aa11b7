"""Scripts of five architectures: stacked regression, text classifier, tagger, seq2seq, autoencoder.

Each is sound by itself; arguments put a defect into one place of it.
"""

from __future__ import annotations

HEAD = "import numpy as np\nimport keras\nfrom keras import layers\n\n"


def regression(
    first: str = "", second: str = "", head: str = "layers.Dense(1)", after: str = "", **more: str
) -> str:
    """Two stacked LSTMs over 30 steps of 4 features, and one number to predict."""
    stack = f"""\
x = {more.get("x", "np.random.randn(2000, 30, 4)")}
y = {more.get("y", "np.random.randn(2000, 1)")}
model = keras.Sequential([
    {more.get("input", "keras.Input((30, 4))")},
    layers.LSTM(32, return_sequences=True{first}),
    layers.LSTM(32{second}),
    {head},{after}
])
"""
    optimizer, loss = more.get("optimizer", "'adam'"), more.get("loss", "'mse'")
    fit = f"model.fit(x, y, epochs=8, batch_size=32{more.get('fit', '')})\n"
    return f"{HEAD}{stack}model.compile(optimizer={optimizer}, loss={loss})\n{fit}"


def classifier(layer: str = "", head: str = "layers.Dense(3, activation='softmax')", **more: str) -> str:
    """Words, an Embedding, one LSTM and three classes."""
    return f"""\
{HEAD}from keras.utils import pad_sequences

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
{HEAD}model = keras.Sequential([
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
{HEAD}source = keras.Input((25, 6))
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
{HEAD}model = keras.Sequential([
    keras.Input((20, 2)),
    layers.LSTM(32{encoder}),
    {bridge},
    layers.LSTM(32, return_sequences=True{decoder}),
    {more.get("head", "layers.TimeDistributed(layers.Dense(2))")},
])
model.compile(optimizer={more.get("optimizer", "'adam'")}, loss={more.get("loss", "'mse'")})
"""
