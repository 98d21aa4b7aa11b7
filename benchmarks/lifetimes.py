"""What lifetimes.json says of one release, held against that release itself: `python -m benchmarks.lifetimes`.

Run it under an interpreter that has a TensorFlow of 2.6 to 2.15: `pip install tensorflow-cpu==2.15.1`. It imports every
module and name of the table, and hands every argument to the classes that need nothing else. It prints what differs and
exits with 1 where something does.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

_TABLE: Final = Path(__file__).parent.parent / "lstm_lint" / "keras_api" / "data" / "lifetimes.json"
_CLASSES: Final = {
    "layers.LSTM": (3,), "layers.GRU": (3,), "layers.Dense": (3,), "layers.Conv1D": (3, 2), "layers.Embedding": (3, 4),
    "layers.Dropout": (0.1,), "optimizers.Adam": (), "optimizers.SGD": (), "optimizers.RMSprop": (),
    "callbacks.EarlyStopping": (), "callbacks.ReduceLROnPlateau": (), "callbacks.TensorBoard": (),
}  # fmt: skip
_VALUES: Final = (None, 1, "same", 0.1, True, (2, 2))
_NOT_TAKEN: Final = (
    "unexpected keyword",
    "not understood",
    "passed to",
    "Invalid keyword",
    "not a valid argument",
)
_NOT_TAKEN_ANY_MORE: Final = ("deprecated", "nrecognized")
_IGNORED: Final = ("lr",)  # since TensorFlow 2.11 it is taken, and only a warning is made of it
_UNTOLD: Final = ("datasets", "applications")


def main() -> int:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    keras = importlib.import_module("keras")
    release = ".".join(keras.__version__.split(".")[:2])
    wrong = 0
    for package, root in (("keras", keras), ("tensorflow", importlib.import_module("tensorflow").keras)):
        line = json.loads(_TABLE.read_text("utf-8"))[package]
        if release not in line["releases"]:
            print(f"{package} {release} is not in the table")
            return 1
        bit = 1 << line["releases"].index(release)
        for kind, held in (("names", _names), ("modules", _modules), ("arguments", _arguments)):
            found = list(held(line, bit, root))
            differ = [asked for asked, claimed, true in found if claimed is not true]
            wrong += len(differ)
            print(
                f"{package} {release}: {len(found):,} {kind}, {len(differ)} differ: {' '.join(differ[:10])}"
            )
    return 1 if wrong else 0


def _each(found: dict[str, str], bit: int) -> Iterator[tuple[str, bool]]:
    for bits, names in found.items():
        for name in names.split():
            yield name, bool(int(bits, 16) & bit)


def _names(line: dict[str, Any], bit: int, root: ModuleType) -> Iterator[tuple[str, bool, bool]]:
    for module, found in line["names"].items():
        for name, claimed in _each(found, bit):
            path = f"{module}.{name}"
            yield path, claimed, _has(root, path) if root.__name__ != "keras" else _is_there(path)


def _modules(line: dict[str, Any], bit: int, root: ModuleType) -> Iterator[tuple[str, bool, bool]]:
    for module, claimed in _each(line["modules"], bit):
        if module.rpartition(".")[2] not in _UNTOLD:
            yield module, claimed, _has(root, module) if root.__name__ != "keras" else _is_there(module)


def _has(root: object, path: str) -> bool:
    """Whether `tf.keras` has it as an attribute, which is what its API is."""
    for part in path.split(".")[1:]:
        if not hasattr(root, part):
            return False
        root = getattr(root, part)
    return True


def _is_there(path: str) -> bool:
    around, _, name = path.rpartition(".")
    try:
        if around and hasattr(importlib.import_module(around), name):
            return True
    except ImportError:
        pass
    try:
        importlib.import_module(path)
    except Exception:  # a module that is there may fail on another package that it wants
        return False
    return True


def _arguments(line: dict[str, Any], bit: int, root: ModuleType) -> Iterator[tuple[str, bool, bool]]:
    for call, given in _CLASSES.items():
        kind, cls = call.split(".")
        made = getattr(getattr(root, kind), cls)
        for name, claimed in _each(line["arguments"][call], bit):
            if name not in _IGNORED:
                yield f"{call}({name})", claimed, _takes(made, given, name)


def _takes(made: Callable[..., object], given: tuple[object, ...], name: str) -> bool:
    """Whether an argument is one of a class, whatever values it wants."""
    for value in _VALUES:
        try:
            made(*given, **{name: value})
        except TypeError as error:
            if any(words in str(error) for words in _NOT_TAKEN):
                return False
        except Exception as error:
            if any(words in str(error) for words in _NOT_TAKEN_ANY_MORE):
                return False
        else:
            return True
    return True


if __name__ == "__main__":
    sys.exit(main())
