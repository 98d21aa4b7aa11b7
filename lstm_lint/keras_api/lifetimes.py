"""Which older Keras has a name, a method of models, an argument: read from the published packages, release by release.

Two lines of releases: the package `keras`, from 0.3 to 2.15, and the `tf.keras` of TensorFlow, from 1.15 to 2.15.
They differ: `keras` 2.6 to 2.8 has no `keras.optimizers.Adam`, `tf.keras` never took an argument of Keras 1. A set of
releases is a number of which each bit stands for one. scripts/generate_lifetimes.py writes the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.versions import LAST_KERAS_2, OLDEST, KerasTarget, Version

Package = Literal["keras", "tensorflow"]
_FILE: Final = Path(__file__).parent / "data" / "lifetimes.json"
# Classes by another name, up to 2.3: in 2.12 they are modules.
ALIASES: Final = frozenset(
    f"keras.optimizers.{name}"
    for name in ("sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamax", "nadam")
)
_FILES: Final = "keras.datasets.data_utils"  # the one public module of `keras.datasets` that went
_PRIVATE: Final = ("datasets", "src", "api", "tests", "protobuf", "distribute")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of releases. What is asked of it answers with a set of them, and None for what it does not know."""

    package: Package
    releases: tuple[str, ...]
    modules: Mapping[str, int]
    names: Mapping[str, Mapping[str, int]]
    methods: Mapping[str, int]
    arguments: Mapping[str, Mapping[str, int]]

    @property
    def every(self) -> int:
        """All releases."""
        return (1 << len(self.releases)) - 1

    def up_to(self, newest: Version) -> int:
        """The releases of that version, and of those before it."""
        return sum(1 << at for at, release in enumerate(self.releases) if _version(release) <= newest)

    def newest(self, found: int) -> str | None:
        """The newest release of a set."""
        return self.releases[found.bit_length() - 1] if found else None

    def with_name(self, path: str, *, called: bool = False) -> int | None:
        """A path as it is imported, `keras.layers.core.Dense`; `called`: a module of the name does not do."""
        path = path.removeprefix("tensorflow.") if self.package == "tensorflow" else path
        path = path.removeprefix("tf.")
        parts = path.split(".")
        called = called or path in ALIASES
        if path == _FILES or path.startswith(f"{_FILES}."):
            return self.modules.get(_FILES, 0)
        if parts[0] != "keras" or any(part.startswith("_") or part in _PRIVATE for part in parts):
            return None
        found = self.every
        for at, part in enumerate(parts[1:], 1):
            around, inner = ".".join(parts[:at]), ".".join(parts[: at + 1])
            if around in self.names or inner in self.modules:
                objects = self.names.get(around, {}).get(part, 0)
                modules = 0 if called and at == len(parts) - 1 else self.modules.get(inner, 0)
                if not objects | modules:
                    return 0 if self._ever(path) else None
                found &= objects | modules
            if inner not in self.modules:  # a class or a function: what it has is not written down
                break
        return found

    def _ever(self, path: str) -> bool:
        """Whether `keras` had what `tf.keras` has not: else it is a slip, or something that is put there."""
        return self.package == "tensorflow" and bool(line("keras").with_name(path))

    def with_method(self, name: str) -> int | None:
        """`Model.fit_generator`, `Sequential.predict_classes`."""
        return self.methods.get(name)

    def with_argument(self, call: str, name: str) -> int | None:
        """`layers.LSTM`, `optimizers.Adam`, `callbacks.EarlyStopping`, `models.Model`, `Model.fit` with an argument."""
        if call not in self.arguments:
            return None
        found = self.arguments[call].get(name)
        if found is None and self.package == "tensorflow":
            return 0 if line("keras").with_argument(call, name) else None
        return found


def first_without(found: int | None, of: Line) -> str | None:
    """The first release after all of a set, as a message names it; None where that is Keras 3, or not known."""
    if not found or found.bit_length() == len(of.releases):
        return None
    release = of.releases[found.bit_length()]
    if of.package == "tensorflow":
        return f"TensorFlow {release}"
    return f"Keras {_FIRST_OF.get(release, release)}"


_FIRST_OF: Final = {"1.0": "1", "2.0": "2", "2.2.4": "2.2", "2.2": "2.2.5"}  # the table has the last of each


def may_take(call: str, argument: str, target: KerasTarget) -> bool:
    """Whether a release of the target takes the argument, of those before 3."""
    if target.low > LAST_KERAS_2:
        return False
    before = _before(target.low) if target.low > OLDEST else (0, 0)  # a script for Keras 1 is for the oldest
    lines = [line("keras")] if target.standalone is not False else []
    lines += [line("tensorflow")] if target.standalone is not True else []
    calls = (call, call.replace("Model.", "Sequential."))  # which had a `fit` of its own in Keras 1
    return any(
        (one.with_argument(name, argument) or 0) & one.up_to(target.high) & ~one.up_to(before)
        for one in lines
        for name in calls
    )


def _before(version: Version) -> Version:
    return version[0], version[1] - 1


def was_in_keras(path: str) -> bool:
    """Whether some `keras` before 3 had a name in a module, given as imported; not one of a network that is shared.

    What Keras 3 has of `keras.applications` is not written down.
    """
    found, around = line("keras"), path.rpartition(".")[0]
    return (
        not path.startswith("keras.applications.")
        and around in found.modules
        and around in found.names
        and bool(found.with_name(path))
    )


@lru_cache(maxsize=2)
def line(package: Package) -> Line:
    data = json.loads(_FILE.read_text("utf-8"))[package]
    return Line(
        package,
        tuple(data["releases"]),
        _by_name(data["modules"]),
        {module: _by_name(found) for module, found in data["names"].items()},
        _by_name(data["methods"]),
        {call: _by_name(found) for call, found in data["arguments"].items()},
    )


def _by_name(found: Mapping[str, Any]) -> dict[str, int]:
    return dict(_pairs(found))


def _pairs(found: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for bits, names in found.items():
        yield from ((name, int(bits, 16)) for name in names.split(" "))


def _version(release: str) -> Version:
    major, minor = release.split(".")[:2]
    return int(major), int(minor)
