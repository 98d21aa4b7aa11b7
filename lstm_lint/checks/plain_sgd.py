"""LL503: SGD without momentum at its default rate."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import (
    compiled,
    learning_rate,
    plain_name,
    rate_argument,
    reschedules,
    user_of,
)
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Compile, Configured, Model, Script


@check("plain-sgd", needs="recurrent in_force SGD")
def plain_sgd(script: Script) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script)):
        yield problem


def _found(script: Script) -> Iterator[tuple[Model, Configured, Problem]]:
    for optimizer, models in compiled(script):
        if plain_name(optimizer) != "SGD" or optimizer.number("momentum") != 0:
            continue
        if reschedules(models) or all(map(is_trial, models)):
            continue
        rate = learning_rate(optimizer)
        if rate is None or (optimizer.given(rate_argument(optimizer)) and rate != 0.01):
            continue  # a rate of one's own was chosen for this optimizer
        calls = [call for model in models for call in model.in_force if call.optimizer is optimizer]
        problem = Problem(
            f"SGD with learning_rate={rate:g} and no momentum trains recurrent layers several times slower; use Adam",
            optimizer.span(),
            fix=_fix(optimizer, calls[0]) if calls else None,
            model=models[0].name,
        )
        yield user_of(optimizer, models), optimizer, problem


def _fix(optimizer: Configured, call: Compile) -> Fix | None:
    """Only where the optimizer stands in the `compile` call itself, as a string or as a call."""
    place = call.argument("optimizer").place
    if place is None or place.node is not optimizer.place.node:
        return None
    quote = "'" if place.text.startswith("'") else '"'
    return call.set_argument("optimizer", f"{quote}adam{quote}", applicability="unsafe")
