"""LL831: a `validation_split` that is no share, or leaves next to no rows to validate on."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.training import held_out
from lstm_lint.script import Fit, Known, Model, Script

_FEW = 5  # rows: one of them is a fifth of the accuracy
_ACTING = ("EarlyStopping", "ReduceLROnPlateau")


@check("degenerate-validation-split", needs="recurrent fits validation_split=")
def degenerate_validation_split(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            share = fit.number("validation_split")
            given = fit.method == "fit" and not (
                fit.given("validation_data") and fit["validation_data"] != Known(None)
            )
            if share is None or not given:
                continue
            found = _no_share(fit, share) if share < 0 or share >= 1 else _few_rows(fit, share)
            if found is not None:
                message, severity = found
                fix = _fix(fit, share)
                problem = Problem(message, fit.span("validation_split"), severity, fix, model=model.name)
                yield model, fit, problem


def _no_share(fit: Fit, share: float) -> tuple[str, Severity]:
    written = f"`validation_split={share:g}`"
    if share < 0:
        return (
            f"{written} is below 0: Keras holds out no row, without an error; write a fraction",
            Severity.WARNING,
        )
    if share == 1:
        return (
            f"{written} leaves no row to train on: ValueError; write a fraction, such as 0.2",
            Severity.ERROR,
        )
    left = "no row" if share >= 2 else "other rows than meant"
    return (
        f"{written} is not a fraction: Keras accepts it and trains on {left}; write one below 1",
        Severity.ERROR,
    )


def _few_rows(fit: Fit, share: float) -> tuple[str, Severity] | None:
    """Where the rows are known: how few of them decide, and whether a callback acts on them."""
    rows = fit.x.shape[0] if fit.x is not None and fit.x.kind == "array" and fit.x.shape else None
    if not isinstance(rows, int) or share == 0:
        return None
    held = held_out(rows, share)
    if held is None or not 0 < held < _FEW:
        return None
    message = (
        f"`validation_split={share:g}` of {rows} rows holds out {held}: the score is chance; hold out more"
    )
    return message, Severity.WARNING if _acts(fit) and not _is_written_out(fit) else Severity.ADVICE


def _is_written_out(fit: Fit) -> bool:
    """Whether the program lists the numbers itself: a first try, whose score nobody reads."""
    return fit.x is not None and fit.x.steps[:1] != () and fit.x.steps[0].kind == "literal"


def _acts(fit: Fit) -> bool:
    """Whether a callback decides by the validation score."""
    return any(
        (callback.cls in _ACTING or callback["save_best_only"] == Known(True))
        and str(callback.known("monitor") or "").startswith("val_")
        for callback in fit.callbacks or ()
    )


def _fix(fit: Fit, share: float) -> Fix | None:
    """A percentage written as a share."""
    if not 1 < share < 100 or share != int(share):
        return None
    return fit.set_argument("validation_split", f"{share / 100:g}", applicability="unsafe")
