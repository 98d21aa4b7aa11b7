"""A text by the places that Python's own parser gives: lines from 1, columns in bytes from 0."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from lstm_lint.ir.facts import cached_property
from lstm_lint.nodes import At

_COMMENT = re.compile(r"#[^\n]*")
_SPACE = re.compile(r"(?:[ \t\f\n]|\\\n|#[^\n]*(?=\n))*")
_WORDS_BEFORE = re.compile(r"(\w+|[\])}\"'])[ \t\f]*\Z")
# A parenthesis after one of these is around what follows; after another word it calls that.
_KEYWORDS = frozenset(
    {"and", "as", "assert", "async", "await", "del", "elif", "else", "except", "for", "from", "if", "import",
     "in", "is", "lambda", "not", "or", "raise", "return", "while", "with", "yield"}
)  # fmt: skip


class Text:
    """What was parsed. Offsets are those of its characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts[:-1]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column in bytes."""
        text = self.lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, the column in characters."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def stretch(self, at: At) -> tuple[int, int]:
        """Where it begins and ends."""
        start = self.offset(at.lineno, at.col_offset)
        last, column = at.end_lineno, at.end_col_offset
        return start, start if last is None or column is None else self.offset(last, column)

    def written(self, at: At) -> str:
        """The text of it."""
        if at.lineno == at.end_lineno:
            line = self.lines[at.lineno - 1]
            if line.isascii():
                return line[at.col_offset : at.end_col_offset]
        start, end = self.stretch(at)
        return self.text[start:end]

    def begins_with(self, at: At, word: str) -> bool:
        """Whether this is what stands there first."""
        line = self.lines[at.lineno - 1]
        if line.isascii():
            return line.startswith(word, at.col_offset)
        return line.encode().startswith(word.encode(), at.col_offset)

    # Parentheses, of which the parser does not say anything

    def is_bracketed(self, at: At, elements: Sequence[At]) -> bool:
        """Whether the parenthesis that a tuple begins with is its own: `(a, b)`, not `(a), b`."""
        if not self.begins_with(at, "("):
            return False
        if not elements:
            return True
        start, end = self.stretch(at)
        first, after = self.stretch(elements[0])
        until = self.stretch(elements[1])[0] if len(elements) > 1 else end
        opened = self._code(start, first).count("(")
        return opened > self._code(after, until).partition(",")[0].count(")")

    def around(self, start: int, end: int) -> tuple[int, int]:
        """A stretch with the parentheses around it, without those of a call that it is the only argument of."""
        found = [(start, end)]
        while True:
            before, after = self._before(start), self._after(end)
            if self.text[before - 1 : before] != "(" or self.text[after : after + 1] != ")":
                break
            start, end = before - 1, after + 1
            found.append((start, end))
        if len(found) > 1 and self.calls(found[-1][0]):
            found.pop()
        return found[-1]

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """A stretch without its own first and last character and the space at them."""
        found = _SPACE.match(self.text, start + 1)
        return found.end() if found else start + 1, self._before(end - 1)

    def calls(self, offset: int) -> bool:
        """Whether the parenthesis there belongs to a call or the head of a class."""
        before = self.text[max(0, self._before(offset) - 80) : self._before(offset)]
        found = _WORDS_BEFORE.search(before)
        return found is not None and found[1] not in _KEYWORDS

    def _before(self, offset: int) -> int:
        """Where the space and the comments before an offset begin."""
        text = self.text
        while offset > 0:
            if text[offset - 1] in " \t\f":
                offset -= 1
            elif text[offset - 1] == "\n":
                line = bisect_right(self.starts, offset - 1) - 1
                written = self.lines[line]
                code = self._without_comment(written)
                offset = self.starts[line] + len(code.rstrip(" \t\f\\"))
                if code.strip(" \t\f\\"):
                    break
            else:
                break
        return offset

    def _after(self, offset: int) -> int:
        found = _SPACE.match(self.text, offset)
        return found.end() if found else offset

    def _code(self, start: int, end: int) -> str:
        """What stands between two nodes: brackets, commas and space."""
        return _COMMENT.sub("", self.text[start:end])

    @staticmethod
    def _without_comment(line: str) -> str:
        """A line that ends in a comment may hold strings with `#` in them: the last one that is in no quotes counts."""
        if "#" not in line:
            return line
        found = _STRING_OR_COMMENT.sub(lambda one: " " * len(one[0]) if one[0][0] == "#" else one[0], line)
        return found.rstrip()


_STRING_OR_COMMENT = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|#.*""")
