"""What the linter says: a problem seen by a check, the finding made of it, and the edits that mend it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import Enum
from typing import Any, Literal, Protocol, TypeVar

from lstm_lint.ir.records import dataclass, field, replace

Applicability = Literal["safe", "unsafe"]
TALLY = "and {} more in this file"


class Severity(str, Enum):
    """How sure and how bad: error crashes or cannot learn, warning has measured harm, advice is worth a look."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for advice: larger is worse."""
        return {"error": 3, "warning": 2, "advice": 1}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `Source.text`: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding; `title` says what they write, in the imperative."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class See:
    """A place that a problem has to do with, and what it is: where the data is read, the `fit` that it reaches.

    `elsewhere`: path and line, where it lies in another file. `same`: it has the cause of the problem.
    """

    span: Span
    message: str
    elsewhere: tuple[str, int] | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What one check saw. The rule book gives it a code and the source gives it a line: then it is a `Finding`.

    Problems of a rule that have one `cause` are one finding in the end: a word that stays while code is edited, such as
    the name that is gone. `tally` says how the others are counted; it is empty where the message does.
    """

    message: str
    span: Span
    severity: Severity | None = None  # None: the rule's own
    fix: Fix | None = None
    model: str | None = None
    layer: str | None = None
    cause: str | None = None
    related: tuple[See, ...] = ()
    tally: str = TALLY
    pedantic: bool = False  # where it is advice: rarely worth a reviewer's time


class Evidence(Protocol):
    """What a short training says of a finding."""

    @property
    def answer(self) -> Literal["confirmed", "refuted", "inconclusive"]: ...

    def line(self) -> str: ...

    def document(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Related:
    """Another place of a finding in the file `path`. `same`: it has the same cause, and its own fix where there is one.

    `elsewhere`: the path from the folder of that file to another one, if it lies there.
    """

    path: str
    message: str
    span: Span
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    file_line: int
    same: bool = False
    fix: Fix | None = None
    elsewhere: str | None = None

    @property
    def file(self) -> str:
        """The path of the file that it lies in."""
        if self.elsewhere is None:
            return self.path
        return os.path.normpath(os.path.join(os.path.dirname(self.path), self.elsewhere))

    @property
    def where(self) -> str:
        """The place without the path: `14:5`, in a notebook `cell 3:14:5`."""
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{cell}{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at its place. `line` counts inside the cell of a notebook, `file_line` in the file itself.

    `related` are the places that it has to do with, and those of the same `cause`, which it counts.
    """

    path: str
    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    file_line: int
    model: str | None = None
    layer: str | None = None
    fix: Fix | None = field(default=None, compare=False)
    smoke: Evidence | None = field(default=None, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)  # what other rules say of the same mistake
    suppressed: str | None = field(
        default=None, compare=False
    )  # the reason, maybe empty, of what silences it

    cause: str | None = field(default=None, compare=False)
    related: tuple[Related, ...] = field(default=(), compare=False)
    tally: str = field(default=TALLY, compare=False)
    pedantic: bool = field(default=False, compare=False)  # advice for `--profile pedantic` alone

    @property
    def is_pedantic(self) -> bool:
        """Whether it is advice that only `--profile pedantic` lists."""
        return self.pedantic and self.severity is Severity.ADVICE

    @property
    def counted(self) -> str:
        """The message, and how many other places have the same cause."""
        more = sum(1 for other in self.related if other.same)
        return f"{self.message}; {self.tally.format(more)}" if more and self.tally else self.message

    @property
    def told(self) -> str:
        """The message with its count and its notes, for formats that have one line for all."""
        return "; also ".join((self.counted, *self.notes))

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The order in which findings are shown: path, physical line, column, code."""
        return (self.path, self.span.line, self.span.column, self.code)


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each cause: the first place speaks, and the others are related to it. What a rule says of several
    places in the same words, values included, has one cause.

    Until then each place is a finding: comments silence it, its fix mends it, and it may be on a line that changed.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        has_places = any(other.same for other in one.related)
        words = one.message if one.cause is None else ""
        known_by = (
            (id(one),)
            if has_places
            else (one.path, one.code, one.severity, one.is_pedantic, one.cause, words)
        )
        groups.setdefault(known_by, []).append(one)
    return tuple(_joined(*group) for group in groups.values())


def _joined(first: Finding, *others: Finding) -> Finding:
    if not others:
        return first
    return replace(first, related=(*first.related, *map(_same, others)))


def _same(one: Finding) -> Related:
    where = (one.cell, one.line, one.column, one.end_line, one.end_column, one.file_line)
    return Related(one.path, one.message, one.span, *where, True, one.fix)


@dataclass(frozen=True, slots=True)
class NotRead:
    """A part of a file that could not be read, so that no rule looked at it; placed as a `Finding` is."""

    path: str
    what: str
    why: str
    span: Span
    cell: int | None
    line: int
    file_line: int

    @property
    def where(self) -> str:
        """Where a person looks: `train.py:14`, in a notebook `nb.ipynb: cell 3:12`."""
        cell = "" if self.cell is None else f" cell {self.cell}:"
        return f"{self.path}:{cell}{self.line}"

    @property
    def told(self) -> str:
        """What and why, in one line."""
        return f"not read: {self.what}: {self.why}"


Found = TypeVar("Found", Finding, NotRead)
