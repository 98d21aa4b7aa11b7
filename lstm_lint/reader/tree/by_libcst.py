"""The tree of a text that the running Python does not parse, by libcst: it knows the syntax of newer ones too.

It is slow to import and to ask for places, and hardly any file needs it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider

from lstm_lint import nodes as cst
from lstm_lint.ir.records import fields
from lstm_lint.nodes import At
from lstm_lint.reader.tree.text import Text

REFUSED = (libcst.ParserSyntaxError, RecursionError, ValueError, libcst.CSTValidationError, UnicodeError)


def parsed(text: str) -> tuple[cst.Module, Text, Sequence[At]]:
    """The tree of a text, and the places of its nodes. Raises one of REFUSED."""
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    written = Text(text)
    converter = _Converter(written, wrapper.resolve(PositionProvider))
    module = converter.node(wrapper.module)
    assert isinstance(module, cst.Module)
    return module, written, converter.places


def place(error: Exception) -> tuple[int, int, str]:
    """Line, column and words of what it objects to."""
    if not isinstance(error, libcst.ParserSyntaxError):
        return 1, 1, str(error).partition("\n")[0] or "it cannot be parsed"
    words = error.message.partition("\n")[0]
    # `raw_line` is one too large for some errors; the message has it right: "error at 2:11: expected ..."
    stated = re.search(r"error at (\d+):(\d+)", words)
    line, column = (int(stated[1]), int(stated[2])) if stated else (error.raw_line, error.raw_column)
    return (
        line,
        column + 1,
        re.sub(r"^(?:\w+ error: )?(?:error at \d+:\d+: )?", "", words) or "invalid syntax",
    )


class _Converter:
    def __init__(self, text: Text, positions: Any) -> None:
        self.text = text
        self.positions = positions
        self.places: list[At] = []

    def node(self, node: libcst.CSTNode) -> Any:
        kind = getattr(cst, type(node).__name__, None)
        if kind is None:
            inside = [self.node(one) for one in node.children if isinstance(one, libcst.BaseExpression)]
            return cst.Unfollowed(self._at(node), inside)
        if issubclass(kind, cst.BaseOperator):
            return kind()
        return kind(self._at(node), *(self._field(node, name) for name in _names(kind)))

    def _field(self, node: Any, name: str) -> Any:
        if isinstance(node, libcst.ConcatenatedString) and name == "parts":
            return [part for side in (node.left, node.right) for part in self._formatted(side)]
        try:
            value = getattr(node, name)
        except (ValueError, SyntaxError):  # the value of a literal that Python does not take
            return None
        if name == "asynchronous":
            return value is not None
        if name == "relative":
            return len(value)
        if isinstance(value, libcst.CSTNode):
            return None if isinstance(value, libcst.ParamStar) else self.node(value)
        if isinstance(value, (list, tuple)):
            return [self.node(one) for one in value]
        return None if isinstance(value, libcst.MaybeSentinel) else value

    def _formatted(self, node: libcst.BaseString) -> list[Any]:
        if isinstance(node, libcst.ConcatenatedString):
            return [*self._formatted(node.left), *self._formatted(node.right)]
        return [self.node(part) for part in node.parts] if isinstance(node, libcst.FormattedString) else []

    def _at(self, node: libcst.CSTNode) -> At:
        found = self.positions.get(node)
        if found is None:
            return cst.NOWHERE
        start, end = found.start, found.end
        exact = cst.Stretch(*self._in_bytes(start.line, start.column), *self._in_bytes(end.line, end.column))
        self.places.append(exact)
        return exact

    def _in_bytes(self, line: int, column: int) -> tuple[int, int]:
        lines = self.text.lines
        if line > len(lines):  # a module may end in a newline that the text has not
            line, column = len(lines), len(lines[-1])
        return line, len(lines[line - 1][:column].encode())


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "at")
