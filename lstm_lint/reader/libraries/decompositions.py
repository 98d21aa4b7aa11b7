"""Libraries that take a series apart: wavelets, modes, trend and season. Each part of a row knows all rows."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.data.conversion import as_data, untensored
from lstm_lint.reader.libraries.effects import described
from lstm_lint.script import SeriesKind, Shape, Step, Unknown

_PARTS = ("trend", "seasonal", "resid")


def _given(it: Interpreter, call: Call) -> Data | None:
    """The series that a call works on; of a list of parts, which may have been changed, one of them."""
    for value in call.args.values():
        found = value if isinstance(value, Data) else _within(value) or as_data(it, value, call.node)
        if isinstance(found, Data) and found.steps:
            return found
    return None


def _within(value: Abstract, deep: int = 0) -> Data | None:
    if isinstance(value, Data):
        return value
    if not isinstance(value, Items) or deep > 3:
        return None
    return next((found for item in value.items if (found := _within(item, deep + 1)) is not None), None)


def _taken_apart(
    it: Interpreter, call: Call, kind: SeriesKind = "array", shape: Shape | None = None
) -> Data | None:
    owner = _given(it, call)
    if owner is None:
        return None
    name = call.name if call.name != "__call__" else "decomposition"
    return owner.then(
        Step("arithmetic", name, call.place), shape=shape, kind=kind, certain=owner.sure, columns={}
    )


@described("x|")
def decomposed(it: Interpreter, call: Call) -> Abstract | None:
    """`seasonal_decompose(x)`, `STL(x)`: an object whose parts have as many rows."""
    owner = _given(it, call)
    rows = owner.shape[:1] if owner is not None and owner.shape is not None else None
    return _taken_apart(it, call, "bunch", rows) or Unknown("a series taken apart")


def part_of(it: Interpreter, owner: Data, name: str) -> Abstract:
    """`result.trend`."""
    found = owner.copy()
    found.kind = "column"
    return found


def _itself(it: Interpreter, call: Call) -> Abstract | None:
    """`STL(x).fit()`."""
    return call.owner


def _several(it: Interpreter, call: Call) -> Abstract | None:
    """`EMD()(x)`, `pywt.wavedec(x, "db4")`: several parts, of which it is not known how many."""
    found = _taken_apart(it, call)
    return Items([found], True, True, it.control.depth) if found is not None else None


def turned(it: Interpreter, owner: Items, name: str) -> Abstract | None:
    """`imfs.T`: a column for each part."""
    found = owner.items[0] if len(owner.items) == 1 and owner.open and not owner.spoiled else None
    if not isinstance(found, Data) or not found.steps or found.steps[-1].what not in _TAKEN_APART:
        return None
    return found.then(Step("reshape", "modes"), kind="array", certain=found.sure)


def _again(it: Interpreter, call: Call) -> Abstract | None:
    """`pywt.waverec(parts, "db4")`: one series again."""
    return _taken_apart(it, call)


def _with_more(it: Interpreter, call: Call) -> Abstract | None:
    """`VMD(x, ...)`: the parts, their spectra and their frequencies."""
    found = _several(it, call)
    return Items([found, Unknown("spectra"), Unknown("frequencies")], False) if found is not None else None


def _maker(it: Interpreter, call: Call) -> Abstract | None:
    """`EMD()`: an object that takes apart what it is called with."""
    return Data((), kind="bunch")


_MODES = ("EMD", "EEMD", "CEEMDAN")
_TAKEN_APART = ("decomposition", "emd", "eemd", "ceemdan", "VMD")
FUNCTIONS: dict[str, Handler] = {
    **{f"PyEMD.{name}": _maker for name in _MODES},
    **{f"pywt.{name}": untensored(_several) for name in ("wavedec", "dwt", "swt", "mra")},
    **{f"pywt.{name}": untensored(_again) for name in ("waverec", "idwt", "iswt", "imra", "threshold")},
    "vmdpy.VMD": untensored(_with_more),
}
METHODS: dict[tuple[str, str], Handler] = {
    **{("bunch", name): _several for name in ("__call__", "emd", "eemd", "ceemdan")},
    ("bunch", "fit"): _itself,
}
LIBRARY = Library(
    FUNCTIONS, METHODS, {**{("bunch", name): part_of for name in _PARTS}, ("list", "T"): turned}
)
