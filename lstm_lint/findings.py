"""What the linter says: a problem seen by a check, the finding made of it, and the edits that mend it."""

from __future__ import annotations

from enum import Enum
from typing import Any, Literal, Protocol, TypeVar

from lstm_lint.ir.records import dataclass, field

Applicability = Literal["safe", "unsafe"]


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
class Problem:
    """What one check saw. The rule book gives it a code and the source gives it a line: then it is a `Finding`."""

    message: str
    span: Span
    severity: Severity | None = None  # None: the rule's own
    fix: Fix | None = None
    model: str | None = None
    layer: str | None = None


class Evidence(Protocol):
    """What a short training says of a finding."""

    @property
    def answer(self) -> Literal["confirmed", "refuted", "inconclusive"]: ...

    def line(self) -> str: ...

    def document(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at its place. `line` counts inside the cell of a notebook, `file_line` in the file itself."""

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

    @property
    def told(self) -> str:
        """The message with its notes, for formats that have one line for both."""
        return "; also ".join((self.message, *self.notes))

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The order in which findings are shown: path, physical line, column, code."""
        return (self.path, self.span.line, self.span.column, self.code)


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
