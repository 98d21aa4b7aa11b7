"""The tables of numpy against numpy: each entry on random shapes, dtypes and arguments."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from library_proof import Arguments, Entry, parametrized, prove

from lstm_lint.keras_api import sources
from lstm_lint.reader.libraries import numpy as table
from lstm_lint.reader.libraries.data.array_effects import OPERATORS

CASES = 12
# Entries that make nothing of arrays, or read files.
_APART = {
    *(path.rpartition(".")[2] for path in sources.functions("numpy")),
    "RandomState",
    "default_rng",
    "Generator",
    "shuffle",
    "permutation",
}
_NEW = {"numpy.random.integers": "np.random.default_rng(0).integers"}  # of a Generator only
_SYMBOLS = {"neg": "-{}", "pos": "+{}", "~": "~{}"}


def _entries() -> Iterator[Entry]:
    for path, handler in table.FUNCTIONS.items():
        if path.rpartition(".")[2] not in _APART:
            written = _NEW.get(path, path.replace("numpy.", "np.", 1))
            yield Entry(path, _params(path, handler), _function(written))
    for (kind, name), handler in table.METHODS.items():
        yield Entry(f"{kind}.{name}", _params(name, handler), _method(name))
    for symbol, handler in OPERATORS.items():
        yield Entry(f"array {symbol}", _params(symbol, handler), _operator(symbol))


def _params(name: str, handler: Any) -> str:
    params = getattr(handler, "params", None)
    assert params is not None, f"{name}: say its parameters with @described(...)"
    return str(params)


def _function(path: str) -> Any:
    return lambda arrays, others: f"{path}({', '.join([*arrays, *others])})"


def _method(name: str) -> Any:
    return lambda arrays, others: f"{arrays[0]}.{name}({', '.join([*arrays[1:], *others])})"


def _operator(symbol: str) -> Any:
    if symbol in _SYMBOLS:
        return lambda arrays, others: _SYMBOLS[symbol].format(arrays[0])
    return lambda arrays, others: f"{arrays[0]} {symbol} {arrays[1]}"


@pytest.mark.parametrize("entry", parametrized(_entries()), ids=str)
def test_entry_says_what_numpy_does(entry: Entry) -> None:
    tally = prove(entry, Arguments, CASES)
    assert tally.calls >= CASES / 2, "few of the calls are valid"
    if len(tally.unknown) > tally.calls * 0.3:
        pytest.fail(f"{len(tally.unknown)} of {tally.calls} are unknown, such as\n{tally.unknown[0]}")


def test_arguments_are_drawn_anew_for_each_seed() -> None:
    chance = Random(1)
    assert len({Arguments(chance).array((2, 3)) for _ in range(40)}) > 3
