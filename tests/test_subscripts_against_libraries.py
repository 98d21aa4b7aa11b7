"""Random subscripts of arrays, frames and columns, read and written, held against what the libraries make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

pytest.importorskip("numpy")

import numpy as np
import pandas as pd

from lstm_lint.proof import Refused, compare, execute, is_known, read_names

pytestmark = pytest.mark.keras

IMPORTS = "import numpy as np\nimport pandas as pd\n"
AT_ONCE = 30  # subscripts of one program
Make = Callable[[Random], tuple[str, str]]


def bounds(chance: Random, size: int) -> str:
    """`1:`, `:-2`, `::2`: sometimes beyond the end."""
    lower, upper = (chance.choice(["", "", str(chance.randint(-size - 1, size + 1))]) for _ in range(2))
    step = chance.choice(["", "", "", ":2", ":-1", ":"])
    return f"{lower}:{upper}{step}"


def numbers(chance: Random, size: int) -> str:
    """A list, an array or a range of places, or one for each place whether it is taken."""
    places = [chance.randrange(-size, size) for _ in range(chance.randint(1, 3))]
    taken = [chance.random() < 0.7 for _ in range(size)]
    steps = chance.choice([1, 1, 2, -1])
    begin, end = sorted(chance.randint(-size, size) for _ in range(2))
    counted = f"range({begin}, {end}, {steps})" if steps > 0 else f"range({end - 1}, {begin - 1}, {steps})"
    pairs = chance.choice(["[{0}, {0}]", "np.array([{0}, {0}])"]).format(places)
    return chance.choice(
        [
            f"{places}",
            f"np.array({places})",
            f"{taken}",
            f"np.array({taken})",
            f"np.arange({size}) > 1",
            counted,
            pairs,
        ]
    )


def of_axis(chance: Random, size: int) -> str:
    chosen = chance.random()
    if chosen < 0.25:
        return str(chance.randrange(-size, size))
    return bounds(chance, size) if chosen < 0.85 else numbers(chance, size)


def of_array(chance: Random) -> tuple[str, str]:
    """An array, and a subscript of it."""
    shape = tuple(chance.randint(1, 6) for _ in range(chance.randint(1, 4)))
    dtype = chance.choice(["float32", "float64", "int64"])
    made = f"np.arange({int(np.prod(shape))}).reshape({shape}).astype('{dtype}')"
    if chance.random() < 0.1:
        return made, "x > 2"
    parts = [of_axis(chance, size) for size in shape[: chance.randint(1, len(shape))]]
    if chance.random() < 0.2:
        cut = chance.randint(0, len(parts))
        taken = shape[len(shape) - (len(parts) - cut) :] if cut < len(parts) else ()
        parts = [*parts[:cut], "...", *(of_axis(chance, size) for size in taken)]
    for _ in range(chance.choice([0, 0, 0, 1])):
        parts.insert(chance.randint(0, len(parts)), chance.choice(["None", "np.newaxis"]))
    return made, ", ".join(parts)


COLUMNS = ("a", "b", "c")


def frame(chance: Random) -> str:
    rows = chance.randint(2, 7)
    values = f"np.arange({rows * 3}).reshape({rows}, 3) % 5"
    return f"pd.DataFrame({values}, columns={list(COLUMNS)})"


def names(chance: Random) -> str:
    """One name, or several."""
    return chance.choice([repr(chance.choice(COLUMNS)), repr(chance.sample(COLUMNS, chance.randint(1, 3)))])


def of_frame(chance: Random) -> tuple[str, str]:
    condition = f"x['{chance.choice(COLUMNS)}'] > {chance.randint(0, 2)}"
    return frame(chance), chance.choice([names(chance), condition, f"~({condition})", bounds(chance, 3)])


def by_number(chance: Random) -> tuple[str, str]:
    parts = [of_axis(chance, 2), of_axis(chance, 3)]
    return frame(chance), ", ".join(parts[: chance.randint(1, 2)])


def by_name(chance: Random) -> tuple[str, str]:
    condition = f"x['{chance.choice(COLUMNS)}'] > {chance.randint(0, 2)}"
    rows = chance.choice([":", condition, "0", "[0, 1]", f"{chance.randint(0, 1)}:", ":1", "0:1"])
    between = chance.choice(["'a':'b'", "'b':", ":'b'", "'b':'c'"])
    return frame(chance), f"{rows}, {chance.choice([names(chance), names(chance), between])}" if (
        chance.random() < 0.8
    ) else rows


def of_column(chance: Random) -> tuple[str, str]:
    rows = chance.randint(2, 7)
    condition = f"x > {chance.randint(0, 2)}"
    return f"pd.Series(np.arange({rows}) % 4)", chance.choice(
        [condition, bounds(chance, rows), "[0, 1]", "0"]
    )


def column_by_number(chance: Random) -> tuple[str, str]:
    return f"pd.Series(np.arange({chance.randint(3, 7)}) % 4)", of_axis(chance, 3)


KINDS: dict[str, tuple[Make, str]] = {
    "array": (of_array, "x"),
    "frame": (of_frame, "x"),
    "frame.iloc": (by_number, "x.iloc"),
    "frame.loc": (by_name, "x.loc"),
    "column": (of_column, "x"),
    "column.iloc": (column_by_number, "x.iloc"),
}


def programs(kind: str, seed: int, count: int) -> Iterator[str]:
    """Programs that read a subscript into `y` and write it in `z`, as far as the library takes both or the first."""
    chance = Random(f"{kind} {seed}")
    make, owner = KINDS[kind]
    written = owner.replace("x", "z")
    while count:
        made, parts = make(chance)
        program = f"{IMPORTS}x = {made}\ny = {owner}[{parts}]\n"
        try:
            if np.size(execute(program)["y"]) == 0:
                continue  # of nothing, neither dtype nor range can be told
        except Refused:
            continue
        try:
            execute(f"{program}z = x.copy()\n{written}[{parts}] = 1\n")
            program = f"{program}z = x.copy()\n{written}[{parts}] = 1\n"
        except Refused:
            pass
        count -= 1
        yield program


def objections(program: str) -> Iterator[str]:
    real, ours = execute(program), read_names(program)
    for name in ("x", "y", "z"):
        if name in real and (objection := compare(ours[name], real[name])):
            yield f"{name}: {objection}\n{program}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_subscript_is_what_the_library_makes_of_it(kind: str, seed: int) -> None:
    for program in programs(kind, seed, AT_ONCE * 4):
        assert not list(objections(program)), "\n".join(objections(program))


@pytest.mark.parametrize("kind", KINDS)
def test_the_rank_of_nine_in_ten_is_known(kind: str) -> None:
    found: list[tuple[str, Any]] = [(one, read_names(one)["y"]) for one in programs(kind, 7, 200)]
    real = {one: execute(one)["y"] for one, _ in found}
    unknown = [one for one, ours in found if np.ndim(real[one]) and not is_known(ours)]
    arrays = sum(np.ndim(value) > 0 for value in real.values())
    assert len(unknown) <= 0.1 * arrays, f"{len(unknown)} of {arrays}, such as\n" + "\n".join(unknown[:12])


@pytest.mark.parametrize("seed", range(60))
def test_arrays_between_the_brackets_of_c_and_r(seed: int) -> None:
    chance = Random(seed)
    rows = chance.randint(1, 5)
    ranks = [chance.choice([1, 1, 2, 3]) for _ in range(chance.randint(1, 3))]
    shapes = [(rows, *(chance.randint(1, 3) for _ in range(rank - 1))) for rank in ranks]
    made = [f"np.arange({int(np.prod(shape))}).reshape({shape}).astype('float32')" for shape in shapes]
    names = [f"x{at}" for at in range(len(made))]
    lines = [f"{name} = {one}" for name, one in zip(names, made)]
    program = "\n".join([IMPORTS, *lines, f"y = np.{chance.choice('cr')}_[{', '.join(names)}]"])
    try:
        real = execute(program)
    except Refused:
        return
    assert not compare(read_names(program)["y"], real["y"]), program


@pytest.mark.parametrize("seed", range(20))
def test_windows_taken_by_a_range(seed: int) -> None:
    """`x[range(i - window, i, step)]` for each `i` of a loop, with or without an end, in a function or not."""
    chance = Random(seed)
    rows, window, horizon = chance.randint(60, 90), chance.randint(1, 12), chance.randint(1, 5)
    step = chance.choice(["", "", ", 1", ", 2", ", 3"])
    columns = chance.choice(["", ", 2", ", :"])
    shape = f"({rows}, 3)"
    wanted = chance.choice(
        [f"range(i, i + {horizon})", f"range(i + 1, i + 1 + {horizon})", f"i + {horizon - 1}"]
    )
    program = f"""\
{IMPORTS}
def windows(data, target, start, end):
    xs, ys = [], []
    start = start + {window}
    if end is None:
        end = len(data) - {horizon}
    for i in range(start, end):
        places = range(i - {window}, i{step})
        xs.append(data[places{columns}])
        ys.append(target[{wanted}])
    return np.array(xs), np.array(ys)


data = np.arange({3 * rows}).reshape({shape}).astype("float32")
x, y = windows(data, data[:, {chance.choice(["1", "1:2"])}], 0, {rows - 20})
z, w = windows(data, data[:, 0], 10, None)
"""
    real, ours = execute(program), read_names(program)
    for name in "xyzw":
        assert not compare(ours[name], real[name]), f"{name} of {program}"
        assert is_known(ours[name])


def test_cases_differ() -> None:
    assert len(set(programs("array", 1, 60))) > 50
    assert isinstance(execute(next(programs("frame", 1, 1)))["x"], pd.DataFrame)
