"""Trial runs: a training on made-up numbers for a handful of epochs tests the mechanics, not the learning.

Rules about how well a model learns are silent there; what cannot be built or run stays an error.
"""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.notions.training import epochs
from lstm_lint.script import Fit, Model, Series, StepKind

_HANDFUL = 4  # epochs
_KEEPS_MADE_UP: tuple[StepKind, ...] = (
    "synthetic", "cast", "reshape", "select", "split", "one-hot", "stack", "shuffle", "arithmetic", "scale",
)  # fmt: skip
_TO_BE_FILLED = ("zeros", "zeros_like", "empty", "full")


@once
def is_trial(model: Model) -> bool:
    """Whether every training of the model, or every prediction where it has none, is a trial run."""
    return bool(model.fits or model.predictions) and all(map(is_trial_run, model.fits or model.predictions))


def is_trial_run(call: Fit) -> bool:
    """Whether x and y are made up, by `np.random` or `np.ones`, and the training lasts for a handful of epochs."""
    if call.in_loop or not is_made_up(call.x):
        return False
    if call.method in ("predict", "evaluate"):
        return True
    passes = epochs(call)
    short = call.method == "train_on_batch" or (passes is not None and passes <= _HANDFUL)
    return short and is_made_up(call.y)


def is_made_up(series: Series | None) -> bool:
    """Whether the numbers come from a random generator or are all the same, whatever is done with them after."""
    if series is None or not series.steps or not series.certain:
        return False
    first, *after = series.steps
    if first.what in _TO_BE_FILLED and any(step.kind == "one-hot" for step in after):
        return False  # data written into zeros, a one for each word
    return first.kind == "synthetic" and all(step.kind in _KEEPS_MADE_UP for step in after)
