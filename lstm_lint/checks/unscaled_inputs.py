"""LL701: numbers that reach a recurrent layer at their raw scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.sources import dataset
from lstm_lint.notions.activations import UNBOUNDED, activation_of
from lstm_lint.notions.before_split import last_whole_place, span_here
from lstm_lint.notions.lineage import came_from, numbers_read, part_of
from lstm_lint.notions.measured import are_small, large, rounded, spans
from lstm_lint.notions.raw_inputs import readers_of_raw_input, reads_input_as_it_is
from lstm_lint.notions.raw_sources import is_called_scaled, is_shown_small, says_scaled, why_raw
from lstm_lint.notions.training import trained
from lstm_lint.notions.word_ids import drawn_names
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Column, Configured, Model, Script, Series, Step, StepKind, Transformation, Window

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification

_NO_QUANTITY: tuple[StepKind, ...] = ("one-hot", "tokens", "class-ids")
_RELATIVE = frozenset({"pct_change", "diff", "log", "log1p", "log2", "log10", "rank", "tanh", "sqrt", "clip"})
_BOUNDED = frozenset({"tanh", "softsign", "sigmoid", "hard_sigmoid", "hard_tanh", "softmax"})
_SCALERS = frozenset(
    {
        "MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "Normalizer", "QuantileTransformer",
        "PowerTransformer",
    }
)  # fmt: skip
_NAMED = re.compile(r"[\w.]+(\[[^\n]+\])?")  # what can be assigned to
_TOY_ROWS = 100  # of values up to _TOY_MAGNITUDE: held-out loss of a relu LSTM 0.005 raw, 0.057 scaled
_TOY_MAGNITUDE = 100.0
_PIXELS = 255.0
_FIT_A_SCALER = "fit a scaler on the training rows"
_LONGEST = 30  # characters of code that a message repeats


@check("unscaled-inputs", needs="recurrent fits")
def unscaled_inputs(script: Script, *, magnitude: float = 10.0) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or id(models[0]) in reported or not all(map(reads_input_as_it_is, models)):
            continue
        found = _problem(fit.x, fit.y, magnitude, models, script)
        if found is None:
            continue
        message, severity = found
        where = last_whole_place(fit.x)
        lost = _thrown_away(script, fit.x)
        if lost is not None:
            message, where = _lost(lost), lost.place
            severity = Severity.WARNING if fit.x.certain else severity
        span = span_here(where, fit, "x")
        reported.update(map(id, models))
        sure = fit.x.certain or lost is not None
        yield Problem(message, span, severity, model=models[0].name, pedantic=not sure)


def _thrown_away(script: Script, x: Series) -> Transformation | None:
    """The last call of a scaler on these data, or on what they were made of, whose result nothing uses."""
    for work in reversed(script.transformations):
        if (
            work.discarded
            and work.cls in _SCALERS
            and came_from(x, work.data) is not None
            and part_of(work.data) in (None, part_of(x))
        ):
            return work
    return None


def _lost(work: Transformation) -> str:
    call, data = work.place.text, work.written
    if len(call) > _LONGEST or not _NAMED.fullmatch(data):
        return f"`{work.method}` returns the scaled copy, and it is thrown away; assign what it returns"
    return f"`{call}` returns the scaled copy, and it is thrown away; write `{data} = {call}`"


@once
def _harm(model: Model) -> str | None:
    """What values at raw scale saturate in the cells that read them; None where nothing is known to saturate."""
    cells = [layer.cell or layer for layer in readers_of_raw_input(model)]
    if any(map(_has_bounded_gates, cells)):
        return "saturate the gates"
    plain = [activation_of(cell) for cell in cells if not traits(cell.cls).gates]
    return next((f"saturate the {name} of the cell" for name in plain if name in _BOUNDED), None)


def _has_bounded_gates(cell: Configured) -> bool:
    return traits(cell.cls).gates and activation_of(cell, "recurrent_activation") not in UNBOUNDED


@once
def _has_relu_cells(model: Model) -> bool:
    return all(activation_of(layer.cell or layer) == "relu" for layer in readers_of_raw_input(model))


def _is_toy(x: Series) -> bool:
    """Whether it is a few rows of numbers such as 10, 20, 30: relu learns the next one at least as well from these."""
    return x.rows is not None and x.rows <= _TOY_ROWS and (x.magnitude or 0) <= _TOY_MAGNITUDE


def _is_part(x: Series) -> bool:
    """Whether a slice may have left out the largest value; a random part and windows that move along leave nothing."""
    return any(
        step.kind in ("select", "split") and step.what == "slice" and not isinstance(step.detail, Window)
        for step in x.steps
    )


def _problem(
    x: Series,
    y: Series | None,
    limit: float,
    models: tuple[Model, ...],
    script: Script,
) -> tuple[str, Severity] | None:
    # How large the values are after the last step says more than a division on the way: `400 + 90 * np.sin(t / 24)`.
    measured = x.certain and x.magnitude is not None
    if drawn_names(x, y) or any(map(x.step, _NO_QUANTITY)) or (x.step("scale") and not measured):
        return None
    if any(_name(step) in _RELATIVE for step in x.steps):
        return None
    harms = [_harm(model) for model in models]
    harm = harms[0] if None not in harms else None
    if are_small(x, limit):
        return None
    column = large(x, limit)
    if column is not None:
        return _of_file(column, harm)
    if measured and x.magnitude is not None:
        toy = _is_toy(x) and all(map(_has_relu_cells, models))
        if x.magnitude <= limit or (toy and harm is None):
            return None
        values = f"x {'is cut from' if _is_part(x) else 'holds'} values up to about {rounded(x.magnitude)}"
        if harm is None:
            return f"{values}: outputs and gradients grow with them; {_FIT_A_SCALER}", Severity.ADVICE
        if toy:
            message = f"{values}, which {harm}; scale x, unless it is an even ramp: relu learns that anyway"
            return message, Severity.ADVICE
        return f"{values}, which {harm}; {_remedy(x)}", Severity.WARNING
    step = x.step("read")
    numbers = numbers_read(step)
    if step is None or numbers is None or x.step("arithmetic") or says_scaled(x):
        return None
    if is_shown_small(x, script.shown) or is_called_scaled(x, script.called_scaled):
        return None
    read = f"`{_name(step)}`"
    if not x.certain:
        seen = f"no scaler found after {read}, but not every step was read"
        return f"{seen}; unless x is scaled, {_FIT_A_SCALER}", Severity.ADVICE
    why = why_raw(x, y)
    seen = f"nothing scales x after {read}"
    if why is None:
        return f"{seen}; unless it was stored scaled, {_FIT_A_SCALER}", Severity.ADVICE
    if harm is None:
        return f"{seen}: outputs and gradients grow with raw values{why}; {_FIT_A_SCALER}", Severity.ADVICE
    return _short_enough(
        f"{seen}: raw values{why} above {limit:g} {harm}; ", _FIT_A_SCALER, "scale x"
    ), Severity.WARNING


def _of_file(column: Column, harm: str | None) -> tuple[str, Severity]:
    """What the file says of the column that reaches the layer as it is."""
    does = harm or "let outputs and gradients grow"
    for reaches, remedy in ((", unscaled: its values", _FIT_A_SCALER), (", unscaled: they", "scale x")):
        message = f"{spans(column)}{reaches} {does}; {remedy}"
        if len(message) <= LONGEST:
            break
    return message, Severity.WARNING if harm else Severity.ADVICE


def _short_enough(message: str, remedy: str, shorter: str) -> str:
    return message + (remedy if len(message) + len(remedy) <= LONGEST else shorter)


def _remedy(x: Series) -> str:
    pixels = any(
        row is not None and row.largest == _PIXELS for row in (dataset(step.what) for step in x.steps)
    )
    return "divide it by 255" if pixels and x.magnitude == _PIXELS else _FIT_A_SCALER


def _name(step: Step) -> str:
    return step.what.rpartition(".")[2]


@plants("unscaled-inputs")
def raw_values(specification: Specification, one: Blamed) -> Specification | str:
    magnitude = one.magnitude("x")
    if magnitude is None:
        return "how large the values of x are is not known"
    return specification.with_data(scale=magnitude / 3)  # of standard normal numbers the largest are about 3
