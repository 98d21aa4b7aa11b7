"""A source as a syntax tree, or what keeps it from being one."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import replace
from functools import lru_cache

import libcst as cst

from lstm_lint.findings import Span
from lstm_lint.reader.tree.indentation import Expanded, expanded
from lstm_lint.script import SyntaxProblem
from lstm_lint.source.source import Source, blank_cell

_PYTHON_2 = re.compile(
    r"^[ \t]*(?:print[ \t]+[\w\"'(%]|exec[ \t]+[\"'\w]|except[ \t]+[\w.()]+[ \t]*,[ \t]*\w+[ \t]*:"
    r"|raise[ \t]+\w+[ \t]*,)"
    r"|<>|\bur\"",
    re.MULTILINE,
)


Tree = tuple[cst.Module, Expanded | None]  # `Expanded` where it is not the tree of the text as it is written
_FAILS = (cst.ParserSyntaxError, RecursionError, ValueError, cst.CSTValidationError, UnicodeError)


@lru_cache(maxsize=1)  # a source is read again for another Keras, and without guesses of parameters
def parse(source: Source) -> tuple[Tree | None, list[SyntaxProblem], str]:
    """The module, and the text as it is written; in a notebook without the cells that do not parse."""
    found, problem = _try_parse(source.text)
    if found is not None:
        return found, [], source.text
    assert problem is not None
    if not source.cells:
        return None, [problem], source.text
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
            problems.append(replace(wrong, span=replace(span, line=line, end_line=line), cell=cell.number))
            source = blank_cell(source, cell.number)
    found, problem = _try_parse(source.text)
    if found is None and problem is not None:
        problems.append(problem)
    return found, problems, source.text


def parse_text(text: str) -> Tree | None:
    """The tree of a text; None where it does not parse."""
    return _try_parse(text)[0]


def _try_parse(text: str) -> tuple[Tree | None, SyntaxProblem | None]:
    # libcst loses a form feed before a statement: what follows it would stand elsewhere.
    without_tabs = expanded(text) if "\f" in text else None
    failure: Exception | None = None
    if without_tabs is None:
        try:
            return (cst.parse_module(text), None), None
        except _FAILS as error:
            failure = error
    objection = _objection(text)
    if without_tabs is None and objection is None:
        without_tabs = expanded(text)
    if without_tabs is not None and objection is None:
        try:
            return (cst.parse_module(without_tabs.text), without_tabs), None
        except _FAILS as error:
            failure = error
    line, column, message = objection or _place(failure)
    last = text.count("\n") + 1
    line = min(max(line, 1), last)
    column = without_tabs.column(line, max(column, 1)) if without_tabs is not None else max(column, 1)
    span = Span(line, column, line, column)
    return None, SyntaxProblem(span, message, python2=bool(_PYTHON_2.search(text)), runs=objection is None)


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


def _place(error: Exception | None) -> tuple[int, int, str]:
    """Line, column and words of libcst."""
    if not isinstance(error, cst.ParserSyntaxError):
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
