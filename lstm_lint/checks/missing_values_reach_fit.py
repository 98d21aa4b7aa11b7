"""LL788: missing values of a file that `fit` gets."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Span
from lstm_lint.notions.before_split import last_whole_place, span_here
from lstm_lint.notions.losses import CROSSENTROPY, REGRESSION, loss_of
from lstm_lint.notions.measured import certainly_holds_missing, exact, named
from lstm_lint.notions.training import trained
from lstm_lint.script import Column, Fit, Model, Script, Series


@check("missing-values-reach-fit", of_files=True, needs="recurrent fits")
def missing_values_reach_fit(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if not all(map(_is_plain, models)):
            continue
        for name, series in (("x", fit.x), ("y", fit.y)):
            column = _missing(series)
            if column is not None and series is not None:
                yield Problem(_said(column, name), _where(fit, name, series), model=models[0].name)
                break


def _is_plain(model: Model) -> bool:
    """Whether each layer was read, and the loss is one of Keras, which passes over no NaN."""
    losses = [loss_of(compile) for compile in model.in_force]
    return model.complete and bool(losses) and all(loss in REGRESSION | CROSSENTROPY for loss in losses)


def _missing(series: Series | None) -> Column | None:
    for one in exact(series):
        column = one.column
        if (
            series is not None
            and column is not None
            and column.numeric
            and certainly_holds_missing(series, column)
        ):
            return column
    return None


def _said(column: Column, name: str) -> str:
    several = f"{column.missing:,} missing values" if column.missing > 1 else "a missing value"
    return f"{named(column)} has {several}, and {name} takes them to `fit`: the loss becomes nan; drop or fill them"


def _where(fit: Fit, name: str, series: Series) -> Span:
    return span_here(last_whole_place(series), fit, name)
