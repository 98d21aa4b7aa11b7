"""LL406: a head with fewer outputs than there are classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.heads import Head, single_heads
from lstm_lint.notions.losses import replace_loss
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.targets import encoding_of, fit_of_classes
from lstm_lint.notions.word_ids import add_to, too_few_by
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_SEVERAL = ("categorical_crossentropy", "sparse_categorical_crossentropy")


@check("single-unit-multiclass-head", needs="recurrent in_force")
def single_unit_multiclass_head(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model, head, loss in single_heads(script):
        dense, missing = head.dense, _words_short(model, head, loss)
        if missing is not None:
            message = (
                f"`units` counts the words, but their ids run from 1: `fit` fails or gets NaN; add {missing}"
            )
            fix = None if model.weights_loaded else add_to(dense, "units", missing)
            yield model, dense, dense.problem(message, at="units", fix=fix, model=model)
        elif loss in _SEVERAL and (said := _message(model, head, loss)) is not None:
            yield model, dense, dense.problem(said, at="units", fix=_fix(model, head), model=model)
        elif loss == "binary_crossentropy" and (said := _of_binary(model, head, loss)) is not None:
            yield model, dense, dense.problem(said, at="units", model=model)


def _words_short(model: Model, head: Head, loss: str) -> int | None:
    """How many units are missing where there is one for each word of a tokenizer and the targets are its ids."""
    targets = [fit.y for fit in model.fits]
    if loss != "sparse_categorical_crossentropy" or not targets:
        return None
    if not all(y is not None and y.certain and y.step("tokens") for y in targets):
        return None
    found = {too_few_by(head.dense["units"], y) for y in targets}
    return found.pop() if len(found) == 1 else None


def _fix(model: Model, head: Head) -> Fix | None:
    """One unit is enough for two classes, with sigmoid and the binary loss; else a unit for each class."""
    count = _wanted(model)
    if model.weights_loaded or count is None or len(model.in_force) != 1:
        return None
    if head.units != 1:
        return head.dense.set_argument("units", str(count), applicability="unsafe")
    activation = head.activated.argument("activation")
    sigmoid = head.activated.set_argument("activation", quoted("sigmoid", activation))
    binary = replace_loss(model.in_force[0], "binary_crossentropy")
    if count != 2 or encoding_of(model) == "one-hot" or sigmoid is None or binary is None:
        return None
    edits = binary.edits if head.activation == "sigmoid" else (*sigmoid.edits, *binary.edits)
    return Fix("write sigmoid and binary_crossentropy", "safe", edits)


def _message(model: Model, head: Head, loss: str) -> str | None:
    count = _wanted(model)
    if head.units == 1:
        if head.activation == "softmax":
            return None  # LL401: always 1.0
        effect = "is always 0" if loss == "categorical_crossentropy" else "fails above class 0"
        binary = count in (None, 2) and encoding_of(model) != "one-hot"
        instead = "sigmoid with binary_crossentropy" if binary else f"{count or 'K'} units with softmax"
        return f"1 output unit under {loss}: the loss {effect}; use {instead}"
    if head.units is None or count is None:
        return None
    labels = encoding_of(model)
    if loss == "sparse_categorical_crossentropy" and labels == "one-hot":
        return None  # LL408: the encoding is wrong first
    if loss == "categorical_crossentropy" and labels == "one-hot" and head.units != count:
        return f"{head.units} output units for one-hot labels of width {count}: `fit` raises; write {count}"
    if loss == "sparse_categorical_crossentropy" and head.units < count:
        return f"{head.units} output units, but class ids go up to {count - 1}: `fit` fails or gets NaN; write {count}"
    return None


def _of_binary(model: Model, head: Head, loss: str) -> str | None:
    """Ids of more than two classes, which the binary loss takes for probabilities above 1."""
    count = _wanted(model)
    if head.units != 1 or head.activation == "softmax" or count is None or count < 3:
        return None
    if encoding_of(model) == "one-hot":
        return None
    instead = f"write {count} units with softmax and a sparse loss"
    return f"1 unit and {loss} for {count} classes: the loss turns negative; {instead}"


@once
def _wanted(model: Model) -> int | None:
    found = fit_of_classes(model)
    return found[1] if found is not None else None


@mends("single-unit-multiclass-head")
def binary_head(specification: Specification, defect: Defect) -> Specification | None:
    """One unit with sigmoid and the binary loss; how many classes there are is not known."""
    node = specification.find(defect.node)
    if node is None or node.arguments.get("units") != 1:
        return None
    changed = specification.changed(node.id, activation="sigmoid")
    return changed.with_default_loss("BinaryCrossentropy") if changed is not None else None
