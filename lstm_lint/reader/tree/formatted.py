"""Formatted strings: whether one is a single literal, and where the expressions in it stand.

Before Python 3.12 its parser reads each expression by itself, and gets the places of some wrong.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from lstm_lint.reader.tree.text import Text

_KNOWS_PLACES = sys.version_info >= (3, 12)
STRING = re.compile(
    r"""[A-Za-z]{0,2}(?:'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\""""
    r"""|'(?!'')(?:[^'\\]|\\.)*'|"(?!"")(?:[^"\\]|\\.)*")""",
    re.DOTALL,
)
_OPENS = re.compile(r"[A-Za-z]{0,2}('''|\"\"\"|'|\")")


def is_one_literal(node: ast.JoinedStr, text: Text) -> bool:
    """Whether it is one formatted string, none with other literals next to it."""
    if not _KNOWS_PLACES:
        return STRING.fullmatch(text.written(node)) is not None
    start, end = text.stretch(node)
    written = text.text[start:end]
    for part in node.values:
        if isinstance(part, ast.FormattedValue):  # there may be quotes in it
            first, last = (offset - start for offset in text.stretch(part))
            written = written[:first] + "_" * (last - first) + written[last:]
    return STRING.fullmatch(written) is not None


def put_right(strings: Sequence[ast.JoinedStr], text: Text) -> None:
    """Gives the expressions in formatted strings the places that they have. What is around comes first."""
    for node in strings if not _KNOWS_PLACES else ():
        start, end = text.stretch(node)
        values = list(_values(node))
        places = list(_expressions(text.text, start, end))
        if len(values) == len(places):
            for value, (first, last) in zip(values, places):
                _move(value.value, text, first, last)


def _values(node: ast.JoinedStr) -> Iterator[ast.FormattedValue]:
    """Those of a string, each before those of its format."""
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            yield part
            if isinstance(part.format_spec, ast.JoinedStr):
                yield from _values(part.format_spec)


def _expressions(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the expressions of literals next to each other stand, in the same order."""
    while at < end:
        found = _OPENS.match(text, at)
        if found is None:
            at += 1
            continue
        literal = STRING.match(text, at)
        if literal is None:
            return
        if "f" in found[0].lower():
            yield from _fields(text, found.end(), literal.end() - len(found[1]))
        at = literal.end()


def _fields(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The expressions between braces, those in formats too."""
    while at < end:
        if text.startswith(("{{", "}}"), at):
            at += 2
        elif text[at] == "{":
            last = _ends(text, at + 1, end)
            yield at + 1, last
            at = last
            if text[at : at + 1] == "=":
                at += 1
            if text[at : at + 1] == "!":
                at += 2
            if text[at : at + 1] == ":":
                closing = _closing(text, at + 1, end)
                yield from _fields(text, at + 1, closing)
                at = closing
            at += 1
        else:
            at += 1


def _ends(text: str, at: int, end: int) -> int:
    """Where an expression ends: at a brace, colon, exclamation mark or equals sign of the field around it."""
    depth = 0
    while at < end:
        string = STRING.match(text, at) if text[at] in "\"'" else None
        if string is not None:
            at = string.end()
            continue
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}" and depth:
            depth -= 1
        elif depth == 0 and (
            text[at] in "}:"
            or (text[at] == "!" and text[at + 1 : at + 2] != "=")
            or (text[at] == "=" and text[at - 1] not in "=!<>" and text[at + 1 : at + 2] != "=")
        ):
            return at
        at += 1
    return end


def _closing(text: str, at: int, end: int) -> int:
    """The brace that ends a field."""
    depth = 0
    while at < end and (depth or text[at] != "}"):
        depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return at


def _move(value: ast.expr, text: Text, first: int, last: int) -> None:
    """Where an expression is not what the text says, parses it again in its place, and takes the places from there."""
    written = text.text[first:last]
    begins = first + len(written) - len(written.lstrip(" ("))
    if "\n" not in written and text.stretch(value)[0] in (
        begins,
        first + len(written) - len(written.lstrip()),
    ):
        return
    line, _ = text.position(first)
    column = len(text.text[text.starts[line - 1] : first].encode())
    try:
        again = ast.parse("(" + " " * (column - 1) + written + ")", mode="eval").body
    except SyntaxError:
        return
    ours, theirs = list(ast.walk(value)), list(ast.walk(again))
    if [type(one) for one in ours] != [type(one) for one in theirs]:
        return
    for one, other in zip(ours, theirs):
        if isinstance(one, _PLACED) and isinstance(other, _PLACED):
            one.lineno, one.col_offset = other.lineno + line - 1, other.col_offset
            one.end_lineno = (other.end_lineno or other.lineno) + line - 1
            one.end_col_offset = other.end_col_offset


_PLACED = (ast.expr, ast.keyword, ast.arg)
