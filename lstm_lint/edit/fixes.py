"""Fixes: apply the edits of findings to a source, show them as a diff, write them back.

Nothing is written that does not parse where it did before, and a file that changed since it was read is left alone.
"""

from __future__ import annotations

import ast
import os
import stat
import sys
import warnings
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import unified_diff
from typing import Any

from lstm_lint.edit import atomic
from lstm_lint.findings import Edit, Finding, Fix, Span
from lstm_lint.ir.records import dataclass
from lstm_lint.source.source import Source, SourceError, from_bytes

ROUNDS = 10  # fixes that overlap wait for the next round; a pair that undoes each other must end


class FixError(Exception):
    """A fixed file that could not be written; the message is one line."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A source after its fixes: how many findings they mended, and what is left."""

    source: Source
    findings: tuple[Finding, ...]
    count: int

    @property
    def data(self) -> bytes:
        """The bytes of the whole file."""
        return self.source.edited(())


Step = Callable[..., Any]  # of a function and its arguments


def taken(function: Callable[..., Any], *arguments: Any) -> Any:
    """A step without limits."""
    return function(*arguments)


def fix(
    source: Source,
    findings: Sequence[Finding],
    lint: Callable[[Source], Sequence[Finding]],
    *,
    wanted: Callable[[Finding], bool] = lambda finding: True,
    unsafe: bool = False,
    step: Step = taken,
) -> Fixed:
    """Applies the fixes of the wanted findings until none is left; `lint` reads the outcome of each round anew.

    `step` calls what takes its time, and may end it.
    """
    count = 0
    for _ in range(ROUNDS):
        fixes = [f.fix for f in findings if f.fix and wanted(f) and (unsafe or f.fix.applicability == "safe")]
        outcome = step(_round, source, fixes)
        if outcome is None:
            break
        source, mended = outcome
        count += mended
        findings = lint(source)
    return Fixed(source, tuple(findings), count)


def apply(source: Source, finding: Finding) -> Source | None:
    """The source after the fix of one finding; None where it cannot be applied or leaves text that does not parse."""
    outcome = _round(source, [finding.fix] if finding.fix else [])
    return outcome[0] if outcome else None


def diff(before: Source, after: Source, path: str) -> Iterator[str]:
    """A unified diff of two states of a file; for a notebook one of each changed cell, its number in the header."""
    if not before.is_notebook:
        yield from _diff_text(before.raw, after.raw, path)
        return
    for old, new in zip(before.cells, after.cells):
        texts = [
            "".join(s.line_text(line) + "\n" for line in range(cell.first_line, cell.last_line + 1))
            for s, cell in ((before, old), (after, new))
        ]
        yield from _diff_text(texts[0], texts[1], f"{path}: cell {old.number}")


def diffed(before: Source, after: Source, path: str) -> list[str]:
    """The lines of `diff` at once, for who limits the work on them."""
    return list(diff(before, after, path))


def write(path: str, before: bytes, after: bytes) -> None:
    """Puts the new content in place in one step, with the permissions of the old file. Raises FixError."""
    if os.path.islink(path):
        raise FixError("not fixed: it is a symbolic link; name the file that it points to")

    def unchanged() -> None:
        with open(path, "rb") as file:
            if file.read() != before:
                raise FixError("not fixed: it changed while it was linted; run again")

    try:
        unchanged()
        atomic.replace(path, after, stat.S_IMODE(os.stat(path).st_mode), unchanged)
    except OSError as error:
        raise FixError(f"not fixed: {error.strerror or error}") from error


def _round(source: Source, fixes: list[Fix]) -> tuple[Source, int] | None:
    """One round: all fixes that do not touch each other, or, where the outcome breaks, the first that holds alone."""
    chosen = _compatible(fixes)
    for attempt in (chosen, *([edits] for edits in chosen)) if chosen else ():
        after = _applied(source, [edit for edits in attempt for edit in edits])
        if after is not None:
            made = set(attempt)
            return after, sum(1 for fix in fixes if fix.edits in made)
    return None


def _compatible(fixes: Iterable[Fix]) -> list[tuple[Edit, ...]]:
    chosen: list[tuple[Edit, ...]] = []
    taken: list[_Stretch] = []  # in order, and apart from each other
    for edits in dict.fromkeys(fix.edits for fix in fixes):
        stretches = [_stretch(edit.span) for edit in edits]
        if edits and not any(_touches(stretch, taken) for stretch in stretches):
            chosen.append(edits)
            for stretch in stretches:
                insort(taken, stretch)
    return chosen


_Stretch = tuple[tuple[int, int], tuple[int, int]]  # line and column of the start, of the end


def _stretch(span: Span) -> _Stretch:
    return (span.line, span.column), (span.end_line, span.end_column)


def _touches(stretch: _Stretch, taken: list[_Stretch]) -> bool:
    """Whether it starts where another one does, or holds a part of one. Only its neighbors can tell."""
    start, end = stretch
    at = bisect_right(taken, (start, _LAST))
    before = taken[at - 1] if at else None
    if before is not None and (before[0] == start or start < before[1]):
        return True
    return at < len(taken) and taken[at][0] < end


_LAST = (sys.maxsize, 0)


def _applied(source: Source, edits: list[Edit]) -> Source | None:
    """The source after the edits; None where they cannot be made, change nothing or leave text that does not parse."""
    changes = [(e.span.line, e.span.column, e.span.end_line, e.span.end_column, e.text) for e in edits]
    try:
        data = source.edited(changes)
        if data == source.edited(()):
            return None
        after = from_bytes(data, source.path)
    except (ValueError, SourceError):
        return None
    return after if _broken(after) <= _broken(source) else None


def _broken(source: Source) -> set[int]:
    """The numbers of the cells that do not parse; 0 for a script as a whole."""
    texts = {cell.number: source.cell_text(cell) for cell in source.cells} or {0: source.text}
    return {number for number, text in texts.items() if not _parses(text)}


def _parses(text: str) -> bool:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes, which are the user's own affair
            compile(text, "<fixed>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def _diff_text(before: str, after: str, header: str) -> Iterator[str]:
    for line in unified_diff(_lines(before), _lines(after), header, header):
        yield line if line.endswith("\n") else f"{line}\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """With their ends. `str.splitlines` would take more for the end of a line than Python and git do."""
    lines = [f"{line}\n" for line in text.split("\n")]
    return [*lines[:-1], lines[-1][:-1]] if lines[-1] != "\n" else lines[:-1]
