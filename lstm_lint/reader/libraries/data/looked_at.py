"""Calls that read files: what they say about how, and what they give where the file was looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Held, Measured, Profile
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Items, Module, Table
from lstm_lint.script import Shape, Step

_PATH = ("filepath_or_buffer", "io", "fname", "path", "path_or_buf", "file")
# The parameters after the path, in order, of the functions that are called with more by position.
_POSITIONS: Mapping[str, tuple[str, ...]] = {
    "pandas.read_csv": ("sep", "delimiter", "header", "names", "index_col", "usecols"),  # pandas 1
    "pandas.read_table": ("sep", "delimiter", "header", "names", "index_col", "usecols"),
    "numpy.load": ("mmap_mode", "allow_pickle"),
    "numpy.loadtxt": ("dtype", "comments", "delimiter", "converters", "skiprows", "usecols"),
    "numpy.genfromtxt": ("dtype", "comments", "delimiter", "skip_header"),
}
_MOST_COLUMNS = 200  # whose names are followed


def reading_of(call: Call, path: str | None) -> Reading | None:
    """How a file is read, where its path is known."""
    if path is None:
        return None
    given: list[tuple[str, object]] = []
    unknown = [] if call.args.complete else ["**"]
    named = [(name, one.value) for name, one in call.args.keywords.items() if name not in _PATH]
    after = call.args.positional[1:] if call.args.positional else []
    names = _POSITIONS.get(call.path, ())
    unknown += ["an argument"] * max(0, len(after) - len(names))
    for name, value in (*zip(names, (one.value for one in after)), *named):
        try:
            given.append((name, plain(value)))
        except LookupError:
            unknown.append(name)
    return Reading(call.path, path, tuple(given), tuple(unknown))


def published(it: Interpreter, call: Call, function: str) -> Profile | None:
    """What a data set holds that a library ships, where the caller wants that looked at."""
    reading = Reading(function, function.removesuffix(".load_pandas").rpartition(".")[2], published=True)
    it.record.readings.setdefault((call.node, reading.key), reading)
    return it.record.profiles.get(reading.key)


def table(step: Step, profile: Profile) -> Data:
    """The frame that a library ships."""
    return profiled(step, Reading("", ""), profile)


def held(profile: Profile, names: Callable[[str], bool]) -> Measured:
    """Some of its columns."""
    return Measured(tuple(Held(one.name, one, profile) for one in profile.columns if names(one.name)))


def plain(value: Abstract) -> object:
    """A value as Python has it; of a function or class its name. Raises LookupError."""
    if isinstance(value, Module):
        return value.path.rpartition(".")[2]
    if isinstance(value, Table) and not value.open:
        return {name: plain(item) for name, item in value.entries.items()}
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return [plain(item) for item in value.items]
    return constant(value)


def profiled(step: Step, reading: Reading, profile: Profile) -> Data:
    """What the call gives, by what the file holds."""
    if profile.shape is not None:  # an array that numpy stored
        held = Measured((Held("", profile.columns[0], profile),))
        shape: Shape = profile.shape
        return Data((step,), shape, integer=profile.columns[0].type == "integer", measured=held)
    several = tuple(Held(one.name, one, profile) for one in profile.columns)
    names = tuple(one.name for one in profile.columns)
    labelled = profile.named and len(set(names)) == len(names) <= _MOST_COLUMNS
    if reading.function.startswith("numpy."):
        shape = (
            (profile.rows, len(names))
            if min(profile.rows, len(names)) > 1
            else (max(profile.rows, len(names)),)
        )
        return Data((step,), shape, measured=Measured(several))
    return Data(
        (step,), (profile.rows, len(names)), kind="frame", labels=names if labelled else None,
        measured=Measured(several),
    )  # fmt: skip
