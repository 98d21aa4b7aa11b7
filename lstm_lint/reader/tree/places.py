"""Where a syntax node stands, without a metadata provider.

A statement is generated back to text only when something in it is asked for, and found again in the source; where its
text stands there more than once, at the line that Python's own parser names. Generating the whole module would cost
43 % of a parse and PositionProvider 350 %; nothing is done where nothing is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from itertools import accumulate
from typing import Any

import libcst as cst
from libcst import CSTNode, IndentedBlock, Module
from libcst._nodes.internal import CodegenState

from lstm_lint.findings import Span
from lstm_lint.reader.tree.beginnings import Beginnings, beginnings
from lstm_lint.reader.tree.indentation import Expanded
from lstm_lint.reader.tree.syntax import LEAVES, parts
from lstm_lint.script import Place

_WITH_A_BODY = (cst.If, cst.For, cst.While, cst.With, cst.FunctionDef, cst.ClassDef)


class _Recorder(CodegenState):
    """Notes at which token each wanted node begins and ends. Nodes go by `id`: their own hash is slow."""

    def __init__(
        self,
        module: Module,
        wanted: Container[int],
        indents: Sequence[str] = (),
        statement: CSTNode | None = None,
        body: CSTNode | None = None,
    ) -> None:
        super().__init__(
            default_indent=module.default_indent,
            default_newline=module.default_newline,
            indent_tokens=list(indents),
        )
        self.wanted = wanted
        self.found: dict[int, tuple[int, int]] = {}
        self.statement, self.body = statement, body
        self.begins = 0  # the token of the statement without the comments above it
        self.ends: int | None = None  # the token that its body begins with
        self._open: list[int] = []

    def before_codegen(self, node: CSTNode) -> None:
        if node is self.body:
            self.ends = len(self.tokens)
        if id(node) in self.wanted:
            self._open.append(len(self.tokens))

    def after_codegen(self, node: CSTNode) -> None:
        if id(node) in self.wanted:
            self.found.setdefault(id(node), (self._open.pop(), len(self.tokens)))

    def record_syntactic_position(
        self, node: CSTNode, *, start_node: CSTNode | None = None, end_node: CSTNode | None = None
    ) -> Any:
        if node is self.statement:
            self.begins = len(self.tokens)
        if id(node) not in self.wanted:
            return _NOTHING
        return _Recording(self, node, start_node, end_node)

    def offsets(self) -> dict[int, tuple[int, int]]:
        """Where each node that was found begins and ends in the generated text."""
        offsets = [0, *accumulate(map(len, self.tokens))]
        last = len(offsets) - 1
        return {
            node: (offsets[min(start, last)], offsets[min(end, last)])
            for node, (start, end) in self.found.items()
        }


class _Everything:
    """All nodes are wanted."""

    def __contains__(self, node: object) -> bool:
        return True


class _Recording(AbstractContextManager[None]):
    """The stretch of a wanted node without the whitespace around it."""

    def __init__(
        self, recorder: _Recorder, node: CSTNode, start: CSTNode | None, end: CSTNode | None
    ) -> None:
        self.recorder = recorder
        self.node = node
        self.ends = id(start), id(end)
        self.first = 0

    def __enter__(self) -> None:
        self.first = len(self.recorder.tokens)

    def __exit__(self, *_: object) -> None:
        found, (start, end) = self.recorder.found, self.ends
        first = found[start][0] if start in found else self.first
        last = found[end][1] if end in found else len(self.recorder.tokens)
        found[id(self.node)] = (first, last)


_NOTHING: AbstractContextManager[None] = nullcontext()
_Statement = tuple[CSTNode, tuple[str, ...]]  # with the indentation that it has
_NO_BODY = cst.SimpleStatementSuite([])


class _File:
    """One parsed text. Its first line is line `base + 1` of all that is read together.

    `text` is as it is written, and all positions are those in it; `_code` is what the tree was parsed from.
    """

    def __init__(
        self, module: Module, text: str, path: str, base: int, expanded: Expanded | None = None
    ) -> None:
        self.text = text
        self._expanded = expanded
        self._code = text if expanded is None else expanded.text
        self.path = path
        self.base = base
        self._module = module
        self._statements: dict[int, _Statement] = {}
        self._found: dict[int, tuple[int, int]] = {}
        self._beginnings: Beginnings | None = None

    def offsets(self, node: CSTNode, wanted: set[int]) -> tuple[int, int] | None:
        """Where the node begins and ends in the text, or None where it is of another file."""
        if id(node) not in self._found:
            if not self._statements:
                self._index()
            statement = self._statements.get(id(node))
            if statement is None:
                return None
            for part in self._parts(*statement):
                found = self._in_text(*part, wanted)
                if found is None:
                    break
                self._found.update(found)
                if id(node) in found:
                    return found[id(node)]
            self._found.update(self._whole())
        return self._found.get(id(node))

    def _index(self) -> None:
        """Which statement each node belongs to: the innermost one that holds it."""
        owners = self._statements
        blocks: list[tuple[Sequence[CSTNode], tuple[str, ...]]] = [(self._module.body, ())]
        for block, indents in blocks:
            for statement in block:
                owner = (statement, indents)
                inside = [statement]
                for node in inside:
                    owners[id(node)] = owner
                    if node.__class__ is IndentedBlock:
                        indent = self._module.default_indent if node.indent is None else node.indent
                        blocks.append((node.body, (*indents, indent)))
                    elif node.__class__ not in LEAVES:
                        inside += parts(node)

    def _parts(
        self, statement: CSTNode, indents: tuple[str, ...]
    ) -> Iterator[tuple[CSTNode, CSTNode, tuple[str, ...]]]:
        """What is to be generated of a statement, and what it stands for: its head first where it has a body."""
        if isinstance(statement, _WITH_A_BODY):
            without = {"orelse": None} if hasattr(statement, "orelse") else {}
            yield statement.with_changes(body=_NO_BODY, **without), statement, indents
        yield statement, statement, indents

    def _in_text(
        self, part: CSTNode, statement: CSTNode, indents: tuple[str, ...], wanted: Container[int]
    ) -> dict[int, tuple[int, int]] | None:
        """Where all that is wanted in a part of a statement stands; None where the part is not found in the text."""
        recorder = _Recorder(self._module, wanted, indents, part, _NO_BODY)
        part._codegen(recorder)
        tokens = recorder.tokens[: recorder.ends]
        code = "".join(tokens)
        text = self._code if self._code.endswith("\n") else self._code + "\n"
        at = text.find(code)
        if at < 0 or text.find(code, at + 1) >= 0:
            at = self._begins(statement) - sum(map(len, tokens[: recorder.begins]))
            if at < 0 or not text.startswith(code, at):
                return None
        return {node: (at + start, at + end) for node, (start, end) in recorder.offsets().items()}

    def _begins(self, statement: CSTNode) -> int:
        """Where a statement begins, without the comments above it; -1 where that cannot be told."""
        if self._beginnings is None:
            self._beginnings = beginnings(self._module, self._code)
        line, column = self._beginnings.get(id(statement), (0, 0))
        return self._code_lines[line - 1] + column if line else -1

    def _whole(self) -> dict[int, tuple[int, int]]:
        recorder = _Recorder(self._module, _Everything())
        self._module._codegen(recorder)
        return recorder.offsets()

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return _lines(self.text)

    @cached_property
    def _code_lines(self) -> list[int]:
        return self.lines if self._expanded is None else _lines(self._code)

    def span(self, start: int, end: int) -> Span:
        line, column = self._position(start)
        end_line, end_column = self._position(min(end, len(self._code)))
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        lines = self._code_lines
        line = bisect_right(lines, offset)
        column = offset - lines[line - 1] + 1
        return self.base + line, column if self._expanded is None else self._expanded.column(line, column)


def _lines(text: str) -> list[int]:
    """Where each line begins. Not by str.splitlines: form feeds and U+2028 do not end a line of Python."""
    lines = [0]
    at = text.find("\n")
    while at >= 0:
        lines.append(at + 1)
        at = text.find("\n", at + 1)
    return lines


class Places:
    """The `Locator` of one script and of the sibling modules that its reading goes into.

    Their texts lie one after another, as compilers do it: a line beyond the script's last one is a line of a sibling,
    however a span was computed. Such a span is never one of the script.
    """

    def __init__(self, module: Module, text: str, path: str = "", expanded: Expanded | None = None) -> None:
        self._files = [_File(module, text, path, 0, expanded)]
        self._wanted: set[int] = set()

    def add(self, module: Module, text: str, path: str, expanded: Expanded | None = None) -> None:
        """Lay a sibling module behind what was read so far."""
        last = self._files[-1]
        self._files.append(_File(module, text, path, last.base + len(last.lines) + 1, expanded))

    def of(self, node: CSTNode) -> Place:
        """Register a node; its position can be asked for later."""
        self._wanted.add(id(node))
        return Place(node, self)

    def span(self, node: object) -> Span:
        assert isinstance(node, CSTNode)
        self._wanted.add(id(node))
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
