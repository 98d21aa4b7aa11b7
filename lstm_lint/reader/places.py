"""Where a syntax node stands, without a metadata provider.

Positions are worked out once, when the first one is asked for: the tree is generated back to text and only the nodes
that somebody registered are recorded. That costs half a parse, where PositionProvider costs 350 %; nothing where
nothing is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate

from libcst import CSTNode, Module
from libcst._nodes.internal import CodegenState

from lstm_lint.findings import Span
from lstm_lint.script import Place


class _Recorder(CodegenState):
    """Notes at which token each wanted node begins and ends."""

    def __init__(self, module: Module, wanted: set[CSTNode]) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.wanted = wanted
        self.found: dict[CSTNode, tuple[int, int]] = {}
        self._open: list[int] = []

    def before_codegen(self, node: CSTNode) -> None:
        if node in self.wanted:
            self._open.append(len(self.tokens))

    def after_codegen(self, node: CSTNode) -> None:
        if node in self.wanted:
            start = self._open.pop()
            self.found.setdefault(node, (start, len(self.tokens)))

    @contextmanager
    def record_syntactic_position(
        self, node: CSTNode, *, start_node: CSTNode | None = None, end_node: CSTNode | None = None
    ) -> Iterator[None]:
        start = len(self.tokens)
        yield
        if node in self.wanted:
            first = self.found[start_node][0] if start_node in self.found else start
            last = self.found[end_node][1] if end_node in self.found else len(self.tokens)
            self.found[node] = (first, last)


class _File:
    """One parsed text. Its first line is line `base + 1` of all that is read together."""

    def __init__(self, module: Module, text: str, path: str, base: int) -> None:
        self.text = text
        self.path = path
        self.base = base
        self._module = module
        self._asked: set[CSTNode] = set()
        self._found: dict[CSTNode, tuple[int, int]] = {}
        self._lines: list[int] = []

    def offsets(self, node: CSTNode, wanted: set[CSTNode]) -> tuple[int, int] | None:
        """Where the node begins and ends in the text, or None where it is of another file."""
        if node not in self._asked:
            self._asked = set(wanted)
            recorder = _Recorder(self._module, wanted)
            self._module._codegen(recorder)
            offsets = [0, *accumulate(map(len, recorder.tokens))]
            last = len(offsets) - 1
            self._found = {
                found: (offsets[min(start, last)], offsets[min(end, last)])
                for found, (start, end) in recorder.found.items()
            }
        return self._found.get(node)

    @property
    def lines(self) -> list[int]:
        """Where each line begins."""
        if not self._lines:
            # Not str.splitlines: form feeds and U+2028 do not end a line of Python.
            self._lines = [0]
            at = self.text.find("\n")
            while at >= 0:
                self._lines.append(at + 1)
                at = self.text.find("\n", at + 1)
        return self._lines

    def span(self, start: int, end: int) -> Span:
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return self.base + line, offset - self.lines[line - 1] + 1


class Places:
    """The `Locator` of one script and of the sibling modules that its reading goes into.

    Their texts lie one after another, as compilers do it: a line beyond the script's last one is a line of a sibling,
    however a span was computed. Such a span is never one of the script.
    """

    def __init__(self, module: Module, text: str, path: str = "") -> None:
        self._files = [_File(module, text, path, 0)]
        self._wanted: set[CSTNode] = set()

    def add(self, module: Module, text: str, path: str) -> None:
        """Lay a sibling module behind what was read so far."""
        last = self._files[-1]
        self._files.append(_File(module, text, path, last.base + len(last.lines) + 1))

    def of(self, node: CSTNode) -> Place:
        """Register a node; its position can be asked for later."""
        self._wanted.add(node)
        return Place(node, self)

    def span(self, node: object) -> Span:
        assert isinstance(node, CSTNode)
        self._wanted.add(node)
        for file in self._files:
            found = file.offsets(node, self._wanted)
            if found is not None:
                return file.span(*found)
        return self._files[0].span(0, 0)

    def text(self, span: Span) -> str:
        """The source text of a span."""
        file = self._of_line(span.end_line)
        lines, first = file.lines, max(span.line - file.base, 1)
        start = lines[first - 1] + span.column - 1
        end = lines[span.end_line - file.base - 1] + span.end_column - 1
        return file.text[start:end]

    def occurrences(self, text: str) -> int:
        """How often a text stands in the script."""
        return self._files[0].text.count(text)

    def sibling(self, span: Span) -> tuple[str, int] | None:
        """Path and line in the sibling module that a span lies in, or None where it is of the script itself."""
        file = self._of_line(span.line)
        return None if file is self._files[0] else (file.path, span.line - file.base)

    def _of_line(self, line: int) -> _File:
        return next(file for file in reversed(self._files) if line > file.base or file.base == 0)
