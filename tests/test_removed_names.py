"""What is gone in a version is read from the recorded API, and successors exist in the newest one."""

from __future__ import annotations

import pytest

from lstm_lint.keras_api.packages import never_combine, package
from lstm_lint.keras_api.signatures import accepts, exists, names, removed, removed_keyword
from lstm_lint.keras_api.successors import RENAMED_ARGUMENTS, RENAMED_CLASSES, RENAMED_METHODS
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.script import Ending
from lstm_lint.source import from_bytes

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
        ('os.path.join(folder, "best.h5")', "best.h5"),
        ('folder + "/best.h5"', "/best.h5"),
        ('f"{folder}/{name}.h5"', ".h5"),
        ('"%s/%02d-best.h5" % (folder, 3)', "-best.h5"),
        ('"{}/best.h5".format(folder)', "/best.h5"),
        ('pathlib.Path(folder) / "best.h5"', "best.h5"),
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
    )
    script = read(from_bytes(text.encode(), "example.py"), KERAS_3)
    assert [(name.path, name.kind, name.guarded) for name in script.names] == [
        ("keras.layers", "import", False),
        ("keras.layers.CuDNNLSTM", "import", True),
        ("tensorflow.keras.layers.LSTM", "call", True),
        ("keras.layers.GRU", "call", False),
    ]
