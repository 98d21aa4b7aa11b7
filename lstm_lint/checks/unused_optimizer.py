"""LL514: an optimizer is configured, and another one is compiled."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.training import ADAM_FAMILY, DEFAULT_RATES, default_rate, learning_rate, plain_name
from lstm_lint.script import Configured, Script

_NO_TRAINING = (
    0.1  # a rate of the Adam family from which on little is learned: 5 times the loss of the default
)


@check("unused-optimizer", needs="never_read compiles")
def unused_optimizer(script: Script) -> Iterator[Problem]:
    instead = _compiled(script)
    for optimizer in script.never_read if instead is not None else ():
        settings = [name for name, given in optimizer.arguments.items() if given.place is not None]
        if plain_name(optimizer) not in DEFAULT_RATES or not settings or instead is None:
            continue
        yield Problem(
            f"`{plain_name(optimizer)}({optimizer.written(settings[0])})` is never used: compile gets "
            f"{_shown(instead)}; {_advice(script, optimizer)}",
            optimizer.span(),
            Severity.ADVICE if _is_spare(optimizer, instead) else None,
        )


def _advice(script: Script, optimizer: Configured) -> str:
    """Not to pass it where it would not train either, nor to several models: Keras 3 raises for the second."""
    rate, usual = learning_rate(optimizer), default_rate(optimizer, script.target)
    if rate is not None and plain_name(optimizer) in ADAM_FAMILY and rate >= _NO_TRAINING:
        return f"delete it, its rate is {rate / usual:,.0f}x the default"
    compiles = sum(len(model.compiles) for model in script.models)
    anew = any(fit.in_loop and not fit.older for model in script.models for fit in model.fits)
    if compiles > 1 or (anew and not optimizer.in_loop):
        return "delete it, or make one for each model"
    return "pass it as `optimizer`, or delete it"


def _is_spare(optimizer: Configured, instead: Configured) -> bool:
    """Whether no setting is lost: the program configures what it compiles too, or builds one of another class."""
    is_set = any(given.place is not None for given in instead.arguments.values())
    return is_set or (instead.is_call and plain_name(instead) != plain_name(optimizer))


def _compiled(script: Script) -> Configured | None:
    """The optimizer that all models get; None where there is no recurrent one, one is not known, or they differ.

    Which of several functions an optimizer was meant for is not known.
    """
    found = [call.optimizer for model in script.models for call in model.compiles]
    known = [optimizer for optimizer in found if optimizer is not None]
    alike = len(known) == len(found) and len({_shown(optimizer) for optimizer in known}) == 1
    return known[0] if alike and any(model.recurrent for model in script.models) else None


def _shown(optimizer: Configured) -> str:
    if optimizer.is_call:
        return f"another {plain_name(optimizer)}"
    return f"'{plain_name(optimizer).lower()}' with its defaults"
