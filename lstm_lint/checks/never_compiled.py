"""LL518: `fit` or `evaluate` of a model that the program never compiles."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script


@check("never-compiled")
def never_compiled(script: Script) -> Iterator[Problem]:
    yield from each_place_once(
        Problem(_message(*found.words), found.place.span)
        for found in script.refused
        if found.kind == "compile"
    )


def _message(method: str, name: str) -> str:
    model = f"`{name}`" if 0 < len(name) < 30 else "this model"
    return f"{model} is not compiled before `{method}`: ValueError; call compile(optimizer, loss) on it"
