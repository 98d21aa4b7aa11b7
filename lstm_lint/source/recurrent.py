"""Recurrent layers that a text builds and no model that was read holds: what they are for, no rule has looked at.

The reading leaves alone what it cannot follow, and most of that needs no word. But a file whose recurrent layers are
in no model is not clear, it is unread. So the text itself is asked for them: for calls of the classes, not for
comments, strings, imports, base classes and tests of a type, nor for the classes of another library.
"""

from __future__ import annotations

import ast
import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from lstm_lint.findings import Span
from lstm_lint.ir.records import dataclass
from lstm_lint.script import RECURRENT, Place, Script, Unread
from lstm_lint.source.python_ast import parsed_by_python
from lstm_lint.source.source import Source, blank_cell

_NAME = rf"\b(?:{'|'.join(sorted(RECURRENT))})\b"
_CALL = re.compile(rf"{_NAME}\s*\(")
# What hands a class on, so that it may be called by another name.
_RENAMED = re.compile(rf"{_NAME}\s+as\b")
_OTHERWISE = re.compile(rf"[=,:(\[{{]\s*(?:\w+\.)*{_NAME}\s*(?:[,)\]}}#;:]|if\b|$)", re.MULTILINE)
_ASIDE = re.compile(r"^[ \t]*(?:#.*|from\b[^()\n;]*\([^()]{0,500}\)|(?:from|import)\b[^;\n]*)$", re.MULTILINE)
_NEVER_A_VALUE = ("isinstance", "issubclass", "super", "type")
_KERAS = re.compile(r"(?:^|[._])keras(?:[._]|$)")

Start = tuple[int, int]
Parameters = frozenset[str]


def unread(source: Source, script: Script) -> tuple[Unread, ...]:
    """Each recurrent layer that is built and in no model, and what does not parse, in the order of the text."""
    live = [item for item in script.unread if item.live and item.what.strip("`") in RECURRENT]
    found = {_start(item.place): item for item in live}
    placed = [layer for model in script.models for layer in model.layers if layer.is_recurrent]
    distinct = {id(layer.place.node) for layer in placed}
    # Working out places costs more than counting, and nearly always each mention is the call of a layer.
    if script.siblings or _most_calls(source.text) > len(distinct) or not distinct:
        around = [one.place for layer in placed for one in (layer, *layer.wrappers)]
        passed = [item.place for item in script.unread if not item.live]
        done = {_start(place) for place in (*around, *passed) if place.sibling is None}
        for item in _written(source, script, done):
            found.setdefault(_start(item.place), item)
    for problem in script.syntax_problems:
        what = "this file" if problem.cell is None else f"cell {problem.cell}"
        found[problem.span.line, 0] = _unread(problem.span, what, f"it does not parse: {problem.message}")
    return tuple(found[start] for start in sorted(found))


def is_named(source: Source, script: Script) -> bool:
    """Whether the code itself has a recurrent layer, or names a class of them; comments and strings do not count.

    A file is read where its bytes hold such a word. What is said of other code must not hang on that.
    """
    if any(layer.is_recurrent for layer, _ in script.layers()) or script.syntax_problems:
        return True
    tree = parsed_by_python(source.text)
    return tree is None or any(_names_one(node) for node in ast.walk(tree))


def _names_one(node: ast.AST) -> bool:
    if isinstance(node, ast.alias):
        return node.name.rpartition(".")[2] in RECURRENT
    if isinstance(node, ast.Call) and (given := _getattr(node)) is not None:
        return given[1] in RECURRENT
    if isinstance(node, ast.Attribute):  # also `keras.layers.GatedLSTM`, which no Keras has
        of_layers = isinstance(node.value, (ast.Attribute, ast.Name)) and _path(node.value)[0][-1] == "layers"
        return node.attr in RECURRENT or (of_layers and any(word in node.attr for word in _WORDS))
    return isinstance(node, ast.Name) and node.id in RECURRENT


def _most_calls(text: str) -> float:
    """How often a text calls recurrent classes, at most; without bound where it may call them by another name."""
    mentions = "\n".join(text[start:end] for start, end in _mentioning(text))
    if "getattr" in text or _RENAMED.search(mentions):
        return math.inf
    code = _ASIDE.sub("", mentions)
    if _OTHERWISE.search(code) and _OTHERWISE.search(
        _ASIDE.sub("", text)
    ):  # not just imports over several lines
        return math.inf
    return len(_CALL.findall(code))


_WORDS = ("LSTM", "GRU", "RNN")  # one of them is in each name


def _mentioning(text: str) -> list[tuple[int, int]]:
    """Where the lines that may name a recurrent class begin and end."""
    found: set[tuple[int, int]] = set()
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            found.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(word, end)
    return sorted(found)


def _start(place: Place) -> Start:
    return place.span.line, place.span.column


def _written(source: Source, script: Script, done: set[Start]) -> list[Unread]:
    """The calls in the text that are not done; where there are none at all the first mention of a class."""
    tree = _parsed(source, script)
    if tree is None:
        return []
    uses = _Uses(tree, source, done)
    return uses.calls() or ([] if done else uses.mentions()[:1])


def _parsed(source: Source, script: Script) -> ast.Module | None:
    for problem in script.syntax_problems:
        if problem.cell is None:
            return None
        source = blank_cell(source, problem.cell)
    return parsed_by_python(source.text)


class _Uses:
    """Where a program names recurrent classes of Keras, or of what may be Keras."""

    def __init__(self, tree: ast.Module, source: Source, done: set[Start]) -> None:
        self.tree = tree
        self.lines = source.text.split("\n")
        # All that is looked for has one of these lines in it; what has none need not be looked at.
        starts = [0, *(start for start, _ in _mentioning(source.text))]
        newlines = (source.text.count("\n", at, start) for at, start in pairwise(starts))
        self.mentioning = [1 + before for before in accumulate(newlines)]
        self.done = done  # calls that were read, or that never run
        self.columns: dict[int, list[int]] = {}
        self._names: tuple[dict[str, bool], set[str]] | None = None

    def names(self) -> tuple[dict[str, bool], set[str]]:
        """What the program imports, in any scope, with whether that is of Keras; and what it defines."""
        if self._names is None:
            imported: dict[str, bool] = {}
            defined: set[str] = set()
            waiting: list[ast.AST] = [self.tree]
            while waiting:
                node = waiting.pop()
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    for bound, path in _imported(node):
                        imported[bound] = imported.get(bound, False) or bool(_KERAS.search(path))
                elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                    defined.add(node.name)
                for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                    inside = getattr(node, part, ())
                    if isinstance(inside, list):
                        waiting += inside
            self._names = imported, defined
        return self._names

    def calls(self) -> list[Unread]:
        """Calls that build a recurrent layer."""
        found: list[Unread] = []
        waiting: list[tuple[ast.AST, Parameters]] = [(self.tree, frozenset())]
        while waiting:
            node, parameters = waiting.pop()
            if isinstance(node, ast.Call):
                span = self._span(node)
                if (span.line, span.column) in self.done:
                    continue  # with the layers inside it, such as those of a Bidirectional
                path, _ = _path(node.func)
                if path[-1] in RECURRENT and (why := self._why(path, parameters)):
                    found.append(_unread(span, f"`{path[-1]}`", why))
                    continue
            waiting += self._children(node, parameters)
        return found

    def mentions(self) -> list[Unread]:
        """Recurrent classes that are handed on without a call."""
        found: list[Unread] = []
        waiting: list[tuple[ast.AST, Parameters]] = [(self.tree, frozenset())]
        while waiting:
            node, parameters = waiting.pop()
            if isinstance(node, (ast.Compare, ast.ExceptHandler)):
                continue
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _NEVER_A_VALUE
            ):
                continue
            if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
                path, root = _path(node)
                named = next((number for number, part in enumerate(path) if part in RECURRENT), None)
                if named is not None and self._why(path[: named + 1], parameters):
                    found.append(_unread(self._span(node), f"`{path[named]}`", "no call of it was read"))
                    continue
                if root is not node:
                    waiting.append((root, parameters))
                    continue
            waiting += self._children(node, parameters, values=True)
        return sorted(found, key=lambda item: item.place.span)

    def _children(
        self, node: ast.AST, parameters: Parameters, *, values: bool = False
    ) -> Iterator[tuple[ast.AST, Parameters]]:
        """What lies below; `values`: as far as it may be a value, no annotation, decorator or base class."""
        inner = parameters
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            given = node.args
            rest = [one for one in (given.vararg, given.kwarg) if one is not None]
            inner |= {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs, *rest)}
        for name in node._fields:
            value = getattr(node, name, None)
            if values and name in ("annotation", "returns", "decorator_list", "bases"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and self._mentions_one(child):
                    yield child, inner

    def _mentions_one(self, node: ast.AST) -> bool:
        """Whether a node may name a recurrent class: one of its lines does, or it has no place of its own."""
        first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if first is None or last is None:
            return True
        for decorator in getattr(node, "decorator_list", ()):
            first = min(first, decorator.lineno)
        at = bisect_left(self.mentioning, first)
        return at < len(self.mentioning) and self.mentioning[at] <= last

    def _why(self, path: Sequence[str], parameters: Parameters) -> str | None:
        """Why a class that this path names was not read; None where it is known to be none of Keras."""
        root = path[0]
        imported, defined = self.names()
        if root in ("self", "cls") or root in defined:
            return None
        if root in imported and not (imported[root] or _KERAS.search(".".join(path[1:]))):
            return None
        if root in parameters:
            return f"`{root}` is a parameter here, and what is given for it is not known"
        if root in imported:
            return "nothing that was read leads to this line"
        return f"where `{root}` comes from is not known" if root else "what it is taken from is not known"

    def _span(self, node: ast.expr) -> Span:
        last = node.end_lineno or node.lineno
        end = self._column(last, node.end_col_offset or 0)
        return Span(node.lineno, self._column(node.lineno, node.col_offset), last, end)

    def _column(self, line: int, offset: int) -> int:
        """A column in code points; the trees of Python count bytes."""
        text = self.lines[line - 1]
        if text.isascii():
            return offset + 1
        if line not in self.columns:
            self.columns[line] = [0, *accumulate(len(char.encode()) for char in text)]
        return bisect_left(self.columns[line], offset) + 1


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The names that an import binds, and to what."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{'.' * node.level}{node.module or ''}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
        else:
            top = alias.name.partition(".")[0]
            yield top, top


def _path(node: ast.expr) -> tuple[tuple[str, ...], ast.expr]:
    """`keras.layers.LSTM` in its parts, and what it begins with: if that is no name, the first part is empty."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call) and (given := _getattr(node)) is not None:
            node, name = given
            parts.append(name)
        else:
            root = node.id if isinstance(node, ast.Name) else ""
            return (root, *reversed(parts)), node


def _getattr(node: ast.Call) -> tuple[ast.expr, str] | None:
    """`getattr(keras.layers, "LSTM")` is `keras.layers.LSTM`."""
    if not isinstance(node.func, ast.Name) or node.func.id != "getattr" or len(node.args) < 2:
        return None
    name = node.args[1]
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return node.args[0], name.value
    return None


def _unread(span: Span, what: str, why: str) -> Unread:
    return Unread(Place(span, _HERE), what, why)


@dataclass(frozen=True, slots=True)
class _Here:
    """Locates what is a place already."""

    def span(self, node: object) -> Span:
        assert isinstance(node, Span)
        return node

    def text(self, span: Span) -> str:
        return ""

    def occurrences(self, text: str) -> int:
        return 0

    def sibling(self, node: object) -> tuple[str, int] | None:
        return None


_HERE = _Here()
