"""LL001: a file or a cell that does not parse."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.script import Script

_LONGEST = 60  # characters of the parser's own words


@check("unparsable-source", needs="syntax_problems")
def unparsable_source(script: Script) -> Iterator[Problem]:
    for problem in script.syntax_problems:
        what = "this file" if problem.cell is None else f"cell {problem.cell}"
        if problem.no_program and not problem.runs:
            message = f"{what} does not parse as Python 3, so it is not checked"
            yield Problem(message, problem.span, Severity.ADVICE, cause="no program")
            continue
        if problem.python2:
            message = (
                f"{what} looks like Python 2 and does not parse, so it is not checked; convert it to Python 3"
            )
        else:
            said = " ".join(problem.message.split())
            said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 3]}..."
            if problem.runs:
                message = f"{what} is not checked: Python takes it, this parser does not ({said})"
            else:
                message = f"{what} does not parse ({said}), so it is not checked; correct it"
        yield Problem(message, problem.span, cause="Python 2" if problem.python2 else None)
