"""What goes between the server and the processes that read for it: orders one way, facts the other.

Plain values, pickled. Places count as an editor's user does: lines and columns from 1, columns in code points, the end
exclusive; `cell` is the number of a code cell of a notebook, None in a script.
"""

from __future__ import annotations

from lstm_lint.ir.profile import Profile
from lstm_lint.ir.records import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A stretch of a script, or of one cell."""

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    def holds(self, other: Spot) -> bool:
        """Whether another stretch lies in it."""
        starts = (self.line, self.column) <= (other.line, other.column)
        ends = (other.end_line, other.end_column) <= (self.end_line, self.end_column)
        return self.cell == other.cell and starts and ends


@dataclass(frozen=True, slots=True)
class Change:
    """Replace what is at the spot by `text`."""

    spot: Spot
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A file as the editor has it: of a notebook the JSON. `root`: the folder of the workspace that it belongs to.

    `unsaved`: what the editor holds of other files, by path.
    """

    path: str
    data: bytes
    root: str
    unsaved: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file that a text reads, by the key of the reading: how it was when it was looked at, and what it held then.

    `path` is empty, and there is no profile, where it could not be looked at.
    """

    key: str
    path: str = ""
    size: int = 0
    time: int = 0
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Something to do in a process apart: the name of a task, its text, and what else the task takes.

    `files`: what is known of those that the text reads.
    """

    task: str
    text: Text
    given: tuple[tuple[str, object], ...] = ()  # options, as on the command line
    about: tuple[object, ...] = ()
    files: tuple[FileFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Mend:
    """A fix: what it writes, and whether it is safe."""

    title: str
    safe: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Another place of a finding; `path` where that is another file."""

    message: str
    spot: Spot
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding."""

    code: str
    name: str
    severity: str
    message: str
    spot: Spot
    url: str
    tag: str = ""
    mend: Mend | None = None
    beside: tuple[Beside, ...] = ()
    broken: bool = False  # it says that the text does not parse

    @property
    def key(self) -> tuple[str, str, Spot]:
        """What it is known by as long as the text stays as it is."""
        return self.code, self.message, self.spot


@dataclass(frozen=True, slots=True)
class LayerFact:
    """A layer where the file builds it, once for each model and each reading of the call."""

    spot: Spot
    title: str
    name: str
    model: str
    shape: str | None
    parameters: str  # as it is shown: `33,024`, or `?`
    gets: tuple[str, ...] = ()  # `forward: (None, 72, 48)`


@dataclass(frozen=True, slots=True)
class DataFact:
    """A training, and what is known of its data in a few words."""

    spot: Spot
    words: str


@dataclass(frozen=True, slots=True)
class ModelFact:
    """A model where the file builds it; `layers` are the numbers of its layers in this file."""

    spot: Spot
    name: str
    kind: str
    parameters: str
    layers: tuple[int, ...] = ()
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an editor shows of a file."""

    findings: tuple[Noted, ...] = ()
    layers: tuple[LayerFact, ...] = ()
    models: tuple[ModelFact, ...] = ()
    data: tuple[DataFact, ...] = ()
    broken: frozenset[int] = frozenset()  # the cells that do not parse; 0 for a script
    siblings: tuple[str, ...] = ()  # paths of modules that were read with it
    problem: str = ""  # why there is nothing, where that is not the text's fault
    asks: bool = False  # it reads files that are to be looked at, and were not yet, or have changed


@dataclass(frozen=True, slots=True)
class Failed:
    """An order that came to nothing, and why, in one line."""

    why: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What smoke training says of findings, by `Noted.key`: a line each."""

    lines: tuple[tuple[tuple[str, str, Spot], str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Step:
    """How far a smoke training is."""

    line: str
