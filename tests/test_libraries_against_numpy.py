"""The tables of numpy against numpy: each entry on random shapes, dtypes and arguments."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

pytest.importorskip("numpy")

import numpy as np

from lstm_lint.keras_api import sources
from lstm_lint.proof import Arguments, Entry, check, functions, methods, operators, prove
from lstm_lint.reader.libraries import numpy as table
from lstm_lint.reader.libraries.data.array_effects import OPERATORS
from lstm_lint.reader.libraries.effects import parameters

pytestmark = pytest.mark.keras

# Entries that make nothing of arrays, or read files.
_APART = {
    *(path.rpartition(".")[2] for path in sources.functions("numpy")),
    "RandomState",
    "default_rng",
    "Generator",
    "shuffle",
    "permutation",
}
_SINCE_2 = ("numpy.concat", "numpy.permute_dims")
_OF_A_GENERATOR = {"numpy.random.integers": "np.random.default_rng(0).integers"}


def _spelled(path: str) -> str:
    return _OF_A_GENERATOR.get(path, path.replace("numpy.", "np.", 1))


def _entries() -> Iterator[Entry]:
    proven = {path: it for path, it in table.FUNCTIONS.items() if path.rpartition(".")[2] not in _APART}
    yield from functions(proven, _spelled)
    yield from methods(table.METHODS)
    yield from operators(OPERATORS, "array")


@pytest.mark.parametrize("entry", sorted(_entries(), key=str), ids=str)
def test_entry_says_what_numpy_does(entry: Entry) -> None:
    if entry.name in _SINCE_2 and not hasattr(np, entry.name.partition(".")[2]):
        pytest.skip("of numpy 2")
    check(entry, Arguments)


def test_arguments_are_drawn_from_the_seed() -> None:
    chance = Random(1)
    assert len({Arguments(chance).array((2, 3)) for _ in range(40)}) > 3
    assert Arguments(Random(1)).array((2, 3)) == Arguments(Random(1)).array((2, 3))


class HalfHidden(Arguments):
    """Arrays of which all but the first are values that the reader does not see."""

    imports = "import numpy as np\nhidden = eval('lambda x: x')\n"

    def operand(self, name: str, at: int) -> str:
        made = super().operand(name, at)
        return made if at == 0 else f"hidden({made})"


def _of_several() -> list[Entry]:
    return sorted((entry for entry in _entries() if parameters(entry.params).arrays > 1), key=str)


@pytest.mark.parametrize("entry", _of_several(), ids=str)
def test_nothing_is_said_of_a_result_with_an_array_that_is_not_seen(entry: Entry) -> None:
    if entry.name in _SINCE_2 and not hasattr(np, entry.name.partition(".")[2]):
        pytest.skip("of numpy 2")
    assert prove(entry, HalfHidden, 12).calls
