"""LL771: rows held out from the end of data that is sorted by class."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions import labels
from lstm_lint.notions.losses import CROSSENTROPY, loss_of
from lstm_lint.notions.training import held_out, trained
from lstm_lint.script import Known, Model, RunLengths, Script


@check("validation-of-some-classes", needs="recurrent fits validation_split=")
def validation_of_some_classes(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        share = fit.number("validation_split") if fit.method == "fit" else None
        given = fit.given("validation_data") and fit["validation_data"] != Known(None)
        if share is None or not 0 < share < 1 or given or not all(map(_classifies, models)):
            continue
        found = labels.runs(fit.y)
        ranked = fit.y is not None and fit.y.shape is not None
        if found is not None and ranked and labels.is_sorted(found):
            what = _held_out(found, share)
            message = f"y is sorted by class, and `validation_split` takes {what}; "
            message += "shuffle x and y first"
            yield Problem(message, fit.span("validation_split"), model=models[0].name)


def _classifies(model: Model) -> bool:
    return bool(model.in_force) and all(loss_of(compiled) in CROSSENTROPY for compiled in model.in_force)


def _held_out(found: RunLengths, share: float) -> str:
    """The classes of the last rows, as far as the number of rows of each is known.

    With the blocks in order the border lies in one of them: some class has no row there, or none that is trained.
    """
    rows = sum(length or 0 for _, length in found)
    if any(length is None for _, length in found):
        return "the last rows: some class is missing on one side"
    held = held_out(rows, share) or 0
    classes = []
    for value, length in reversed(found):
        if held > 0:
            classes.append(f"{value:g}")
        held -= length or 0
    if len(classes) == 1:
        return f"the last {share:.0%}, all of class {classes[0]}"
    return f"the last {share:.0%}, {len(classes)} of {len(found)} classes"
