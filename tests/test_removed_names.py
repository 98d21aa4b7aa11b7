"""What is gone in a version is read from the recorded API, and successors exist in the newest one."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_lint.keras_api import numpy_names
from lstm_lint.keras_api.packages import never_combine, package
from lstm_lint.keras_api.signatures import accepts, exists, names, removed, removed_keyword
from lstm_lint.keras_api.successors import (
    RENAMED_ARGUMENTS,
    RENAMED_ARGUMENTS_OF,
    RENAMED_CLASSES,
    RENAMED_METHODS,
    REPLACED_ARGUMENTS_OF,
)
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader import read
from lstm_lint.script import Ending
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

KERAS_3 = parse_target("3")


@pytest.mark.parametrize(
    ("kind", "name", "version", "gone"),
    [
        ("modules", "keras.layers.CuDNNLSTM", "3", True),
        ("modules", "keras.layers.CuDNNLSTM", "2", False),
        ("modules", "keras.layers.LSTM", "3", False),
        ("modules", "keras.layers.NeverThere", "3", False),
        ("modules", "keras.preprocessing.text", "3", True),
        ("modules", "tf.keras.preprocessing.text", "3", False),
        ("methods", "Model.fit_generator", "3", True),
        ("methods", "Model.fit_generator", "2.15", False),
        ("methods", "Sequential.predict_classes", "3", True),
    ],
)
def test_a_name_is_removed(kind: str, name: str, version: str, gone: bool) -> None:
    assert removed(kind, name, parse_target(version)) is gone


@pytest.mark.parametrize(
    ("cls", "keyword", "version", "gone"),
    [
        ("LSTM", "batch_input_shape", "3", True),
        ("LSTM", "batch_input_shape", "2.15", False),
        ("LSTM", "inner_activation", "2.15", True),
        ("LSTM", "inner_activation", "2", False),  # some of these versions take it
        ("LSTM", "never_there", "3", False),
        ("Embedding", "input_length", "3", False),
    ],
)
def test_a_keyword_is_removed(cls: str, keyword: str, version: str, gone: bool) -> None:
    assert removed_keyword("layers", cls, keyword, parse_target(version)) is gone


def test_successors_are_there_in_keras_3() -> None:
    layers = [name for name in names("layers") if exists("layers", name, KERAS_3)]
    for new in RENAMED_ARGUMENTS.values():
        assert any(accepts("layers", layer, new, KERAS_3) for layer in layers), new
    for successors in (RENAMED_ARGUMENTS_OF, REPLACED_ARGUMENTS_OF):
        for layer, renamed in successors.items():
            for new in renamed.values():
                assert all(accepts("layers", layer, each, KERAS_3) for each in new.split("` and `")), (
                    layer,
                    new,
                )
    assert all(exists("methods", f"Model.{new}", KERAS_3) for new in RENAMED_METHODS.values())
    assert all(exists("layers", new, KERAS_3) for new in RENAMED_CLASSES.values())


@pytest.mark.parametrize(
    ("first", "second", "version", "apart"),
    [
        ("keras.layers.LSTM", "tensorflow.keras.layers.LSTM", "2.3", True),
        ("keras.layers.LSTM", "tensorflow.keras.layers.LSTM", "2.15", False),
        ("keras.layers.LSTM", "tensorflow.keras.layers.LSTM", "2", False),
        ("keras.layers.LSTM", "tensorflow.keras.layers.LSTM", "3", False),
        ("keras.layers.LSTM", "tf_keras.layers.LSTM", "3", True),
        ("keras.layers.LSTM", "keras.models.Sequential", "2.3", False),
    ],
)
def test_packages_that_cannot_be_combined(first: str, second: str, version: str, apart: bool) -> None:
    one, other = package(first), package(second)
    assert one is not None and other is not None
    assert never_combine(one, other, parse_target(version)) is apart


@pytest.mark.parametrize(
    ("expression", "end"),
    [
        ('os.path.join(folder, "best.h5")', "/best.h5"),
        ('folder + "/best.h5"', "/best.h5"),
        ('f"{folder}/{name}.h5"', ".h5"),
        ('"%s/%02d-best.h5" % (folder, 3)', "-best.h5"),
        ('"{}/best.h5".format(folder)', "/best.h5"),
        ('pathlib.Path(folder) / "best.h5"', "/best.h5"),
        ("os.path.join(folder, name)", None),
    ],
)
def test_the_end_of_a_file_name_is_read(expression: str, end: str | None) -> None:
    text = (
        "import os, pathlib\nimport keras\nfrom project import folder, name\n"
        f"best = keras.callbacks.ModelCheckpoint({expression})\n"
    )
    script = read(from_bytes(text.encode(), "example.py"), KERAS_3)
    value = next(item for item in script.loose if item.cls == "ModelCheckpoint")["filepath"]
    assert (value.text if isinstance(value, Ending) else None) == end


def test_names_of_keras_are_noted_with_their_guards() -> None:
    text = (
        "import tensorflow as tf\nfrom keras.layers import *\n"
        "try:\n    from keras.layers import CuDNNLSTM\nexcept ImportError:\n    pass\n"
        "if tf.__version__ < '2':\n    layer = tf.keras.layers.LSTM(3)\nother = GRU(3)\n"
        "net = tf.keras.layers.RNN(3) if hasattr(tf.keras.layers, 'RNN') else LSTM(4)\n"
        "last = tf.keras.layers.RNN(3) if n > 3 else LSTM(4)\n"
    )
    script = read(from_bytes(text.encode(), "example.py"), KERAS_3)
    assert [(name.path, name.kind, name.guarded) for name in script.names] == [
        ("keras.layers", "import", False),
        ("keras.layers.CuDNNLSTM", "import", True),
        ("tensorflow.keras.layers.LSTM", "call", True),
        ("keras.layers.GRU", "call", False),
        ("tensorflow.keras.layers.RNN", "call", True),
        ("keras.layers.LSTM", "call", True),
        ("tensorflow.keras.layers.RNN", "call", False),
        ("keras.layers.LSTM", "call", False),
    ]


# --- scripts whose imports speak for an old Keras, in projects that pin none ----------------------------------

_OF_KERAS_1 = """\
from keras.models import Sequential
from keras.layers.core import Dense
from keras.layers.recurrent import LSTM

model = Sequential()
model.add(LSTM(output_dim=32, input_shape=(20, 3), inner_activation="sigmoid"))
model.add(Dense(1))
model.compile("adam", "mse")
model.fit(x, y, nb_epoch=5)
"""


def _found(folder: Path, text: str, requirements: str = "", **settings: object) -> list[tuple[str, int, str]]:
    """Code, line and severity of what is said of names and arguments that are gone."""
    (folder / "requirements.txt").write_text(requirements, encoding="utf-8")
    path = str(folder / "train.py")
    found = lint(from_bytes(text.encode(), path), load(None, settings))
    return [
        (one.code, one.line, str(one.severity.value))
        for one in found
        if one.code.startswith(("LL90", "LL92", "LL932"))
    ]


def test_an_unpinned_script_for_an_old_keras_is_told_once(tmp_path: Path) -> None:
    assert _found(tmp_path, _OF_KERAS_1) == [("LL920", 1, "warning")]


@pytest.mark.parametrize("pin", ["keras==2.2.4", "tensorflow==1.14", "tensorflow<2"])
def test_a_pin_of_the_version_that_the_script_is_for_silences_it(tmp_path: Path, pin: str) -> None:
    assert _found(tmp_path, _OF_KERAS_1, pin) == []


@pytest.mark.parametrize("version", ["2.4", "2.10", "2.15"])
def test_modules_of_keras_2_are_left_alone_and_arguments_are_not(tmp_path: Path, version: str) -> None:
    assert _found(tmp_path, _OF_KERAS_1, keras=version) == [
        ("LL901", 6, "error"),
        ("LL901", 6, "error"),
        ("LL902", 9, "error"),
    ]


def test_the_version_on_the_command_line_counts_like_a_pin(tmp_path: Path) -> None:
    assert _found(tmp_path, _OF_KERAS_1, keras="2") == []


def test_what_the_old_keras_shares_with_the_last_keras_2_is_one_finding(tmp_path: Path) -> None:
    text = """\
from keras.layers import LSTM, CuDNNGRU, Dense
from keras.models import Sequential
from keras.utils import np_utils

model = Sequential([CuDNNGRU(8, batch_input_shape=(4, 20, 3)), Dense(1)])
"""
    assert _found(tmp_path, text) == [("LL920", 1, "warning")]


def test_an_import_that_is_tried_is_not_reported(tmp_path: Path) -> None:
    text = """\
try:
    from keras.layers import CuDNNLSTM as Recurrent
except ImportError:
    from keras.layers import LSTM as Recurrent
from keras.models import Sequential

model = Sequential([Recurrent(8, input_shape=(20, 3))])
"""
    assert _found(tmp_path, text) == []


# --- NumPy ------------------------------------------------------------------------------------------------------

_WITH_NUMPY = """\
import keras
import numpy as np
from keras import layers

x = np.zeros((9, 5, 2), dtype=np.int)
seen = np.zeros(9, dtype=np.bool)
gap = np.NaN
model = keras.Sequential([keras.Input((5, 2)), layers.LSTM(4)])
"""


@pytest.mark.parametrize(
    ("pin", "severities"),
    [
        ("", ["warning", "advice", "warning"]),
        ("numpy>=1.20", ["warning", "advice", "warning"]),
        ("numpy==1.26.4", ["error", "error"]),
        ("numpy<1.24", []),
        ("numpy~=1.23.5", []),
        ("numpy>=2.1", ["error", "error"]),
        ("numpy>=1.22,<2", ["warning", "warning"]),
    ],
)
def test_names_of_numpy_are_gone_by_its_pinned_version(
    tmp_path: Path, pin: str, severities: list[str]
) -> None:
    found = _found(tmp_path, _WITH_NUMPY, pin)
    assert [severity for _, _, severity in found] == severities
    assert {code for code, _, _ in found} <= {"LL907"}


_WITH_PANDAS = """\
import keras
import pandas as pd
from keras import layers

frame = pd.read_csv("load.csv", date_parser=str)
frame = frame.fillna(method="ffill").drop("wind", 1)
frame = frame.append(frame)
hours = frame.resample("H").mean()
model = keras.Sequential([keras.Input((5, 2)), layers.LSTM(4)])
"""


@pytest.mark.parametrize(
    ("pin", "lines"),
    [
        ("", [5, 6, 6, 7, 8]),
        ("pandas", [5, 6, 6, 7, 8]),
        ("pandas>=1.5", [5, 6, 6, 7, 8]),
        ("pandas>=3", [5, 6, 6, 7, 8]),
        ("pandas==2.1.4", [6, 7]),
        ("pandas>=1.5,<3", [6, 7]),
        ("pandas~=2.2", [6, 7]),
        ("pandas==1.5.3", []),
        ("pandas==0.25.3", []),
        ("pandas-datareader==0.10", [5, 6, 6, 7, 8]),
        ("geopandas==0.14", [5, 6, 6, 7, 8]),
    ],
)
def test_what_pandas_took_away_is_gone_by_its_pinned_version(
    tmp_path: Path, pin: str, lines: list[int]
) -> None:
    found = _found(tmp_path, _WITH_PANDAS, pin, select=["LL932"])
    assert [line for _, line, _ in found] == lines


@pytest.mark.keras
def test_recorded_names_of_numpy_are_those_of_the_installed_one() -> None:
    numpy = pytest.importorskip("numpy")
    installed = tuple(int(part) for part in numpy.__version__.split(".")[:2])
    wrong = [
        name
        for name in numpy_names.removed_names()
        if numpy_names.lacking(name, installed, installed)[-1] is hasattr(numpy, name)
    ]
    assert not wrong
