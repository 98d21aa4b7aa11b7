"""LL518: `fit` or `evaluate` of a model that the program never compiles, or compiles without a loss."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("never-compiled", needs="refused:compile|refused:no-loss")
def never_compiled(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("compile", _message))
    if not script.adds_loss:
        yield from refusals(script, of_kind("no-loss", _without_loss))


def _message(method: str, name: str) -> str:
    model = f"`{name}`" if 0 < len(name) < 30 else "this model"
    return f"{model} is not compiled before `{method}`: ValueError; call compile(optimizer, loss) on it"


def _without_loss(method: str) -> str:
    return f"`compile` names no loss, so `{method}` has none to compute: ValueError; write `loss=`"
