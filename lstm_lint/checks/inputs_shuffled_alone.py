"""LL722: the inputs are put into another order, and the targets are not."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import is_followed, same_step
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.splits import draw_differently
from lstm_lint.script import Fit, Model, Script, Series, Split, Step

_SORTS = frozenset({"sort_values", "sort_index"})
_ORDERS = frozenset({"shuffle", "permutation", "permuted", "sample", "choice"})


@check("inputs-shuffled-alone", needs="recurrent fits")
def inputs_shuffled_alone(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for fit in model.fits if model.recurrent else ():
            step = _lost_order(fit.x, fit.y)
            if step is not None and step[1].place is not None:
                what, moved = step
                assert moved.place is not None
                message = f"{what}: each row gets the target of another one; {_remedy(what)}"
                related = (fit.place.see("the model is trained here"),)
                yield model, fit, Problem(message, moved.place.span, model=model.name, related=related)


def _remedy(what: str) -> str:
    if " sorted " in what:
        return "sort before x and y are taken"
    return f"{'split' if ' split ' in what else 'shuffle'} both in one call"


def _lost_order(x: Series | None, y: Series | None) -> tuple[str, Step] | None:
    """What puts the rows of inputs or targets alone into another order."""
    if x is None or y is None or not (is_followed(x) and is_followed(y)):
        return None
    ours, theirs = _orders(x), _orders(y)
    nodes, others = (
        [id(step.place.node) for step in steps if step.place is not None] for steps in (ours, theirs)
    )
    if nodes[: len(others)] == others and len(nodes) > len(others):
        return "x is shuffled here and y is not", ours[len(others)]
    if others[: len(nodes)] == nodes and len(others) > len(nodes):
        return "y is shuffled here and x is not", theirs[len(nodes)]
    for name, sorted_, rest in (("x", x, y), ("y", y, x)):
        step = next((step for step in sorted_.steps if step.what in _SORTS), None)
        if (
            step is not None
            and same_step(x.steps[0], y.steps[0])
            and not any(found.what in _SORTS or found.kind == "clean" for found in rest.steps)
        ):
            return f"{name} is sorted here and {'y' if name == 'x' else 'x'} is not", step
    for one, other in zip(ours, theirs):
        if one.place is not None and other.place is not None and one.place.node is not other.place.node:
            how = "split" if other.kind == "split" else "shuffled"
            message = f"x and y are {how} in two calls, in two orders"
            return (message, other) if draw_differently(one, other) else None
    return None


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
