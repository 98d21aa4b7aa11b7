"""Tabs in indentation, as CPython counts them: libcst refuses files that mix them with spaces where CPython takes them.

Such a text is parsed with spaces in their place. The way back to the columns as written is kept line by line.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from lstm_lint.ir.records import dataclass

_TAB = 8  # columns: Parser/lexer/lexer.c, TABSIZE
_NO_CODE = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Expanded:
    """A text without tabs in its indentation; `changed` has the two widths of it, by line: expanded, as written."""

    text: str
    changed: dict[int, tuple[int, int]]

    def column(self, line: int, column: int) -> int:
        """A column as it is written, 1-based; one inside the indentation stays inside."""
        wide, written = self.changed.get(line, (0, 0))
        return column - wide + written if column > wide else min(column, written + 1)


def expanded(text: str) -> Expanded | None:
    """The text with spaces for the tabs of its indentation; None where there are none, or Python cannot read it.

    Lines inside brackets and strings, and those of comments alone, stay as they are: their indentation means nothing.
    """
    if "\t" not in text and "\f" not in text:
        return None
    lines = text.split("\n")
    changed: dict[int, tuple[int, int]] = {}
    try:
        for number, start in _statements(text):
            indent = lines[number - 1][:start]
            if indent.strip(" ") and not indent.strip(" \t\f"):
                wide = _width(indent)
                changed[number] = wide, start
                lines[number - 1] = " " * wide + lines[number - 1][start:]
    except (tokenize.TokenError, SyntaxError):
        return None
    return Expanded("\n".join(lines), changed) if changed else None


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Line and column, from 0, of the first word of each logical line."""
    first = True
    # Lines end as in the source, at newlines alone: str.splitlines would end them at form feeds too.
    lines = io.StringIO(text, newline="\n")
    for token in tokenize.generate_tokens(lines.readline):
        if token.type == tokenize.NEWLINE:
            first = True
        elif first and token.type not in _NO_CODE:
            first = False
            yield token.start


def _width(indent: str) -> int:
    """The column of what follows in CPython: a tab goes on to the next multiple of 8, a form feed starts anew."""
    column = 0
    for character in indent:
        column = 0 if character == "\f" else column + 1 if character == " " else (column // _TAB + 1) * _TAB
    return column
