"""What becomes of masks in a script that was read: what the rules of masks build on."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint, target_of
from lstm_lint.notions.masks import Masks
from lstm_lint.reader import read
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = "import keras\nfrom keras import layers\ntokens = keras.Input((12,))\n"
EMBEDDED = HEAD + "x = layers.Embedding(50, 8, mask_zero=True)(tokens)\n"
END = "model = keras.Model(tokens, layers.Dense(1)(layers.LSTM(4)(x)))\n"


def arrives(text: str) -> list[bool | None]:
    """Whether a mask reaches the last LSTM."""
    source = from_bytes(text.encode(), "train.py")
    script = read(source, target_of(source, Settings(keras="3")))
    model = script.models[0]
    return Masks(model).into(model.recurrent[-1])


def codes(text: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return [finding.code for finding in found if finding.code.startswith("LL3")]


def test_a_softmax_layer_raises_on_a_masked_sequence_so_nothing_is_known_after_it() -> None:
    assert arrives(EMBEDDED + "x = layers.Softmax()(x)\n" + END) == [None]
    assert arrives(EMBEDDED + "x = layers.Activation('softmax')(x)\n" + END) == [True]


def test_attention_hands_the_mask_of_its_query_on() -> None:
    assert arrives(EMBEDDED + "x = layers.Attention()([x, x])\n" + END) == [True]
    other = "y = layers.Embedding(50, 8)(tokens)\n"
    assert arrives(EMBEDDED + other + "x = layers.MultiHeadAttention(2, 4)(y, x)\n" + END) == [False]
    assert arrives(EMBEDDED + other + "x = layers.MultiHeadAttention(2, 4)(x, y)\n" + END) == [True]


def test_time_distributed_hands_the_mask_on_whatever_it_holds() -> None:
    assert arrives(EMBEDDED + "x = layers.TimeDistributed(layers.Reshape((8,)))(x)\n" + END) == [True]


def test_a_class_of_the_program_with_the_name_of_a_layer_is_not_that_layer() -> None:
    own = """
class Conv1D(layers.Layer):
    def call(self, inputs, mask=None):
        return inputs
"""
    assert codes(EMBEDDED + own + "x = Conv1D()(x)\n" + END) == []
    assert codes(EMBEDDED + "x = layers.Conv1D(4, 3)(x)\n" + END) == ["LL302"]


def test_a_mask_does_not_pass_a_layer_that_makes_one_of_its_own() -> None:
    lost = "x = layers.Conv1D(4, 3)(x)\n"
    assert codes(EMBEDDED + lost + END) == ["LL302"]
    assert codes(EMBEDDED + lost + "x = layers.Masking(-1.0)(x)\n" + END) == []


@pytest.mark.parametrize(
    ("between", "after", "remedy"),
    [
        ("layers.Conv1D(4, 3)", "layers.LSTM(4)", "write padding='pre' where it is padded"),
        (
            "layers.Conv1D(4, 3)",
            "layers.LSTM(4, return_sequences=True), layers.Dropout(0.1), layers.GRU(4)",
            "write padding='pre' where it is padded",
        ),
        (
            "layers.Conv1D(4, 3)",
            "layers.Bidirectional(layers.LSTM(4))",
            "a functional model can pass `mask=`",
        ),
        (
            "layers.Conv1D(4, 3)",
            "layers.LSTM(4, return_sequences=True)",
            "a functional model can pass `mask=`",
        ),
        ("Damp()", "layers.LSTM(4)", "set `supports_masking` in `Damp` if it keeps the steps"),
        ("layers.Lambda(lambda t: t * 2)", "layers.LSTM(4)", "give the `Lambda` a `mask=`"),
    ],
)
def test_what_helps_against_a_lost_mask_depends_on_what_loses_it(
    between: str, after: str, remedy: str
) -> None:
    own = "class Damp(layers.Layer):\n    def call(self, inputs):\n        return inputs * 0.5\n"
    stack = f"layers.Embedding(50, 8, mask_zero=True), {between}, {after}, layers.Dense(1)"
    text = f"import keras\nfrom keras import layers\n{own}model = keras.Sequential([keras.Input((12,)), {stack}])\n"
    (found,) = (
        one for one in lint(from_bytes(text.encode(), "train.py"), Settings(keras="3")) if one.code == "LL302"
    )
    assert found.message.endswith(f"; {remedy}")


def test_attention_after_a_lost_mask_takes_one_as_its_attention_mask() -> None:
    lost = "x = layers.RMSNormalization()(x)\nx = layers.MultiHeadAttention(2, 4)(x, x)\n"
    found = lint(from_bytes((EMBEDDED + lost + END).encode(), "train.py"), Settings(keras="3"))
    assert [one.message.rpartition("; ")[2] for one in found if one.code == "LL302"] == [
        "call it with `attention_mask=`"
    ]


def test_what_is_tried_is_no_condition_of_what_every_value_of_it_has() -> None:
    text = """\
import keras
import keras_tuner
from keras import layers
def build(convolutions=1, optimizer="adam"):
    model = keras.Sequential([keras.Input((12,)), layers.Embedding(50, 8, mask_zero=True)])
    for _ in range(convolutions):
        model.add(layers.Conv1D(4, 3))
    model.add(layers.LSTM(4))
    model.add(layers.Dense(1))
    model.compile(keras.optimizers.Adam(0.01) if optimizer == "adam" else keras.optimizers.Nadam(0.01), "mse")
    return model
def of_unknown_depth(numbers):
    build(convolutions=numbers[2]).fit(x, y)
def tried(hp):
    return build(2, optimizer=hp.Choice("optimizer", ["adam", "nadam"]))
tuner = keras_tuner.Hyperband(tried, objective="val_loss", max_epochs=30, factor=3)
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    (message,) = (one.message for one in found if one.code == "LL302")
    assert "optimizer" not in message and message.endswith("; write padding='pre' where it is padded")


def test_a_functional_model_passes_the_mask_itself() -> None:
    lost = "x = layers.Conv1D(4, 3)(x)\nx = layers.Bidirectional(layers.LSTM(4))(x)\n"
    text = EMBEDDED + lost + "model = keras.Model(tokens, layers.Dense(1)(x))\n"
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert [one.message.rpartition("; ")[2] for one in found if one.code == "LL302"] == [
        "call it with `mask=`"
    ]
