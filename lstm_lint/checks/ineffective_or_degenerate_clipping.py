"""LL507: a clipping threshold that Keras ignores, or that stops SGD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.notions.training import CLIPPING, compiled, learning_rate, plain_name
from lstm_lint.script import Configured, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_SHORTEST = 1e-3  # largest step of all weights together; at SGD 0.1 with clipnorm 0.01 nothing was learned
_SMALL_NORM = (
    0.1  # gradients of a recurrent model have norms around 1: above this, clipping is not what limits
)


@check("ineffective-or-degenerate-clipping", needs="recurrent in_force clipnorm=|clipvalue=|global_clipnorm=")
def ineffective_or_degenerate_clipping(script: Script) -> Iterator[Problem]:
    for optimizer, models in compiled(script):
        for name in CLIPPING:
            limit = optimizer.number(name) if optimizer.given(name) else None
            effect = _effect(optimizer, name, limit) if limit is not None else None
            if effect is not None:
                yield Problem(
                    f"`{optimizer.written(name)}` {effect}; write `{name}={_USUAL[name]}`",
                    optimizer.span(name),
                    fix=optimizer.set_argument(name, _USUAL[name], applicability="unsafe"),
                    model=models[0].name,
                )


_USUAL = {"clipnorm": "1.0", "global_clipnorm": "1.0", "clipvalue": "0.5"}


def _effect(optimizer: Configured, name: str, limit: float) -> str | None:
    if limit <= 0:
        return "is ignored: Keras clips only above 0"
    rate, momentum = learning_rate(optimizer), optimizer.number("momentum")
    if plain_name(optimizer) != "SGD" or rate is None or momentum is None or not 0 <= momentum < 1:
        return None  # the steps of Adam and its relatives do not grow with the gradient
    if name == "clipvalue":
        return "stops SGD: every gradient is cut to almost nothing" if limit <= 1e-3 else None
    step = rate / (1 - momentum) * limit
    if limit > _SMALL_NORM or step > _SHORTEST * (1 + 1e-9):
        return None
    return f"with learning_rate={rate:g} moves all weights together by at most {step:.0e} per step"


@mends("ineffective-or-degenerate-clipping")
def usual_clipping(specification: Specification, defect: Defect) -> Specification | None:
    if defect.argument not in _USUAL:
        return None
    return specification.with_optimizer(**{defect.argument: float(_USUAL[defect.argument])})
