"""LL777: rows are made of other rows, or drawn again, before some of them are held out."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.training import trained
from lstm_lint.script import Drawn, Fit, Script, Split, Step

_OVERSAMPLERS = frozenset(
    {"SMOTE", "ADASYN", "BorderlineSMOTE", "SMOTENC", "SMOTEENN", "SMOTETomek", "RandomOverSampler"}
)
_AT_THE_END = _OVERSAMPLERS - {"SMOTEENN", "SMOTETomek"}  # the new rows come after the old ones


@check("oversampled-before-split", needs="recurrent fits")
def oversampled_before_split(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        found = _found(fit) if any(model.recurrent for model in models) else None
        if found is None or found[0].place is None or id(found[0].place.node) in reported:
            continue
        reported.add(id(found[0].place.node))
        yield Problem(found[1], found[0].place.span, model=models[0].name)


def _found(fit: Fit) -> tuple[Step, str] | None:
    steps = fit.x.steps if fit.x is not None else ()
    at = next((at for at, step in enumerate(steps) if _is_oversampling(step)), None)
    if at is None:
        return None
    step, rest = steps[at], steps[at + 1 :]
    split = next((one.what for one in rest if isinstance(one.detail, Split)), None)
    share = fit.number("validation_split") or 0.0
    if split is None and share > 0 and any(one.kind == "shuffle" for one in rest):
        split = f"validation_split={share:g}"
    if split is not None:
        made = "copies of" if isinstance(step.detail, Drawn) or "Over" in step.what else "rows made of"
        return (
            step,
            f"`{step.what}` before `{split}`: {made} training rows are held out; split first, then add rows",
        )
    moved = any(one.kind in ("split", "stack", "unknown") for one in rest)
    if share > 0 and step.what in _AT_THE_END and not moved:
        return (
            step,
            f"`{step.what}` puts its rows at the end, where `validation_split={share:g}` takes them; split first",
        )
    return None


def _is_oversampling(step: Step) -> bool:
    return step.what in _OVERSAMPLERS or (isinstance(step.detail, Drawn) and step.detail.again)
