"""Signatures, defaults and names of the public Keras API by version, from the files in data/.

The files are written by scripts/generate_keras_api.py from the real packages. Kinds: "layers", "optimizers"
(with "legacy.Adam" and its like), "schedules", "losses", "metrics", "callbacks", "initializers",
"regularizers", "constraints", "methods" ("Model.fit", "Model.compile", "Model", "Sequential",
"Sequential.add", "Input") and "functions" ("pad_sequences", "Tokenizer", "concatenate", ...). `exists` knows
more: "modules" (dotted names such as "keras.utils.to_categorical" or "tf.keras.preprocessing.text") and the
plain names of "activations" and "ops".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lstm_lint.ir.facts import cached_property
from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.versions import KERAS_3, LAST_KERAS_2, NEWEST, OLDEST, KerasTarget, Version

KINDS: Final = (
    "layers",
    "optimizers",
    "schedules",
    "losses",
    "metrics",
    "callbacks",
    "initializers",
    "regularizers",
    "constraints",
    "methods",
    "functions",
)


_TODAY: Final = KerasTarget(NEWEST, NEWEST)


class Required:
    """The default of a parameter that has none."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = Required()


@dataclass(frozen=True, slots=True)
class ObjectDefault:
    """A default that is an object, by its name (`<function softmax>` is ObjectDefault("softmax"))."""

    text: str


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    default: object  # REQUIRED, a plain value (sequences as tuples), or ObjectDefault
    keyword_only: bool


@dataclass(frozen=True)
class Signature:
    """One callable of one Keras version; `name` is its documented name (MaxPooling1D for MaxPool1D)."""

    name: str
    parameters: tuple[Parameter, ...]
    extra: frozenset[str]  # keywords taken through **kwargs: name, dtype, input_shape, ...
    open: bool = False  # any other keyword passes unchecked
    ndim: int | None = (
        None  # layers: the input rank that InputSpec(ndim=...) demands, where written as a number
    )

    @cached_property
    def keywords(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(parameter.name for parameter in self.parameters)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Those without a default."""
        return tuple(parameter.name for parameter in self.parameters if parameter.default is REQUIRED)

    def default(self, name: str) -> object:
        """The default of a parameter; None for a keyword that goes through **kwargs. Raises KeyError."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter.default
        if name in self.extra:
            return None
        raise KeyError(name)

    def accepts(self, keyword: str) -> bool:
        return self.open or self.names(keyword)

    def names(self, keyword: str) -> bool:
        """Whether it does something with the keyword; an open one takes others and ignores them."""
        return keyword in self.extra or keyword in self.keywords

    def positional(self) -> tuple[str, ...]:
        """The names that positional arguments bind to, in order."""
        return tuple(p.name for p in self.parameters if not p.keyword_only)


def signature(kind: str, name: str, target: KerasTarget) -> Signature | None:
    """The signature in the newest version of the target; failing that, in the newest that has the name.

    So the arguments of CuDNNLSTM can be bound whatever the target; `exists` says whether the target has it.
    """
    return _newest(kind, name, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _newest(kind: str, name: str, low: Version, high: Version, standalone: bool | None) -> Signature | None:
    for file in _files_between(low, high, standalone):
        found = _signature(file, kind, name)
        if found is not None:
            return found
    last = _home(kind).get(name)
    return _signature(last, kind, name) if last else None


def plain_defaults(kind: str, name: str, target: KerasTarget) -> Mapping[str, object]:
    """The parameters of that signature whose default is a plain value: a number, a text, a tuple, None."""
    return _plain(kind, name, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _plain(
    kind: str, name: str, low: Version, high: Version, standalone: bool | None
) -> Mapping[str, object]:
    api = _newest(kind, name, low, high, standalone)
    parameters = api.parameters if api is not None else ()
    return {one.name: one.default for one in parameters if isinstance(one.default, _PLAIN)}


_PLAIN = (int, float, str, bool, type(None), tuple, list)


def exists(kind: str, name: str, target: KerasTarget) -> bool:
    """Does some version of the target have the name? False is certain; True may not hold for all of it."""
    return _some(kind, name, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _some(kind: str, name: str, low: Version, high: Version, standalone: bool | None) -> bool:
    return any(_has(file, kind, name) for file in _files_between(low, high, standalone))


def accepts(kind: str, name: str, keyword: str, target: KerasTarget) -> bool | None:
    """Does some version of the target accept the keyword? None if none of them has the name."""
    return _accepts(kind, name, keyword, target.low, target.high, target.standalone)


def not_accepted(kind: str, name: str, keywords: tuple[str, ...], target: KerasTarget) -> tuple[str, ...]:
    """Those of the keywords that no version of the target accepts, of those that have the name."""
    return _not_accepted(kind, name, keywords, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _not_accepted(
    kind: str, name: str, keywords: tuple[str, ...], low: Version, high: Version, standalone: bool | None
) -> tuple[str, ...]:
    return tuple(one for one in keywords if _accepts(kind, name, one, low, high, standalone) is False)


@lru_cache(maxsize=4096)
def _accepts(
    kind: str, name: str, keyword: str, low: Version, high: Version, standalone: bool | None
) -> bool | None:
    signatures = (_signature(file, kind, name) for file in _files_between(low, high, standalone))
    found = [one for one in signatures if one is not None]
    return any(one.accepts(keyword) for one in found) if found else None


def removed(kind: str, name: str, target: KerasTarget) -> bool:
    """Did a version before the target have the name, and no version of the target has it?"""
    return not exists(kind, name, target) and _was_there(kind, name, target.low)


@lru_cache(maxsize=4096)
def _was_there(kind: str, name: str, low: Version) -> bool:
    return any(_has(file.name, kind, name) for file in _ALL_FILES if file.last < low)


def public(path: str) -> str | None:
    """A path as imported, as the data names it; None for private copies of Keras, which keep what they have."""
    if path.startswith("keras.") and not path.startswith(("keras.src.", "keras.api.")):
        return path
    return f"tf.{path.removeprefix('tensorflow.')}" if path.startswith("tensorflow.keras.") else None


@lru_cache(maxsize=4096)
def is_gone_today(path: str) -> bool:
    """Whether the newest Keras lacks a name, given as imported, that an older one had."""
    name = public(path)
    return name is not None and removed("modules", name, _TODAY)


def removed_keyword(kind: str, name: str, keyword: str, target: KerasTarget) -> bool:
    """Does every version of the target have the name without this keyword, which an older version knew?"""
    return _removed_keyword(kind, name, keyword, target.low, target.high, target.standalone)


def removed_keywords(kind: str, name: str, keywords: tuple[str, ...], target: KerasTarget) -> tuple[str, ...]:
    """Those of the keywords of which that is true."""
    return _removed_keywords(kind, name, keywords, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _removed_keywords(
    kind: str, name: str, keywords: tuple[str, ...], low: Version, high: Version, standalone: bool | None
) -> tuple[str, ...]:
    return tuple(one for one in keywords if _removed_keyword(kind, name, one, low, high, standalone))


@lru_cache(maxsize=4096)
def _removed_keyword(
    kind: str, name: str, keyword: str, low: Version, high: Version, standalone: bool | None
) -> bool:
    if _accepts(kind, name, keyword, low, high, standalone) is not False:
        return False
    older = (_signature(file.name, kind, name) for file in _ALL_FILES if file.last < low)
    return any(found is not None and found.names(keyword) for found in older)


def ever_named(kind: str, name: str, keyword: str) -> bool:
    """Whether any version does something with this keyword."""
    every = (_signature(file.name, kind, name) for file in _ALL_FILES)
    return any(found is not None and found.names(keyword) for found in every)


def possible_defaults(kind: str, name: str, parameter: str, target: KerasTarget) -> tuple[object, ...]:
    """The different defaults that the versions of the target give a parameter, the newest first."""
    return _defaults(kind, name, parameter, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _defaults(
    kind: str, name: str, parameter: str, low: Version, high: Version, standalone: bool | None
) -> tuple[object, ...]:
    result: list[object] = []
    for file in _files_between(low, high, standalone):
        found = _signature(file, kind, name)
        if found is not None and parameter in found.keywords:
            default = found.default(parameter)
            if not any(type(default) is type(other) and default == other for other in result):
                result.append(default)
    return tuple(result)


@lru_cache(maxsize=64)
def identifiers(kind: str, target: KerasTarget) -> frozenset[str]:
    """The strings that stand for an object of the kind ("mse", "adam", "relu") in some version of the target.

    Kinds: losses, metrics, optimizers, activations, initializers, regularizers, constraints.
    """
    return frozenset(name for file in _files(target) for name in _load(file)["identifiers"].get(kind, ()))


def canonical(kind: str, name: str) -> str:
    """The documented name: MaxPooling1D for MaxPool1D, GlorotUniform for glorot_uniform."""
    home = _home(kind).get(name)
    found = _signature(home, kind, name) if home else None
    return found.name if found else name


@lru_cache(maxsize=64)
def names(kind: str) -> frozenset[str]:
    """All names of the kind in all versions: what a reader can recognize."""
    return frozenset(_home(kind))


@lru_cache(maxsize=8)
def groups(fact: str) -> dict[str, tuple[str, ...]]:
    """The layers of the newest Keras by a fact: "masking" (own, passes, drops), "since" (a version)."""
    found: dict[str, list[str]] = _load("index")[fact]
    return {group: tuple(names) for group, names in found.items()}


# --- data files ---------------------------------------------------------------------------------------------

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    first: Version  # the versions that the file stands for
    last: Version
    written: Version  # the version that it was generated from
    tensorflow: bool | None  # True: tf.keras only, False: package keras only, None: both are the same


# Up to 2.3 the package keras and tf.keras differ; from 2.4 on `keras` is tf.keras.
_ALL_FILES: Final = (
    _File("keras-3.15", (3, 15), NEWEST, (3, 15), None),
    _File("keras-3.9", (3, 9), (3, 14), (3, 9), None),
    _File("keras-3.0", KERAS_3, (3, 8), (3, 0), None),
    _File("tf_keras-2.15", (2, 11), LAST_KERAS_2, LAST_KERAS_2, None),
    _File("tf_keras-2.10", (2, 4), (2, 10), (2, 10), None),
    _File("keras-2.3", (2, 3), (2, 3), (2, 3), False),
    _File("keras-2.2", OLDEST, (2, 2), (2, 2), False),
    _File("tf_keras-2.10", OLDEST, (2, 3), (2, 10), True),
)
NEWEST_RECORDED: Final = _ALL_FILES[0].written


@lru_cache(maxsize=256)
def _files_between(low: Version, high: Version, standalone: bool | None) -> tuple[str, ...]:
    result: list[str] = []
    newer: _File | None = None
    for file in _ALL_FILES:
        if file.tensorflow is not None and standalone is file.tensorflow:
            continue  # tf.keras asked for and this is the package keras, or the other way round
        if file.first <= high and file.last >= low:
            result.append(file.name)
            if high >= KERAS_3 and newer is not None and len(result) == 1 and high > file.written:
                # 3.11 lies between the files of 3.9 and 3.15: what 3.15 has may be there already
                result.append(newer.name)
        newer = file
    return tuple(dict.fromkeys(result))


def _files(target: KerasTarget) -> Iterator[str]:
    """The data files that stand for the versions of a target, the one that serves it first."""
    yield from _files_between(target.low, target.high, target.standalone)


@lru_cache(maxsize=16)
def _load(file: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_DATA / f"{file}.json").read_bytes())
    return data


@lru_cache(maxsize=32)
def _home(kind: str) -> dict[str, str]:
    """name -> the newest data file that has it."""
    files: dict[str, list[str]] = _load("index").get(kind, {})
    return {name: file for file, found in files.items() for name in found}


def _has(file: str, kind: str, name: str) -> bool:
    data = _load(file)
    if kind == "modules":
        module, _, last = name.rpartition(".")
        modules = data["modules"]
        if name in modules or last in modules.get(module, ()):
            return True
        return name.startswith("tf.") and _has(file, kind, name.removeprefix("tf."))
    return name in data.get(kind, ()) or name in data["modules"].get(f"keras.{kind}", ())


@lru_cache(maxsize=4096)
def _signature(file: str, kind: str, name: str) -> Signature | None:
    entries = _load(file).get(kind, {})
    entry = entries.get(name)
    if entry is None or kind not in KINDS:
        return None
    while "alias" in entry:
        name = entry["alias"]
        entry = entries[name]
    parameters = tuple(Parameter(p, _default(d), k == "k") for p, d, k in entry["parameters"])
    extra = frozenset(entry.get("extra", ()))
    return Signature(name, parameters, extra, entry.get("open", False), entry.get("ndim"))


def _default(value: object) -> object:
    if isinstance(value, list):
        return tuple(_default(item) for item in value)
    if isinstance(value, dict):
        return REQUIRED if value.get("required") else ObjectDefault(value["repr"])
    return value
