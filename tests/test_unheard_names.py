"""Names that no release has in a public module of Keras."""

from __future__ import annotations

import pytest

from lstm_lint.keras_api.lifetimes import line
from lstm_lint.keras_api.unheard import CLOSED, is_unheard_of, similar
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


@pytest.mark.parametrize(
    "path",
    [
        "keras.layers.GatedConvLSTM2D",
        "tensorflow.keras.layers.Droput",
        "keras.layers.contrib.LSTM",
        "keras.optimizers.adamm",
    ],
)
def test_no_release_has_the_name(path: str) -> None:
    assert is_unheard_of(path)


@pytest.mark.parametrize(
    "path",
    [
        "keras.layers.LSTM",
        "keras.layers.Merge",  # of Keras 1
        "keras.layers.attention.AttentionLayer",  # a module of Keras 2.9 to 2.12
        "keras.layers.recurrent.Recurrent",
        "tensorflow.keras.layers.experimental.preprocessing.Rescaling",
        "tensorflow.keras.optimizers.legacy.Adam",
        "keras.utils.anything",  # not every name of it is written down
        "keras.layers._private",
        "keras_contrib.layers.CRF",
    ],
)
def test_some_release_may_have_it(path: str) -> None:
    assert not is_unheard_of(path)


def test_nothing_that_the_installed_keras_has_is_unheard_of() -> None:
    keras = pytest.importorskip("keras")
    every = {
        f"{root}.{module}.{name}"
        for root in ("keras", "tensorflow.keras")
        for module in CLOSED
        for name in dir(getattr(keras, module))
    }
    assert {path for path in every if is_unheard_of(path)} == set()


def test_the_name_that_may_be_meant() -> None:
    assert similar("keras.layers.Droput", parse_target("3")) == "keras.layers.Dropout"
    assert similar("tf.keras.optimizers.Adamm", parse_target("3")) == "tf.keras.optimizers.Adam"
    assert similar("keras.layers.Something", parse_target("3")) is None


TEXT = """
import keras
{before}
keras.Sequential([keras.Input((30, 4)), keras.layers.GatedGRU(16), keras.layers.LSTM(1)]).compile("adam", "mse")
"""


@pytest.mark.parametrize(
    ("before", "keras", "count"),
    [
        ("", "3.15", 1),
        ("", "2.10", 1),
        ("", "3.40", 0),  # it may have what is newer than the data
        ("keras.layers.GatedGRU = keras.layers.GRU", "3.15", 0),
        ("setattr(keras.layers, 'GatedGRU', keras.layers.GRU)", "3.15", 0),
    ],
)
def test_a_layer_of_no_keras(before: str, keras: str, count: int) -> None:
    found = lint(from_bytes(TEXT.format(before=before).encode(), "train.py"), Settings(keras=keras))
    assert [one.code for one in found].count("LL902") == count


@pytest.mark.parametrize("root", ["keras", "tensorflow.keras"])
def test_what_older_releases_had_is_not_loaded_for_names_that_are_there(root: str) -> None:
    text = f"""
from {root}.layers import LSTM, Dense, Input
from {root}.models import Sequential
from {root}.optimizers import Adam

model = Sequential([Input((30, 4)), LSTM(16), Dense(1)])
model.compile(Adam(1e-3), "mse")
"""
    line.cache_clear()
    is_unheard_of.cache_clear()
    lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert line.cache_info().currsize == 0
