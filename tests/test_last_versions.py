"""The version to pin for an old script: below the first Keras that lacks one of its names."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_lint.keras_api.last_versions import last_with, upper_bound
from lstm_lint.keras_api.versions import LAST_KERAS_2
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("keras.layers.recurrent", (2, 8)),
        ("keras.layers.recurrent.LSTM", (2, 8)),
        ("keras.utils.np_utils", (2, 12)),
        ("keras.engine.topology", (2, 5)),
        ("keras.engine", (2, 12)),
        ("predict_classes()", (2, 5)),
        ("predict_proba()", (2, 5)),
        ("keras.layers.normalization", (2, 5)),
        ("keras.backend.image_dim_ordering", (2, 3)),
        ("decay=1e-6", (2, 10)),
        ("keras.layers.MaxoutDense", (2, 3)),
        ("keras.layers.core.Merge", (1, 2)),
        ("keras.layers.CuDNNLSTM", (2, 12)),
        ("keras.layers.LSTM", None),
        ("keras.layers.cores", None),
        ("", None),
    ],
)
def test_the_last_version_of_a_name(name: str, last: tuple[int, int] | None) -> None:
    assert last_with(name) == last


def test_the_oldest_name_decides() -> None:
    assert upper_bound(["keras.layers.core", "keras.layers.recurrent"], LAST_KERAS_2) == "2.9"
    assert upper_bound(["keras.layers.core"], (2, 3)) == "2.4"
    assert upper_bound(["fit_generator()"], LAST_KERAS_2) == "3"
    assert upper_bound([], (1, 2)) == "2"


@pytest.mark.parametrize(
    ("line", "pin"),
    [
        ("from keras.layers.recurrent import LSTM", "pin keras<2.9 or older"),
        ("from keras.layers import LSTM, CuDNNLSTM", "pin keras<2.13 or older"),
        (
            "from keras.layers import LSTM\nfrom keras.utils.np_utils import to_categorical",
            "pin keras<2.13 or older",
        ),
    ],
)
def test_what_is_pinned_has_all_names_of_a_script(line: str, pin: str, tmp_path: Path) -> None:
    text = f"""\
{line}
from keras.layers.core import Dense
from keras.models import Sequential
model = Sequential([LSTM(32, input_shape=(20, 3)), Dense(1)])
model.compile(loss="mse", optimizer="adam")
""".replace("from keras.layers.core", "from keras.layers" if "CuDNN" in line else "from keras.layers.core")
    (found,) = (
        one
        for one in lint(from_bytes(text.encode(), str(tmp_path / "a.py")), Settings())
        if one.code == "LL920"
    )
    assert pin in found.message


@pytest.mark.parametrize(
    ("imports", "last", "pin"),
    [
        (
            "from tensorflow.keras import",
            "model.predict_classes(x)",
            "pin tensorflow<2.6 or older, or see `--keras 3`",
        ),
        (
            "from tensorflow.keras import",
            "model.fit_generator(x)",
            "pin tensorflow<2.16 or older, or see `--keras 3`",
        ),
        ("from keras import", "model.fit_generator(x)", "pin keras<3 or older, or see `--keras 3`"),
        (
            "from keras import",
            "model.fit(x, callbacks=[callbacks.ModelCheckpoint('best.h5', save_weights_only=True)])",
            "Keras 3 rejects the file name 'best.h5'; pin keras<3 or older, or see `--keras 3`",
        ),
    ],
)
def test_tf_keras_comes_with_tensorflow(imports: str, last: str, pin: str, tmp_path: Path) -> None:
    text = f"""\
import numpy as np
{imports} callbacks, layers, models
x = np.load("x.npy")
model = models.Sequential([layers.LSTM(32, input_shape=(20, 3)), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
{last}
"""
    source = from_bytes(text.encode(), str(tmp_path / "a.py"))
    (found,) = (one for one in lint(source, Settings()) if one.code == "LL920")
    assert found.message.endswith(pin)


@pytest.mark.parametrize(
    ("module", "pin"),
    [("keras", "pin keras<2.13 or older"), ("tensorflow.keras", "pin tensorflow<2 or older")],
)
def test_tensorflow_2_has_no_layer_for_cudnn_alone(module: str, pin: str, tmp_path: Path) -> None:
    text = f"""\
from {module} import models
from {module}.layers import CuDNNGRU, Dense
model = models.Sequential([CuDNNGRU(32, input_shape=(20, 3)), Dense(1)])
model.compile(loss="mse", optimizer="adam")
"""
    source = from_bytes(text.encode(), str(tmp_path / "a.py"))
    (found,) = (one for one in lint(source, Settings()) if one.code == "LL920")
    assert pin in found.message


def test_the_reason_is_what_the_version_is_from(tmp_path: Path) -> None:
    text = """\
from keras.layers import LSTM, Dense, Merge
from keras.layers.embeddings import Embedding
from keras.models import Sequential
words, more = Sequential(), Sequential()
words.add(Embedding(500, 16, input_length=20))
more.add(Embedding(500, 16, input_length=20))
model = Sequential()
model.add(Merge([words, more], mode="concat"))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
"""
    source = from_bytes(text.encode(), str(tmp_path / "a.py"))
    (found,) = (one for one in lint(source, Settings()) if one.code == "LL920")
    assert found.message.startswith("written for Keras 2.1 or older")
    assert "Merge" in found.message and "embeddings" not in found.message
