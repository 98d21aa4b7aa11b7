"""Where a syntax node stands: asked of the text where something is reported, and nothing is done where nothing is."""

from __future__ import annotations

import ast
import re

from lstm_lint import nodes as cst
from lstm_lint.findings import Span
from lstm_lint.reader.tree.parse import Tree
from lstm_lint.script import Place


class _File:
    """One parsed text. Its first line is line `base + 1` of all that is read together."""

    def __init__(self, tree: Tree, path: str, base: int) -> None:
        self.tree = tree
        self.path = path
        self.base = base
        self._held: set[int] | None = None

    def holds(self, node: cst.CSTNode) -> bool:
        """Whether a node is of this file."""
        if self._held is None:
            self._held = set(map(id, self.tree.places()))
        return id(node.at) in self._held

    def offsets(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where a node begins and ends, without parentheses around it."""
        text = self.tree.text
        start, end = text.stretch(node.at)
        if isinstance(node.at, cst.Stretch):
            return start, end
        if isinstance(node, (cst.Name, cst.Attribute)):
            return self._name(node, start, end)
        if isinstance(node, cst.Tuple):
            elements = [element.at for element in node.elements]
            return text.inside(start, end) if text.is_bracketed(node.at, elements) else (start, end)
        if isinstance(node, cst.GeneratorExp):
            return text.inside(start, end)
        if isinstance(node, cst.Arg) and not isinstance(node.at, ast.keyword) and not node.star:
            alone = isinstance(node.value, cst.GeneratorExp) and text.calls(start)
            return text.inside(start, end) if alone else text.around(start, end)
        if isinstance(node, (cst.SimpleStatementLine, cst.BaseSuite)):
            return start, text.stretch(node.body[-1].at)[1]
        if isinstance(node, cst.BaseStatement):  # which ends where its last line does, with a semicolon there
            return start, start + len(text.text[start:end].rstrip("; \t"))
        return start, end

    def _name(self, node: cst.Name | cst.Attribute, start: int, end: int) -> tuple[int, int]:
        """A name, which may be a part of something that has a place of its own."""
        name, text = _dotted(node), self.tree.text.text
        if isinstance(node.at, ast.alias):
            return start, start + len(name)
        if isinstance(node.at, ast.ImportFrom):
            found = re.compile(rf"from[ \t.]*({re.escape(name)})").match(text, start)
            return found.span(1) if found else (start, end)
        if isinstance(node, cst.Name) and isinstance(node.at, ast.Attribute):
            return end - len(name), end
        return start, start + len(name) if isinstance(node, cst.Name) else end

    def span(self, start: int, end: int) -> Span:
        position = self.tree.text.position
        (line, column), (end_line, end_column) = position(start), position(end)
        return Span(self.base + line, column, self.base + end_line, end_column)


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value if isinstance(node, cst.Name) else "", *reversed(parts)])


class Places:
    """The `Locator` of one script and of the sibling modules that its reading goes into.

    Their texts lie one after another, as compilers do it: a line beyond the script's last one is a line of a sibling,
    however a span was computed. Such a span is never one of the script.
    """

    def __init__(self, tree: Tree, path: str = "") -> None:
        self._files = [_File(tree, path, 0)]
        self._spans: dict[cst.CSTNode, Span] = {}

    def add(self, tree: Tree, path: str) -> None:
        """Lay a sibling module behind what was read so far."""
        last = self._files[-1]
        self._files.append(_File(tree, path, last.base + len(last.tree.text.lines) + 1))

    def of(self, node: cst.CSTNode) -> Place:
        """The place of a node, whose position can be asked for later."""
        return Place(node, self)

    def span(self, node: object) -> Span:
        assert isinstance(node, cst.CSTNode)
        found = self._spans.get(node)
        if found is None:
            file = self._of_node(node)
            found = self._spans[node] = file.span(*file.offsets(node))
        return found

    def code(self, node: cst.CSTNode) -> str:
        """What is written for a node, with the parentheses around it."""
        file = self._of_node(node)
        text, (start, end) = file.tree.text, file.offsets(node)
        if isinstance(node, cst.BaseExpression):
            start, end = text.around(start, end)
        return text.text[start:end]

    def text(self, span: Span) -> str:
        """The source text of a span."""
        file = self._of_line(span.end_line)
        starts, first = file.tree.text.starts, max(span.line - file.base, 1)
        start = starts[first - 1] + span.column - 1
        end = starts[span.end_line - file.base - 1] + span.end_column - 1
        return file.tree.text.text[start:end]

    def occurrences(self, text: str) -> int:
        """How often a text stands in the script."""
        return self._files[0].tree.text.text.count(text)

    def sibling(self, node: object) -> tuple[str, int] | None:
        """Path and line in the sibling module that a node lies in, or None where it is of the script itself."""
        if len(self._files) == 1:
            return None
        span = self.span(node)
        file = self._of_line(span.line)
        return None if file is self._files[0] else (file.path, span.line - file.base)

    def _of_node(self, node: cst.CSTNode) -> _File:
        file = next((one for one in self._files[1:] if one.holds(node)), self._files[0])
        file.tree.settle()
        return file

    def _of_line(self, line: int) -> _File:
        return next(file for file in reversed(self._files) if line > file.base or file.base == 0)
