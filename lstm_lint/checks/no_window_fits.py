"""LL790: rows that are fewer than one window takes, or windows that do not fill a batch."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.measured import has_windows
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.training import sequences, trained
from lstm_lint.notions.trials import is_made_up
from lstm_lint.script import Fit, Known, Script

_DEFAULT = 32  # samples of a batch of Keras


@check("no-window-fits", needs="refused|fits")
def no_window_fits(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("no-window", _none))
    for fit, models in trained(script):
        count, size = sequences(fit), _batch(fit)
        if count is None or size is None or not 0 < count < size or fit.in_loop or is_made_up(fit.x):
            continue
        if fit.x is None or not fit.x.certain or not has_windows(fit.x):
            continue
        several = f"only {count:,} windows are" if count > 1 else "only one window is"
        message = f"{several} trained on, and a batch takes {size:,}: one update an epoch; take a smaller `batch_size`"
        yield Problem(message, fit.span("batch_size"), Severity.ADVICE, model=models[0].name)


def _none(function: str, rows: str, needed: str) -> str:
    several = f"{rows} rows" if rows != "1" else "a single row"
    return (
        f"no window fits: `{function}` takes {needed} rows for one, and gets {several}; take shorter windows"
    )


def _batch(fit: Fit) -> int | None:
    if fit.method != "fit" or fit.x is None or fit.x.kind in ("dataset", "generator"):
        return None
    size = fit.number("batch_size")
    return int(size) if size is not None else _DEFAULT if fit["batch_size"] == Known(None) else None
