"""LL111: a stateful layer is trained on samples in random order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.statefulness import arrays, rows, stateful_layer
from lstm_lint.script import Fit, Known, Model, Script, Window

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification

_STEPS = 4  # of a piece in a training
_WHAT = "`stateful=True` hands on the state of other samples"


@check("stateful-shuffle", needs="recurrent.stateful= fits")
def stateful_shuffle(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        layer = stateful_layer(model)
        if layer is None:
            continue
        for fit in model.fits:
            problem = _of_arrays(fit) if fit.method == "fit" else None
            problem = problem or _of_dataset(fit)
            if problem is not None:
                yield model, fit, replace(problem, model=model.name)


def _of_arrays(fit: Fit) -> Problem | None:
    if fit["shuffle"] != Known(True) or not arrays(fit) or _is_one_batch(fit) or _is_trial(fit):
        return None
    how = "`shuffle=True`" if fit.given("shuffle") else "`fit` shuffles by default"
    if _overlaps(fit):  # in order they do not go on from batch to batch either
        return Problem(f"{how}: {_WHAT}; overlapping windows need stateful=False", fit.span("shuffle"))
    fix = fit.set_argument("shuffle", "False")
    return Problem(f"{how}: {_WHAT}; write shuffle=False", fit.span("shuffle"), fix=fix)


def _overlaps(fit: Fit) -> bool:
    """Whether the rows are windows that begin one step after each other, in batches of more than one."""
    steps = fit.x.steps if fit.x is not None else ()
    windows = [step.detail for step in steps if isinstance(step.detail, Window)]
    slides = any(window.slides_by == 1 and not window.single for window in windows)
    return slides and fit.number("batch_size") != 1


def _is_one_batch(fit: Fit) -> bool:
    """Whether an epoch is a single batch, from which nothing is carried to another."""
    count, size = rows(fit.x), fit.number("batch_size")
    return count is not None and size is not None and count <= size


def _is_trial(fit: Fit) -> bool:
    """Whether one epoch on random numbers is all there is: a test that the model runs, with no order to lose."""
    x = fit.x
    random = x is not None and bool(x.steps) and all(step.kind == "synthetic" for step in x.steps)
    return random and fit.number("epochs") == 1


def _of_dataset(fit: Fit) -> Problem | None:
    if fit.x is None or fit.x.kind != "dataset":
        return None
    shuffled = fit.x.step("shuffle")
    if shuffled is None or shuffled.place is None:
        return None
    return Problem(
        f"a shuffled dataset: {_WHAT}; write stateful=False, or keep its order", shuffled.place.span
    )


@plants("stateful-shuffle")
def shuffled_pieces(specification: Specification, one: Blamed) -> Specification | str:
    """Gradients do not flow from batch to batch: what a sum of few steps has taught, the state goes on with."""
    inputs = specification.inputs
    if any(len(entry.shape) != 2 for entry in inputs) or not all(entry.batch for entry in inputs):
        return "its inputs are not sequences of numbers in batches of a known size"
    short = specification.with_steps(_STEPS).optimized_by("Adam", learning_rate=0.003)
    return short.with_data(stream="shuffled")
