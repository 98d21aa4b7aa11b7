"""Where a syntax node stands, without a metadata provider.

Positions are worked out once, when the first one is asked for: the tree is generated back to text and only the nodes
that somebody registered are recorded. That costs 2 to 8 % of a parse, where PositionProvider costs 350 %.
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


class Places:
    """The `Locator` of one parsed source."""

    def __init__(self, module: Module, text: str) -> None:
        self._module = module
        self._text = text
        self._wanted: set[CSTNode] = set()
        self._spans: dict[CSTNode, tuple[int, int]] | None = None
        self._lines: list[int] = []

    def of(self, node: CSTNode) -> Place:
        """Register a node; its position can be asked for later."""
        self._wanted.add(node)
        return Place(node, self)

    def span(self, node: object) -> Span:
        assert isinstance(node, CSTNode)
        if self._spans is None or node not in self._spans:
            self._wanted.add(node)
            self._locate()
        assert self._spans is not None
        start, end = self._spans.get(node, (0, 0))
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Span(line, column, end_line, end_column)

    def text(self, span: Span) -> str:
        """The source text of a span."""
        if not self._lines:
            self._index_lines()
        start = self._lines[span.line - 1] + span.column - 1
        end = self._lines[span.end_line - 1] + span.end_column - 1
        return self._text[start:end]

    def occurrences(self, text: str) -> int:
        """How often a text stands in the source."""
        return self._text.count(text)

    def _locate(self) -> None:
        recorder = _Recorder(self._module, self._wanted)
        self._module._codegen(recorder)
        offsets = [0, *accumulate(map(len, recorder.tokens))]
        last = len(offsets) - 1
        self._spans = {
            node: (offsets[min(start, last)], offsets[min(end, last)])
            for node, (start, end) in recorder.found.items()
        }
        self._index_lines()

    def _index_lines(self) -> None:
        # Not str.splitlines: form feeds and U+2028 do not end a line of Python.
        self._lines = [0]
        at = self._text.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = self._text.find("\n", at + 1)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1
