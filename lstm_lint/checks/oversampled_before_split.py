"""LL777: rows are made of other rows, or drawn again, before some of them are held out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.training import trained
from lstm_lint.script import Drawn, Fit, Script, Split, Step, Window

_OVERSAMPLERS = frozenset(
    {"SMOTE", "ADASYN", "BorderlineSMOTE", "SMOTENC", "SMOTEENN", "SMOTETomek", "RandomOverSampler"}
)
_AT_THE_END = _OVERSAMPLERS - {"SMOTEENN", "SMOTETomek"}  # the new rows come after the old ones


@check("oversampled-before-split", needs="recurrent fits")
def oversampled_before_split(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        recurrent = any(model.recurrent for model in models)
        found = _found(fit) or _held_out_copies(fit) if recurrent else None
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


def _held_out_copies(fit: Fit) -> tuple[Step, str] | None:
    """A split of samples that the program has put there several times: itself, since copies alone do no harm."""
    steps = fit.x.steps if fit.x is not None else ()
    at = next((at for at in range(len(steps)) if _copies(steps, at)), None)
    if at is None or any(_cuts(step) for step in steps[at:]):
        return None
    made, rest = steps[at].what, steps[at + 1 :]
    by = "a loop" if made == "loop" else f"`{made}`"
    for step in rest:
        split = step.detail
        if isinstance(split, Split) and (made != "repeat" or split.shuffle is not False):
            return (
                step,
                f"`{step.what}` holds out copies of training rows, which {by} made; split first, then copy",
            )
    share = fit.number("validation_split") or 0.0
    moved = any(one.kind in ("split", "stack", "unknown", "shuffle") for one in rest)
    if share > 0 and made != "repeat" and not moved:
        message = (
            f"`{made}` puts copies of training rows at the end, where `validation_split={share:g}` takes them"
        )
        return steps[at], f"{message}; split first"
    return None


def _cuts(step: Step) -> bool:
    """Whether it makes samples of rows: copies of a series are no copies of samples."""
    return step.kind in ("window", "reshape") or isinstance(step.detail, Window)


_STACKED = frozenset({"concatenate", "concat", "vstack", "row_stack", "append", "loop"})
_ALONG_ROWS = {
    "repeat": re.compile(r"\baxis\s*=\s*0|,\s*0\s*\)$"),
    "tile": re.compile(r",\s*(?:reps\s*=\s*)?[(\[]\s*\w+\s*(?:,\s*1\s*)+,?\s*[)\]]\s*\)$"),
}
_OTHER_AXIS = re.compile(r"\baxis\s*=\s*(?!0\b)|[)\]]\s*,\s*-?[1-9]\d*\s*\)$")
_CHANGES_NUMBERS = ("arithmetic", "scale", "cast")


def _copies(steps: tuple[Step, ...], at: int) -> bool:
    """Whether it puts the same rows there again, as they are or with other numbers: `concatenate([x, x + noise])`."""
    step = steps[at]
    text = step.place.text if step.place is not None else ""
    if step.kind == "select" and step.what in _ALONG_ROWS:
        samples = at > 0 and steps[at - 1].kind in ("read", "dataset", "cast", "scale")
        read = any(one.kind in ("read", "dataset") for one in steps[:at])
        return samples and read and _ALONG_ROWS[step.what].search(text) is not None
    if step.kind != "stack" or step.what not in _STACKED or step.joined is None or step.joined.across:
        return False
    parts = step.joined.parts
    along_rows = bool(text) and not _OTHER_AXIS.search(text)
    return along_rows and any(_is_copy(parts[0], other) for other in parts[1:])


def _is_copy(first: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    """Whether it is the same array but for its numbers; what two passes of a loop read at one place is not the same."""
    alike = len(first) <= len(other) and all(one is two for one, two in zip(first, other))
    return bool(first) and alike and all(one.kind in _CHANGES_NUMBERS for one in other[len(first) :])


def _is_oversampling(step: Step) -> bool:
    return step.what in _OVERSAMPLERS or (isinstance(step.detail, Drawn) and step.detail.again)
