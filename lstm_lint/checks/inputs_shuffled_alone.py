"""LL722: the inputs are put into another order, and the targets are not."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Known, Model, Script, Series, Split, Step

_ORDERS = frozenset({"shuffle", "permutation", "permuted", "sample", "choice"})


@check("inputs-shuffled-alone")
def inputs_shuffled_alone(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            step = _lost_order(fit.x, fit.y)
            if step is not None and step[1].place is not None:
                what, moved = step
                assert moved.place is not None
                message = f"{what}: each row gets the target of another one; shuffle both in one call"
                related = (fit.place.see("the model is trained here"),)
                yield model, fit, Problem(message, moved.place.span, model=model.name, related=related)


def _lost_order(x: Series | None, y: Series | None) -> tuple[str, Step] | None:
    """What puts the rows of inputs or targets alone into another order."""
    if x is None or y is None or not (_is_followed(x) and _is_followed(y)):
        return None
    ours, theirs = _orders(x), _orders(y)
    nodes, others = (
        [id(step.place.node) for step in steps if step.place is not None] for steps in (ours, theirs)
    )
    if nodes[: len(others)] == others and len(nodes) > len(others):
        return "x is shuffled here and y is not", ours[len(others)]
    if others[: len(nodes)] == nodes and len(others) > len(nodes):
        return "y is shuffled here and x is not", theirs[len(nodes)]
    for one, other in zip(ours, theirs):
        if one.place is not None and other.place is not None and one.place.node is not other.place.node:
            how = "split" if other.kind == "split" else "shuffled"
            message = f"x and y are {how} in two calls, each in its own order"
            return (message, other) if _differ(one, other) else None
    return None


def _is_followed(series: Series) -> bool:
    known = all(step.kind not in ("unknown", "stack") and step.joined is None for step in series.steps)
    return series.traced and known and series.kind in ("array", "frame", "column")


def _orders(series: Series) -> list[Step]:
    """The steps that put its rows into another order by chance."""
    return [
        step
        for step in series.steps
        if (step.kind == "shuffle" and step.what in _ORDERS)
        or (
            isinstance(step.detail, Split)
            and step.what == "train_test_split"
            and step.detail.shuffle is not False
        )
    ]


def _differ(one: Step, other: Step) -> bool:
    """Whether two calls certainly draw two orders: of a generator that nothing seeds again, or by `random_state`."""
    if one.kind == other.kind == "shuffle" and one.place is not None:
        count = one.place.locator.occurrences
        return count("seed(") <= 1 and not count("random_state") + count("RandomState")
    if not isinstance(one.detail, Split) or not isinstance(other.detail, Split):
        return False
    calls = one.detail.call, other.detail.call
    if calls[0] is None or calls[1] is None:
        return False
    seeds = [
        call["random_state"] if call.given("random_state") else Known(None)
        for call in calls
        if call is not None
    ]
    if not all(isinstance(seed, Known) for seed in seeds):
        return False
    return seeds[0] != seeds[1] or seeds[0] == Known(None)
