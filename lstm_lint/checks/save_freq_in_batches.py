"""LL836: a ModelCheckpoint whose `save_freq` counts batches where epochs are meant."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.training import callbacks, epochs, planned_steps
from lstm_lint.script import Configured, Fit, Known, Script

_FEW = 20  # batches: nobody writes a model to a file that often


@check("save-freq-in-batches", needs="ModelCheckpoint")
def save_freq_in_batches(script: Script) -> Iterator[Problem]:
    for callback, fit, model in callbacks(script):
        every = callback.known("save_freq")
        if callback.cls != "ModelCheckpoint" or isinstance(every, bool) or not isinstance(every, int):
            continue
        written = f"`save_freq={every}` counts batches"
        monitor = callback.known("monitor")
        best = callback["save_best_only"] == Known(True)
        severity = None
        if best and isinstance(monitor, str) and monitor.startswith("val_"):
            message = f"{written}, which have no '{monitor}': nothing is ever saved; write 'epoch'"
        elif every <= _FEW and not _counts_batches(callback):
            often = _times_an_epoch(every, fit)
            if often is not None and often < 1:
                continue
            times = f"{often} times an epoch" if often else "not epochs"
            message = f"{written}: it saves {times}; write 'epoch', or epochs times batches"
            if often is None:
                message = (
                    f"{written}, not epochs; write 'epoch', or the number of epochs times that of batches"
                )
            severity = Severity.ADVICE if often is not None and often < 2 else None
        else:
            continue
        fix = callback.set_argument("save_freq", '"epoch"', applicability="unsafe")
        yield Problem(
            message, callback.span("save_freq"), severity, fix, model.name if model is not None else None
        )


def _counts_batches(callback: Configured) -> bool:
    """Whether the name of the file says which batch it is: then batches are meant."""
    place = callback.argument("filepath").place
    return place is not None and "batch" in place.text


def _times_an_epoch(every: int, fit: Fit | None) -> int | None:
    """How often it saves in one epoch; None where it is not known how many batches that has."""
    steps, rounds = (planned_steps(fit), epochs(fit)) if fit is not None else (None, None)
    return int(steps / rounds) // every if steps and rounds and every > 0 else None
