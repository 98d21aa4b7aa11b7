"""The texts that an editor has open: what they hold now, and where a spot is in them.

An editor counts columns in units of the encoding that both agreed on. `\\n`, `\\r\\n` and `\\r` end a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal

from lsprotocol import types as lsp

from lstm_lint.ir.records import dataclass
from lstm_lint.server.facts import Change, Spot
from lstm_lint.source.notebook import of_cells
from lstm_lint.source.source import SourceError, encoded

Encoding = Literal["utf-8", "utf-16", "utf-32"]
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, eq=False)
class Sheet:
    """One text: a script, or a cell of a notebook."""

    uri: str
    text: str
    version: int | None = None
    python: bool = True

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return _LINE_END.split(self.text)

    def offset(self, position: lsp.Position, encoding: Encoding) -> int:
        """Where in the text a position is; one beyond a line or the text is at its end."""
        if position.line >= len(self.lines):
            return len(self.text)
        line = self.lines[position.line]
        return self.starts[position.line] + points(line, position.character, encoding)

    def edited(
        self, changes: Sequence[lsp.TextDocumentContentChangeEvent], version: int | None, encoding: Encoding
    ) -> Sheet:
        """The text after changes, each of what the one before left."""
        sheet = self
        for change in changes:
            text = change.text
            if isinstance(change, lsp.TextDocumentContentChangePartial):
                ends = (change.range.start, change.range.end)
                start, end = sorted(sheet.offset(one, encoding) for one in ends)
                text = sheet.text[:start] + change.text + sheet.text[end:]
            sheet = replace(sheet, text=text)
        return replace(sheet, version=version)

    def position(self, line: int, column: int, encoding: Encoding) -> lsp.Position:
        """A place, both from 1 and in code points, as the editor counts."""
        index = min(max(line - 1, 0), len(self.lines) - 1)
        written = self.lines[index]
        at = len(written) if line - 1 > index else min(max(column - 1, 0), len(written))
        return lsp.Position(index, units(written[:at], encoding))

    def range(self, spot: Spot, encoding: Encoding) -> lsp.Range:
        """A spot as the editor counts."""
        start = self.position(spot.line, spot.column, encoding)
        return lsp.Range(start, self.position(spot.end_line, spot.end_column, encoding))


def units(text: str, encoding: Encoding) -> int:
    """How long a text is in units of the encoding."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def points(text: str, length: int, encoding: Encoding) -> int:
    """How many code points of a text are that many units; one that is cut counts."""
    if encoding == "utf-32" or text.isascii():
        return min(length, len(text))
    at = 0
    for number, character in enumerate(text):
        if at >= length:
            return number
        at += units(character, encoding)
    return len(text)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A document as it is at one moment: a script is one sheet, a notebook its code cells in order."""

    uri: str
    path: str
    sheets: tuple[Sheet, ...]
    is_notebook: bool = False

    @cached_property
    def code(self) -> tuple[Sheet, ...]:
        """The sheets that hold Python."""
        return tuple(sheet for sheet in self.sheets if sheet.python)

    @cached_property
    def data(self) -> bytes:
        """The content of the file that the reading is given. Raises SourceError."""
        if not self.is_notebook:
            return encoded(self.sheets[0].text) if self.sheets else b""
        return of_cells([sheet.text for sheet in self.code])

    @property
    def data_or_nothing(self) -> bytes | None:
        try:
            return self.data
        except SourceError:
            return None

    def sheet(self, spot: Spot) -> Sheet | None:
        """The text that a spot is in."""
        number = (spot.cell or 1) - 1
        return self.code[number] if number < len(self.code) else None

    def number(self, uri: str) -> int | None:
        """The cell number that spots of a text have; 0 stands for none, the only sheet of a script."""
        for number, sheet in enumerate(self.code, 1):
            if sheet.uri == uri:
                return number if self.is_notebook else 0
        return None

    def spot(self, uri: str, area: lsp.Range, encoding: Encoding) -> Spot | None:
        """What the editor means by a range of a text."""
        number = self.number(uri)
        if number is None:
            return None
        sheet = self.code[number - 1 if number else 0]
        ends = [self._place(sheet, one, encoding) for one in (area.start, area.end)]
        return Spot(*ends[0], *ends[1], number or None)

    @staticmethod
    def _place(sheet: Sheet, position: lsp.Position, encoding: Encoding) -> tuple[int, int]:
        offset = sheet.offset(position, encoding)
        line = bisect_right(sheet.starts, offset)
        return line, offset - sheet.starts[line - 1] + 1


def text_edits(
    snapshot: Snapshot, changes: Sequence[Change], encoding: Encoding
) -> list[lsp.TextDocumentEdit]:
    """Changes as edits of the texts that they are in."""
    by_sheet: dict[str, tuple[Sheet, list[lsp.TextEdit]]] = {}
    for change in changes:
        sheet = snapshot.sheet(change.spot)
        if sheet is not None:
            edits = by_sheet.setdefault(sheet.uri, (sheet, []))[1]
            edits.append(lsp.TextEdit(sheet.range(change.spot, encoding), change.text))
    return [
        lsp.TextDocumentEdit(
            lsp.OptionalVersionedTextDocumentIdentifier(sheet.uri, sheet.version), list(edits)
        )
        for sheet, edits in by_sheet.values()
    ]
