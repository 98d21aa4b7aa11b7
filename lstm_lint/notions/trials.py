"""Trial runs: a training on made-up numbers for a handful of epochs tests the mechanics, not the learning.

Rules about how well a model learns are silent there; what cannot be built or run stays an error.
"""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.notions.lineage import arrays, inputs
from lstm_lint.notions.training import epochs
from lstm_lint.script import Fit, Model, Place, Script, Series, Step, StepKind

_HANDFUL = 4  # epochs
_KEEPS_MADE_UP: tuple[StepKind, ...] = (
    "synthetic", "cast", "reshape", "select", "split", "one-hot", "class-ids", "stack", "shuffle", "arithmetic",
    "scale", "window",
)  # fmt: skip
_TO_BE_FILLED = ("zeros", "zeros_like", "empty", "full")
_COUNTING = ("arange", "range")


@once
def is_trial(model: Model) -> bool:
    """Whether every training of the model, or every prediction where it has none, is a trial run."""
    return bool(model.fits or model.predictions) and all(map(is_trial_run, model.fits or model.predictions))


def is_trial_run(call: Fit) -> bool:
    """Whether x and y are made up, by `np.random` or `np.ones`, and the training lasts for a handful of epochs."""
    if call.in_loop or not all(map(is_made_up, inputs(call))):
        return False
    if call.method in ("predict", "evaluate"):
        return True
    passes = epochs(call)
    short = call.method == "train_on_batch" or (passes is not None and passes <= _HANDFUL)
    return short and all(map(is_made_up, call.targets if len(call.targets) > 1 else (call.y,)))


@once
def learns_made_up(model: Model) -> bool:
    """Whether every training is on made-up x and made-up y of another draw, in which there is nothing to learn."""
    return bool(model.fits) and all(
        is_made_up(fit.y) and all(is_made_up(x) and not _begins_as(x, fit.y) for x in inputs(fit))
        for fit in model.fits
    )


def _begins_as(first: Series | None, second: Series | None) -> bool:
    return first is not None and second is not None and first.steps[0].place == second.steps[0].place


def has_tests(place: Place) -> bool:
    """Whether the file that a place lies in has tests of its own: what only these hand over is no choice."""
    return place.locator.occurrences("def test") > 0


@once
def is_demonstration(script: Script) -> bool:
    """Whether every training of a recurrent network is on numbers typed into the program, or on 1, 2, 3 and so on.

    It shows how a network is written. What would make such a network learn better is of little use to anyone.
    """
    fits = [fit for model in script.models if model.recurrent for fit in model.fits]
    return bool(fits) and all(map(is_typed_in, fits))


def is_typed_in(fit: Fit) -> bool:
    """Whether all that it trains on is typed into the program, or 1, 2, 3 and so on."""
    found = list(arrays(fit))
    return bool(found) and all(map(_is_typed, found))


def _is_typed(series: Series) -> bool:
    first, *after = series.steps
    if first.kind == "literal":
        return True
    return first.what.rpartition(".")[2] in _COUNTING and not any(step.kind == "arithmetic" for step in after)


def is_computed(series: Series | None) -> bool:
    """Whether the numbers are made up, or a function of 1, 2, 3 and so on, as a sine is.

    With noise added to it such a function is a series as any other: what comes later is not known before.
    """
    if series is not None and series.steps and series.certain:
        first, *after = series.steps
        if first.what.rpartition(".")[2] in _COUNTING:
            return all(step.kind in _KEEPS_MADE_UP for step in after) and not any(map(_adds_noise, after))
    return is_made_up(series)


def _adds_noise(step: Step) -> bool:
    parts = step.joined.parts if step.joined is not None else ()
    return any(part and part[0].kind == "synthetic" for part in parts)


def is_made_up(series: Series | None) -> bool:
    """Whether the numbers come from a random generator or are all the same, whatever is done with them after."""
    if series is None or not series.steps or not series.certain:
        return False
    first, *after = series.steps
    if first.what in _TO_BE_FILLED and any(step.kind == "one-hot" for step in after):
        return False  # data written into zeros, a one for each word
    return first.kind == "synthetic" and all(step.kind in _KEEPS_MADE_UP for step in after)
