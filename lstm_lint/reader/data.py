"""Data: what arrays, frames and lists of numbers stand for, with their history from the source to `fit`.

Every operation that is understood adds a `Step` and keeps the shape where it can. One that is not understood ends
certainty: from then on only what was seen is known, never what was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import frames, rows, texts
from lstm_lint.reader.contents import constant
from lstm_lint.reader.values import MAX_HISTORY, Abstract, Data, Items, Linear
from lstm_lint.script import Known, Shape, Step, StepKind, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk


def as_data(walk: Walk, value: Abstract, node: cst.CSTNode) -> Data | None:
    """A list of numbers, or of arrays, as the array that numpy makes of it."""
    if (array := frames.as_column(walk, value, node)) is not None:
        return array
    if isinstance(value, Known) and isinstance(value.value, range):
        bounds = [abs(value.value[0]), abs(value.value[-1])] if len(value.value) else [0]
        return Data(
            (Step("literal", "range", walk.places.of(node)),),
            (len(value.value),),
            True,
            float(max(bounds)),
            True,
        )
    if not isinstance(value, Items):
        return None
    if (words := texts.literal(walk, value, node)) is not None:
        return words
    if value.open and not value.spoiled and len(value.items) == 1:
        return _windows(walk, value.items[0], node)
    try:
        plain = constant(value)
    except LookupError:
        return _stacked(walk, value, node)
    leaves = _flat(plain)
    numbers = [leaf for leaf in leaves if isinstance(leaf, (int, float))]
    if not numbers or len(numbers) < len(leaves):
        return None
    shape = _literal_shape(plain)
    magnitude = float(max(map(abs, numbers)))
    whole = all(isinstance(number, int) for number in numbers)
    runs = rows.runs_of(list(map(float, numbers))) if shape is not None and len(shape) == 1 else {}
    return Data((Step("literal", "array", walk.places.of(node), runs),), shape, True, magnitude, whole)


def _windows(walk: Walk, element: Abstract, node: cst.CSTNode) -> Data | None:
    """An array of what a loop appended: one more axis, of unknown length."""
    inner = as_data(walk, element, node)
    if inner is None:
        if isinstance(element, (Known, Linear)) and not isinstance(element, Known):
            return Data((Step("synthetic", "loop", walk.places.of(node)),), ("?",))
        return None
    if inner.text:
        return inner  # lines of a file, words of a line
    shape: Shape | None = ("?", *inner.shape) if inner.shape is not None else None
    kind: StepKind = "window" if _is_window(inner) else "stack"
    return inner.then(
        Step(kind, "loop", walk.places.of(node)),
        shape=shape,
        magnitude=inner.magnitude,
        integer=inner.integer,
        kind="array",
    )


def _is_window(element: Data) -> bool:
    """Whether a loop cut it out at a place that moves along."""
    for step in reversed(element.steps):
        if step.kind == "window":
            return False
        if "slides_by" in step.detail:
            return True
    return False


def origin(value: Abstract | None) -> Data:
    """Data of which nothing is known but why: the first step of its history says so."""
    while isinstance(value, Items) and value.items:
        value = value.items[0]
    reason = value.reason if isinstance(value, Unknown) and value.reason else "a value that is not followed"
    return Data((Step("unknown", reason),), None, False)


def _stacked(walk: Walk, value: Items, node: cst.CSTNode) -> Data | None:
    parts = [as_data(walk, item, node) for item in value.items]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    joined = merged(walk, known, node) if len(known) > 1 else _one_more_axis(walk, known[0], node)
    shapes = {part.shape for part in known}
    if len(shapes) == 1 and not value.open and not value.spoiled:
        only = shapes.pop()
        joined.shape = (len(known), *only) if only is not None else None
    return joined


def _one_more_axis(walk: Walk, part: Data, node: cst.CSTNode) -> Data:
    if part.text:
        return part.copy()
    return part.then(
        Step("stack", "list", walk.places.of(node)),
        magnitude=part.magnitude,
        integer=part.integer,
        kind="array",
    )


def merged(walk: Walk, parts: Sequence[Data], node: cst.CSTNode) -> Data:
    """Several arrays put together: the steps of all of them, certain only where all are."""
    steps = list({id(step): step for part in parts for step in part.steps}.values())
    followed = all(part.sure for part in parts) and len(steps) < MAX_HISTORY
    del steps[MAX_HISTORY:]
    if all(part.text for part in parts):
        return Data(tuple(steps), None, followed, text=True)
    steps.append(Step("stack", "concatenate", walk.places.of(node), rows.joined_runs(list(parts))))
    magnitudes = [part.magnitude for part in parts]
    known = [magnitude for magnitude in magnitudes if magnitude is not None]
    magnitude = max(known) if len(known) == len(magnitudes) and known else None
    found = Data(tuple(steps), None, followed, magnitude)
    if all(part.kind == "frame" for part in parts):
        found.kind = "frame"
        frames.join_columns(found, parts)
    return found


def _flat(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple, range)):
        return [leaf for item in value for leaf in _flat(item)]
    return [value]


def _literal_shape(value: object) -> Shape | None:
    if not isinstance(value, (list, tuple, range)):
        return ()
    inner = {_literal_shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or ())) if inner else (0,)
