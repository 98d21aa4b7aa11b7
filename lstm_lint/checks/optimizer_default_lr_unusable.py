"""LL504: an optimizer whose default learning rate does not train recurrent layers."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.training import compiled, learning_rate, plain_name, reschedules
from lstm_lint.script import Configured, Script

_USABLE = {"Adadelta": "1.0", "Adagrad": "0.1", "Ftrl": None}


@check("optimizer-default-lr-unusable", needs="recurrent in_force")
def optimizer_default_lr_unusable(script: Script) -> Iterator[Problem]:
    for optimizer, models in compiled(script):
        name = plain_name(optimizer)
        if name not in _USABLE or optimizer.given("lr") or optimizer.given("learning_rate"):
            continue
        rate = learning_rate(optimizer)  # 1.0 and 0.01 in keras below 2.4: these train
        if rate is None or rate > 0.001 or reschedules(models):
            continue
        better = _USABLE[name]
        instead = f"write `learning_rate={better}`" if better else "use Adam"
        yield Problem(
            f"{name} with its default `learning_rate={rate:g}` barely moves recurrent weights; {instead}",
            optimizer.span(),
            fix=_fix(optimizer),
            model=models[0].name,
        )


def _fix(optimizer: Configured) -> Fix | None:
    if plain_name(optimizer) != "Adadelta" or not optimizer.is_call:
        return None
    return optimizer.set_argument("learning_rate", "1.0")
