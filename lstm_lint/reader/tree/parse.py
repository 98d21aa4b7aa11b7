"""A source as a syntax tree, or what keeps it from being one."""

from __future__ import annotations

import ast
import contextlib
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import PurePath

from lstm_lint import nodes as cst
from lstm_lint.findings import Span
from lstm_lint.ir.records import replace
from lstm_lint.nodes import At
from lstm_lint.reader.tree import formatted
from lstm_lint.reader.tree.build import build
from lstm_lint.reader.tree.text import Text
from lstm_lint.script import SyntaxProblem
from lstm_lint.source.python_ast import new_tree, parsed_by_python
from lstm_lint.source.source import Source, blank_cell

_PYTHON_2 = re.compile(
    r"^[ \t]*(?:print[ \t]+[\w\"'(%]|exec[ \t]+[\"'\w]|except[ \t]+[\w.()]+[ \t]*,[ \t]*\w+[ \t]*:"
    r"|raise[ \t]+\w+[ \t]*,)"
    r"|<>|\bur\"",
    re.MULTILINE,
)
# What Python says of `print x` and `exec x`, which no newer one takes: libcst is not asked, which is slow to import.
_NEVER_PYTHON_3 = "Missing parentheses in call to "
# Nor where Python has no better words than these, and the line has nothing that newer ones take: strings of a kind that
# may hold others, a star, an opened bracket after a name, a statement that begins with a word.
_PLAIN_OBJECTION = "invalid syntax"
_MAY_BE_NEWER = re.compile(
    r"""\b[fFtT][rR]?["']|\b[rR][fFtT]["']|\*|\w\[|^\s*(?:async|await|case|class|def|except|lazy|"""
    r"""match|type|with)\b"""
)

# Of Jinja, Mako and cookiecutter, on the line that does not parse; folders of what is learned from or filled in.
_PLACEHOLDER = re.compile(r"\{\{.*\}\}|\{%|<%|\$\{")
_BLANKS = re.compile(
    r"\?\?\?|(?<!\w)_{4,}(?!\w)|\b(?:START|YOUR|WRITE|INSERT) (?:YOUR )?CODE(?: HERE)?\b"
)  # of an exercise
_DATA_FOLDERS = frozenset(
    {
        "corpora", "corpus", "data", "dataset", "datasets", "fixtures", "snippets", "template", "templates",
        "test_data", "testdata", "train_data", "training_data",
    }
)  # fmt: skip


class Tree:
    """A text that is parsed."""

    def __init__(
        self,
        module: cst.Module,
        text: Text,
        at: ast.Module | Sequence[At],
        strings: Sequence[ast.JoinedStr] = (),
    ) -> None:
        self.module = module
        self.text = text
        self._at = at
        self._strings = strings

    def places(self) -> Iterable[object]:
        """What any of its nodes may have for its place."""
        return ast.walk(self._at) if isinstance(self._at, ast.Module) else self._at

    def settle(self) -> None:
        """Before any place is asked for: what the parser gets wrong of them is put right."""
        if self._strings:
            formatted.put_right(self._strings, self.text)
            self._strings = ()


@lru_cache(maxsize=1)  # a source is read again for another Keras, and without guesses of parameters
def parse(source: Source) -> tuple[Tree | None, list[SyntaxProblem], str]:
    """The module, and the text as it is written; in a notebook without the cells that do not parse."""
    found, problem = _try_parse(source.text)
    if found is not None:
        return found, [], source.text
    assert problem is not None
    if not source.cells:
        as_it_is = replace(problem, no_program=_is_no_program(source, problem.span.line))
        return None, [as_it_is], source.text
    problems: list[SyntaxProblem] = []
    lines = source.text.split("\n")
    for cell in source.cells:
        text = "\n".join(lines[cell.first_line - 1 : cell.first_line - 1 + cell.lines]) + "\n"
        if lines[cell.first_line - 2 : cell.first_line - 1] and lines[cell.first_line - 2].strip():
            text = lines[cell.first_line - 2] + "\n" + text  # an indented cell stands under `if True:`
        parsed, wrong = _try_parse(text)
        if parsed is None and wrong is not None:
            span = Span(cell.first_line, 1, cell.first_line, 1)
            line = cell.first_line + min(max(wrong.span.line - 1, 0), max(cell.lines - 1, 0))
            blank = _BLANKS.search(text) is not None
            at = replace(span, line=line, end_line=line)
            problems.append(replace(wrong, span=at, cell=cell.number, no_program=blank))
            source = blank_cell(source, cell.number)
    found, problem = _try_parse(source.text)
    if found is None and problem is not None:
        problems.append(problem)
    return found, problems, source.text


def forget() -> None:
    """The tree of the source that was parsed last is kept no longer."""
    parse.cache_clear()
    parsed_by_python.cache_clear()


def _is_no_program(source: Source, line: int) -> bool:
    """Whether a file that does not parse there is a template, or stands among data: texts that a model learns from."""
    written = source.text.split("\n")[line - 1]
    return bool(_PLACEHOLDER.search(written)) or PurePath(source.path).parent.name.lower() in _DATA_FOLDERS


def parse_text(text: str) -> Tree | None:
    """The tree of a text, which no other one of the same text shares nodes with; None where it does not parse."""
    return _try_parse(text, new_tree)[0]


def _try_parse(
    text: str, parsed: Callable[[str], ast.Module | None] = parsed_by_python
) -> tuple[Tree | None, SyntaxProblem | None]:
    syntax = parsed(text)
    if syntax is not None:
        with contextlib.suppress(RecursionError):
            written = Text(text)
            if "run_cell_magic" in text:
                from lstm_lint.reader.tree import cell_magics

                syntax = cell_magics.unfolded(syntax, written)
            module, strings = build(syntax, written)
            return Tree(module, written, syntax, strings), None
    objection = _objection(text)
    if objection is not None and _is_final(objection, text):
        line, column, message = objection
    else:
        # Only libcst knows the syntax of Pythons newer than the one that runs.
        from lstm_lint.reader.tree import by_libcst

        try:
            module, written, places = by_libcst.parsed(text)
            return Tree(module, written, places), None
        except by_libcst.REFUSED as error:
            line, column, message = objection or by_libcst.place(error)
    line, column = min(max(line, 1), text.count("\n") + 1), max(column, 1)
    span = Span(line, column, line, column)
    return None, SyntaxProblem(span, message, python2=bool(_PYTHON_2.search(text)), runs=objection is None)


def _is_final(objection: tuple[int, int, str], text: str) -> bool:
    """Whether no newer Python takes a text that the running one objects to."""
    line, _, message = objection
    if message == _PLAIN_OBJECTION:
        return _MAY_BE_NEWER.search(text.split("\n")[line - 1]) is None
    return message.startswith(_NEVER_PYTHON_3)


def _objection(text: str) -> tuple[int, int, str] | None:
    """Line, column and words of Python's own parser, which are better than libcst's; None where it does not object."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error.lineno or 1, error.offset or 1, error.msg or "invalid syntax"
        except (RecursionError, ValueError, MemoryError) as error:
            return 1, 1, str(error).partition("\n")[0] or "too deeply nested"
    return None
