"""What becomes of predictions: what a model predicted, what was done to it since, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import TypeVar

from lstm_lint.findings import See
from lstm_lint.ir.facts import once
from lstm_lint.notions.lineage import same_step
from lstm_lint.script import Comparison, Fit, Largest, Model, Place, Script, Series, Shape, Step

PREDICT = "predict"
PAIRED = frozenset({"-", "==", "!=", "subtract", "equal", "not_equal"})  # row by row, by their meaning
_MOVES = frozenset({"select", "reshape", "stack", "split", "cast"})  # of values, which stay what they are
_ROUNDS = frozenset({"astype", "round", "around", "rint"})

Read = TypeVar("Read", Comparison, Largest)


def after_prediction(series: Series | None) -> tuple[Step, tuple[Step, ...]] | None:
    """The step that predicted an array, and those after it; None for what no model predicted."""
    steps = series.steps if series is not None else ()
    at = next((at for at in range(len(steps) - 1, -1, -1) if steps[at].what == PREDICT), None)
    return (steps[at], steps[at + 1 :]) if at is not None else None


def is_moved_only(steps: Iterable[Step]) -> bool:
    """Whether every value is still there as it was predicted: rows chosen, axes moved, pieces joined."""
    return all(step.kind in _MOVES and step.what not in _ROUNDS for step in steps)


def each_place(readings: Iterable[Read]) -> Iterator[list[Read]]:
    """The readings of each line of the program together: a function may be called with good and bad arrays."""
    found: dict[int, list[Read]] = {}
    for one in readings:
        found.setdefault(id(one.place.node), []).append(one)
    yield from found.values()


def compared(
    script: Script, names: Container[str], is_so: Callable[[Comparison], bool]
) -> Iterator[Comparison]:
    """The comparisons and scores of these names, one for each place, of which something holds in every reading."""
    for readings in each_place(script.comparisons):
        if readings[0].how in names and all(map(is_so, readings)):
            yield readings[0]


@once
def _calls(script: Script) -> dict[int, list[tuple[Model, Fit]]]:
    found: dict[int, list[tuple[Model, Fit]]] = {}
    for model in script.models:
        for call in model.predictions:
            found.setdefault(id(call.place.node), []).append((model, call))
    return found


def predicted_by(script: Script, step: Step) -> list[tuple[Model, Fit]]:
    """The `predict` call that a step of a history stands for, with each model that it may be a call of."""
    return _calls(script).get(id(step.place.node), []) if step.place is not None else []


def made_at(script: Script, place: Place, *several: Series | None) -> tuple[See, ...]:
    """For what a place does with predictions: where they are made, and where their model is trained."""
    found: list[See] = []
    for step, _ in filter(None, map(after_prediction, several)):
        if step.place is not None:
            found.append(step.place.see("the prediction is made here"))
        models = {id(model): model for model, _ in predicted_by(script, step)}
        fits = [fit for model in models.values() for fit in model.fits]
        found += [fits[0].place.see("the model is trained here")] if fits else []
    by_line = {(one.span.line, one.elsewhere): one for one in reversed(found)}
    by_line.pop((place.span.line, place.sibling), None)
    return tuple(reversed(by_line.values()))


def shares_source(first: Series, second: Series | None) -> bool:
    """Whether two arrays begin as the same one."""
    both = first.steps and second is not None and second.steps
    return bool(both and second is not None and same_step(first.steps[0], second.steps[0]))


def shown(shape: Shape) -> str:
    """A shape with the rows in front: (50, 1), of an unknown number of them (n, 1)."""
    sizes = [str(size) if isinstance(size, int) else "n" if at == 0 else "?" for at, size in enumerate(shape)]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
