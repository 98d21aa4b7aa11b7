"""LL517: a training loop of the program that makes a new optimizer for every step."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import plain_name
from lstm_lint.script import Configured, Script

_REMEMBER = frozenset(
    {"Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion", "Adagrad", "Adadelta", "Lamb", "Ftrl"}
)


@check("optimizer-made-for-each-step", needs="recurrent in_graphs|restarted")
def optimizer_made_for_each_step(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for optimizer in script.in_graphs:
        message = (
            f"`{optimizer.cls}` is made inside `tf.function`, which raises where it makes its variables; "
        )
        yield Problem(message + "make it outside", optimizer.place.span, Severity.ERROR)
    for optimizer in script.restarted:
        if plain_name(optimizer) in _REMEMBER or _has_momentum(optimizer):
            message = f"`{optimizer.cls}` is made anew for each step and forgets its averages; make it before the loop"
            yield Problem(message, optimizer.place.span)


def _has_momentum(optimizer: Configured) -> bool:
    return (optimizer.number("momentum") or 0) > 0
