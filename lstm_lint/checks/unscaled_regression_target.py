"""LL702: targets so large that the output needs the whole training to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem, Severity, Span
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import activation_of
from lstm_lint.notions.before_split import last_whole_place
from lstm_lint.notions.heads import heads
from lstm_lint.notions.lineage import numbers_read
from lstm_lint.notions.measured import are_small, large, rounded, spans
from lstm_lint.notions.raw_inputs import reads_input_as_it_is
from lstm_lint.notions.raw_sources import quantity, says_scaled
from lstm_lint.notions.training import (
    ADAM_FAMILY,
    is_regression,
    learning_rate,
    plain_name,
    planned_steps,
    trained,
)
from lstm_lint.script import Column, Columns, Fit, Layer, Model, Script, Series, Step

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification

_SMALL = ("rate", "rating", "stars", "sentiment", "polarity", "label", "class", "diff", "log")
_CHANGES_SCALE = ("scale", "one-hot", "class-ids", "tokens")


@check("unscaled-regression-target", needs="recurrent fits")
def unscaled_regression_target(script: Script, *, magnitude: float = 10.0) -> Iterator[Problem]:
    for fit, models in trained(script):
        y = fit.y
        if y is None or not all(map(_predicts_quantity, models)):
            continue
        if _scaling_x_is_enough(fit, models, magnitude):
            continue
        if any(step.what in ("log", "log1p", "diff") or _changes_scale(step, y) for step in y.steps):
            continue
        if are_small(y, magnitude) or _is_known_small(y, magnitude):
            continue
        column = large(y, magnitude)
        found = _known(fit, models, y, magnitude) if column is None else _of_file(fit, models, column)
        found = found or (_read(y) if column is None else None)
        if found is not None and not all(map(_has_bounded_head, models)):
            found = found[0], Severity.ADVICE
        if found is not None:
            message, severity = found
            yield Problem(message, _where(fit), severity, model=models[0].name)


def _changes_scale(step: Step, series: Series) -> bool:
    """Whether it does, where how large the values are at the end is not known: after `np.sin(t / 24)` it is."""
    measured = series.certain and series.magnitude is not None
    return step.kind in _CHANGES_SCALE and not (step.kind == "scale" and measured)


def _is_known_small(series: Series, limit: float) -> bool:
    return series.certain and series.magnitude is not None and series.magnitude <= limit


@once
def _predicts_quantity(model: Model) -> bool:
    found = list(heads(model))
    return bool(found) and all(head.activation == "linear" for head in found) and is_regression(model) is True


@once
def _has_bounded_head(model: Model) -> bool:
    """Whether the head reads a tanh straight from the recurrent layer, as measured: what comes out starts within one
    or so. Hidden relu layers grow their output together and get there faster.
    """
    for head in heads(model):
        before = model.behind(_makes_a_scale).get(id(head.dense))
        if before is None or not before.is_recurrent or activation_of(before) != "tanh":
            return False
    return True


def _makes_a_scale(layer: Layer) -> bool:
    return layer.traits.scale != "keeps"


def _scaling_x_is_enough(fit: Fit, models: tuple[Model, ...], limit: float) -> bool:
    """Whether x is as raw as y and of the same series: then one scaler in front of both is missing, as is said of x."""
    if fit.x is None or fit.y is None or not all(map(reads_input_as_it_is, models)):
        return False
    if _is_known_small(fit.x, limit):
        return False  # x is fine as it is
    raw = not any(_changes_scale(step, fit.x) for step in fit.x.steps)
    return (
        raw
        and _source(fit.x) is not None
        and _columns(fit.x) == _columns(fit.y)
        and _source(fit.x) is _source(fit.y)
    )


def _source(series: Series) -> object:
    place = series.steps[0].place if series.steps else None
    return place.node if place is not None else None


def _columns(series: Series) -> tuple[tuple[str, ...], ...]:
    return tuple(step.detail.columns for step in series.steps if isinstance(step.detail, Columns))


def _known(fit: Fit, models: tuple[Model, ...], y: Series, limit: float) -> tuple[str, Severity] | None:
    if not y.certain or y.magnitude is None or y.magnitude <= limit:
        return None
    pace = _pace(models[0]) if all(map(_has_bounded_head, models)) else None
    if pace is None:
        return (
            f"y goes up to about {rounded(y.magnitude)}, far from where the output starts; scale it",
            Severity.ADVICE,
        )
    rate, reach = pace
    needed = y.magnitude / reach
    planned = planned_steps(fit)
    if planned is not None and planned >= 20 * needed:
        return None  # slow, but there in time
    far = rounded(y.magnitude)
    return (
        f"a learning rate of {rate:g} moves the output by about {reach:.2g} per step: y up to {far} takes "
        f"{needed:,.0f} steps; scale y",
        Severity.WARNING,
    )


def _of_file(fit: Fit, models: tuple[Model, ...], column: Column) -> tuple[str, Severity] | None:
    """What the file says of the target, which is as it was read."""
    pace = _pace(models[0]) if all(map(_has_bounded_head, models)) else None
    far = abs(column.mean or 0.0) + (column.spread or 0.0)
    if pace is None:
        return f"{spans(column)}, far from where the output starts; scale y", Severity.ADVICE
    needed, planned = far / pace[1], planned_steps(fit)
    if planned is not None and planned >= 20 * needed:
        return None
    message = f"{spans(column)}, and the output moves by {pace[1]:.2g} a step: {needed:,.0f} steps to reach it; scale y"
    return message, Severity.WARNING


@once
def _pace(model: Model) -> tuple[float, float] | None:
    """The learning rate, and by how much a step of Adam can move the output: each weight and the bias by that rate."""
    optimizer = model.in_force[-1].optimizer
    head = next(iter(heads(model)), None)
    if optimizer is None or head is None or plain_name(optimizer) not in ADAM_FAMILY:
        return None
    rate = learning_rate(optimizer)
    shape = head.dense.input_shape
    width = shape[-1] if shape else None
    if rate is None or not isinstance(width, int):
        return None
    return rate, rate * (width + 1)


def _read(y: Series) -> tuple[str, Severity] | None:
    step = next((step for step in y.steps if step.kind == "read"), None)
    if any(step.kind in _CHANGES_SCALE for step in y.steps):
        return None  # how large its values are then is known, and no matter
    if step is None or numbers_read(step) not in ("raw", "text") or not y.certain or y.step("arithmetic"):
        return None
    taken = [name.lower() for names in _columns(y)[-1:] for name in names]
    if says_scaled(y) or any(sign in name for name in taken for sign in _SMALL):
        return None
    seen = f"after `{step.what}`"
    large = quantity(y)
    if large is not None:
        message = f"nothing scales y, `{large}`, {seen}: each step moves the output by about the learning rate; scale y"
        return message, Severity.WARNING
    return f"nothing scales y {seen}; where its values exceed 10 or so, scale y", Severity.ADVICE


def _where(fit: Fit) -> Span:
    place = last_whole_place(fit.y)
    return place.span if place is not None else fit.span("y")


@plants("unscaled-regression-target")
def raw_values(specification: Specification, one: Blamed) -> Specification | str:
    magnitude = one.magnitude("y")
    if magnitude is None:
        return "how large the values of y are is not known"
    return specification.with_data(
        target_scale=magnitude / 3
    )  # of standard normal numbers the largest are about 3
