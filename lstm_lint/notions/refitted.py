"""What a model is asked about after training, prepared by a scaler or tokenizer that was fitted on that very data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.notions.lineage import came_from, inputs, number_of, same_step
from lstm_lint.script import Fit, Fitted, Script, Series, Step, Transformation

ENCODERS = frozenset({"LabelEncoder", "OrdinalEncoder"})  # what they give goes into a model as it is
_OWNER = re.compile(r"^\w+(?=[.\[])")


@dataclass(frozen=True, slots=True)
class Refit:
    """The call that fits again, and the call of the model that gets what comes of it."""

    work: Transformation
    asked: Fit
    again: bool  # the object that prepared the training data loses what it learned from them


def refits(script: Script) -> Iterator[Refit]:
    """Each fit on data that a model is then asked about, where its training data went through another fit."""
    for model in script.models:
        fits = [fit for fit in model.fits if not fit.tables_by]
        if not model.recurrent or not fits or len(fits) < len(model.fits):
            continue
        for asked in model.predictions:
            for at, given in enumerate(inputs(asked)):
                trained = [inputs(fit)[at : at + 1] for fit in fits]
                found = _of_input(script, [one[0] if one else None for one in trained], given)
                if found is not None:
                    yield Refit(found[0], asked, found[1])


def _of_input(
    script: Script, trained: list[Series | None], given: Series | None
) -> tuple[Transformation, bool] | None:
    step = _prepared(given)
    number = number_of(step)
    if step is None or number is None or given is None:
        return None
    own = _fits_on(script, number, given, step)
    if own is None:
        return None
    again = False
    for series in trained:
        before = _prepared(series)
        other = number_of(before)
        if before is None or other is None or series is None or _shares(series, step):
            return None
        if before.place is None or step.place is None:
            return None
        apart = _learned_apart(script, step, other, number)
        if before.place.node is step.place.node and not apart:
            return None  # one function prepares every part by itself: of scalers other rules speak
        if other != number and not apart and _learned_alike(script, other, number):
            return None
        if other == number and not _is_later(script, own, before):
            return None
        again = again or other == number
    return own, again


def _prepared(series: Series | None) -> Step | None:
    """The last step that applies something which has learned from data: a scaler, a tokenizer."""
    for step in reversed(series.steps if series is not None else ()):
        if step.kind in ("scale", "tokens") or (step.kind == "class-ids" and step.what in ENCODERS):
            return step if number_of(step) is not None and step.column is None else None
    return None


def _shares(series: Series, step: Step) -> bool:
    return any(same_step(step, one) and number_of(step) == number_of(one) for one in series.steps)


def _fits_on(script: Script, number: int, given: Series, step: Step) -> Transformation | None:
    """The last fit of an object before that step, where it learned from the data of the step."""
    fits = [work for work in _fits(script).get(number, ()) if work.method != "partial_fit"]
    at = given.steps.index(step)
    here = next((work for work in fits if step.place and work.place.node is step.place.node), None)
    if here is not None:
        return here
    last = fits[-1] if fits else None
    if last is None or isinstance(step.detail, Fitted) and step.detail.fitted_here:
        return None
    if (
        at and last.data.traced and _source(last) is not None
    ):  # else where the texts come from is not in the history of their ids
        return last if came_from(given, last.data) == at - 1 else None
    used = _uses(script).get(id(step.place.node)) if step.place is not None else None
    return last if used is not None and used.written == last.written else None


def _is_later(script: Script, work: Transformation, before: Step) -> bool:
    """Whether an object is fitted again after it has prepared the training data."""
    order = _order(script)
    used = order.get(id(before.place.node)) if before.place is not None else None
    return used is not None and order[id(work.place.node)] > used


@once
def _order(script: Script) -> dict[int, int]:
    """Where each call stands among those that fit and transform, the first time that it is read."""
    found: dict[int, int] = {}
    for at, work in enumerate(script.transformations):
        found.setdefault(id(work.place.node), at)
    return found


def _learned_alike(script: Script, first: int, second: int) -> bool:
    """Whether two objects learned from the same data, or that is not known of one of them."""
    mine, others = _fits(script).get(first, ()), _fits(script).get(second, ())
    return not mine or not others or any(_is_of_same(one, two) for one in mine for two in others)


def _learned_apart(script: Script, step: Step, first: int, second: int) -> bool:
    """Whether each call of a function made a tokenizer of its own, which certainly learned from other texts."""
    mine, others = _fits(script).get(first, ()), _fits(script).get(second, ())
    if step.kind != "tokens" or first == second or not mine or not others:
        return False
    return all(
        one.texts is not two.texts
        if one.texts is not None and two.texts is not None
        else _are_other(one, two) or _is_written_out(one, two) or _is_written_out(two, one)
        for one in mine
        for two in others
    )


def _is_written_out(first: Transformation, second: Transformation) -> bool:
    """Whether the one texts stand in the program, and the others come from a file."""
    listed = first.texts is not None and bool(first.data.steps)
    read = second.data.certain and any(step.kind in ("read", "dataset") for step in second.data.steps)
    return listed and read and all(step.kind == "literal" for step in first.data.steps)


def _are_other(first: Transformation, second: Transformation) -> bool:
    known = first.data.certain and second.data.certain and _source(first) is not None
    return known and _source(second) is not None and not _is_of_same(first, second)


def _is_of_same(first: Transformation, second: Transformation) -> bool:
    if _source(first) is None or _source(second) is None:
        lists = first.texts, second.texts
        return lists[0] is lists[1] if None not in lists else first.written == second.written
    at_its_end = came_from(first.data, second.data) == len(first.data.steps) - 1
    return at_its_end or _is_made_alike(first.data.steps, second.data.steps)


def _is_made_alike(first: tuple[Step, ...], second: tuple[Step, ...]) -> bool:
    """Whether two histories are one but for the names of the arrays: `a.filter(["close"])`, `b.filter(["close"])`."""
    return len(first) == len(second) and all(map(_is_alike, first, second))


def _is_alike(first: Step, second: Step) -> bool:
    made = (first.kind, first.what, first.detail) == (second.kind, second.what, second.detail)
    return made and _without_owner(first) == _without_owner(second)


def _without_owner(step: Step) -> str | None:
    return _OWNER.sub("", step.place.text) if step.place is not None else None


def _source(work: Transformation) -> Step | None:
    """The last step of the data; None of what the call itself makes of plain text."""
    step = work.data.steps[-1] if work.data.steps else None
    own = step is not None and step.place is not None and step.place.node is work.place.node
    return None if own else step


@once
def _fits(script: Script) -> dict[int, list[Transformation]]:
    found: dict[int, list[Transformation]] = {}
    for work in script.transformations:
        if work.fits and work.tool >= 0:
            found.setdefault(work.tool, []).append(work)
    return found


@once
def _uses(script: Script) -> dict[int, Transformation]:
    return {id(work.place.node): work for work in script.transformations if not work.fits}
