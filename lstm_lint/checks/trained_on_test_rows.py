"""LL729: a model is scored on rows that are said to be held out, and that it was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, See
from lstm_lint.notions.lineage import is_followed, rows_of, same_step
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.splits import draw_differently
from lstm_lint.script import Fit, Model, Script, Series, Split, Step, Window

_TEST = re.compile(r"test|valid|held|unseen", re.IGNORECASE)
_LONGEST = 40  # of a subscript that a message names
# Steps that leave every row in the array.
_ALL_ROWS = frozenset(
    {"scale", "arithmetic", "cast", "reshape", "window", "clean", "shuffle", "tokens", "pad"}
)


@check("trained-on-test-rows", needs="recurrent fits predictions")
def trained_on_test_rows(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        fits = [fit for fit in model.fits if fit.method == "fit" and not (fit.in_loop or fit.undecided)]
        if not model.recurrent or not fits or len(fits) < len(model.fits):
            continue
        for call in model.predictions:
            if call.method != "evaluate" or call.x is None:
                continue
            found = [_same_rows(fit, call) or _shared(fit.x, call.x, _holds_out(fit)) for fit in fits]
            if found[0] is not None and None not in found:
                message, step = found[0]
                related = [fits[0].place.see("the model is trained here")]
                related += [_see(step)] if step.place is not None else []
                problem = Problem(message, call.span("x"), model=model.name, related=tuple(related))
                yield model, call, problem


def _see(step: Step) -> See:
    assert step.place is not None
    return step.place.see("the rows are cut off here")


def _holds_out(fit: Fit) -> bool:
    """Whether `fit` itself keeps rows of its arrays from training, or may."""
    return bool(fit.given("validation_split"))


def _same_rows(fit: Fit, call: Fit) -> tuple[str, Step] | None:
    """Rows that are called test data, and are taken from the source by the same bounds as those for training."""
    place, x, tested = call.argument("x").place, fit.x, call.x
    if place is None or _TEST.search(place.text) is None or x is None or tested is None:
        return None
    if not (is_followed(x) and is_followed(tested)) or len(x.steps) != len(tested.steps):
        return None
    if not same_step(x.steps[0], tested.steps[0]) or x.steps[0].kind != "read":
        return None
    again: Step | None = None
    for one, other in zip(x.steps, tested.steps):
        if (one.kind, one.what, _side(one), rows_of(one)) != (
            other.kind,
            other.what,
            _side(other),
            rows_of(other),
        ):
            return None
        if one.place is None or other.place is None:
            return None
        if one.place.node is not other.place.node and rows_of(one) is not None and not _is_window(one):
            again = other if one.place.text == other.place.text else again
            if again is not other:
                return None
        elif one.kind == "select" and not same_step(one, other):
            return None
    if again is None or again.place is None or len(again.place.text) > _LONGEST:
        return None
    return (
        f"these are `{again.place.text}`, the rows that `fit` got: the score says nothing of new ones",
        again,
    )


def _is_window(step: Step) -> bool:
    return isinstance(step.detail, Window)


def _shared(trained: Series | None, tested: Series, holds_out: bool) -> tuple[str, Step] | None:
    """Why the rows of a score were trained on, and where they are cut off."""
    if trained is None or not all(map(is_followed, (trained, tested))):
        return None
    at = 0
    while at < min(len(trained.steps), len(tested.steps)) and _alike(trained.steps[at], tested.steps[at]):
        at += 1
    if not at or at == len(tested.steps):
        return None
    mine, theirs = trained.steps[at:], tested.steps[at:]
    cut = theirs[0]
    if isinstance(cut.detail, Split) and cut.detail.part == "test" and cut.kind == "split":
        if mine and _is_side(mine[0]):
            again = draw_differently(mine[0], cut)
            return (
                ("these rows are split off anew: most of them were trained on; split once", cut)
                if again
                else None
            )
    elif not _is_tail(cut):
        return None
    if holds_out or any(step.kind not in _ALL_ROWS and not isinstance(step.detail, Window) for step in mine):
        return None
    return "`fit` got all rows, these among them: the score says nothing of new ones; train on the rest", cut


def _alike(one: Step, other: Step) -> bool:
    return same_step(one, other) and rows_of(one) == rows_of(other) and _side(one) == _side(other)


def _side(step: Step) -> object:
    return step.detail.part if isinstance(step.detail, Split) else None


def _is_side(step: Step) -> bool:
    return isinstance(step.detail, Split) and step.detail.part == "train" and step.what == "train_test_split"


def _is_tail(step: Step) -> bool:
    """Whether it leaves the rows from a border on, `x[n:]`."""
    rows = rows_of(step)
    return rows is not None and bool(rows[0]) and not rows[1]
