"""LL841: a callback is made and no training gets it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import epochs, plain_name, trained
from lstm_lint.script import Configured, Fit, Script

_NO_LOG = "nothing is logged"
_DOES = {
    "EarlyStopping": "the training goes on to its last epoch",
    "ModelCheckpoint": "nothing is saved",
    "ReduceLROnPlateau": "the learning rate stays as it is",
    "LearningRateScheduler": "the learning rate stays as it is",
    "CSVLogger": _NO_LOG,
    "TensorBoard": _NO_LOG,
}
_ACTS_BETWEEN_EPOCHS = frozenset({"EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler"})
_PATIENT = frozenset({"EarlyStopping", "ReduceLROnPlateau"})


@check("callback-never-passed", needs="recurrent fits never_read")
def callback_never_passed(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    fits = [fit for fit, _ in trained(script)]
    if not fits or any(fit.callbacks is None or fit.given("**") for fit in fits):
        return
    passed = {plain_name(one) for fit in fits for one in fit.callbacks or ()}
    for callback in script.never_read:
        name = plain_name(callback)
        if name in passed:
            continue  # another one of its kind does the work
        if name in _PATIENT and all(_never_ends(callback, fit) for fit in fits):
            continue  # passed or not, it does nothing
        does, acts_later = _DOES.get(name), name in _ACTS_BETWEEN_EPOCHS
        if does is not None and not (acts_later and all(epochs(fit) == 1 for fit in fits)):
            message = f"this {name} is never passed to `fit`: {does}; write callbacks=[...]"
            related = (fits[0].place.see("the model is trained here"),)
            severity = Severity.ADVICE if does == _NO_LOG else None  # the training is the same without it
            yield Problem(message, callback.span(), severity, related=related)


def _never_ends(callback: Configured, fit: Fit) -> bool:
    """Whether its patience lasts as long as the training."""
    patience, rounds = callback.number("patience"), epochs(fit)
    return patience is not None and rounds is not None and patience >= rounds
