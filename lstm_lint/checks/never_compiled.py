"""LL518: `fit` or `evaluate` of a model that the program never compiles."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("never-compiled", needs="refused:compile")
def never_compiled(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("compile", _message))


def _message(method: str, name: str) -> str:
    model = f"`{name}`" if 0 < len(name) < 30 else "this model"
    return f"{model} is not compiled before `{method}`: ValueError; call compile(optimizer, loss) on it"
