"""LL408: one-hot labels for the loss that reads class ids, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.contracts import labelled_by_shape, shown_of_n, trained_outputs
from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import loss_of, replace_loss
from lstm_lint.notions.targets import Encoding, encoder, encoding_of
from lstm_lint.script import Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_READS = {
    "categorical_crossentropy": ("one-hot", "sparse_categorical_crossentropy"),
    "sparse_categorical_crossentropy": ("class-ids", "categorical_crossentropy"),
}
_SHOWN = {"one-hot": "one-hot", "class-ids": "class ids"}


@check("label-encoding-loss-mismatch", needs="recurrent in_force")
def label_encoding_loss_mismatch(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for model in script.models:
        if not model.recurrent or len(model.heads) != 1 or len(model.in_force) != 1:
            continue
        compiled = model.in_force[0]
        loss = loss_of(compiled)
        written = _written(script, model)
        if loss not in _READS or written is None or _READS[loss][0] == written or _has_one_unit(model):
            continue
        if compiled.place.node not in reported:
            reported.add(compiled.place.node)
            other = _READS[loss][1]
            made = encoder(model.fits[0].y)
            labels = f"labels of `{made}`" if made else f"labels of the shape {_shape(model)}"
            yield Problem(
                f"{labels} are {_SHOWN[written]}: {loss} raises; write {other}",
                compiled.span("loss"),
                fix=replace_loss(compiled, other),
                model=model.name,
            )


def _written(script: Script, model: Model) -> Encoding | None:
    """How the labels are written. A 1 in a row of zeros may mark a time step: what fits the output is right."""
    made = encoding_of(model)
    if made is not None:
        outputs = trained_outputs(model)
        return None if outputs and all(one.meeting == "equal" for one in outputs) else made
    return _by_shape(model) if script.target.at_least(3) else None


def _by_shape(model: Model) -> Encoding | None:
    """How the labels are written by the shapes of all of them alone."""
    found = {labelled_by_shape(one) for one in trained_outputs(model)}
    return found.pop() if len(found) == 1 else None


def _shape(model: Model) -> str:
    return shown_of_n(trained_outputs(model)[0].target.shape or ())


@once
def _has_one_unit(model: Model) -> bool:
    """LL406 speaks of these: swapping the loss would not mend them."""
    return any(head.units == 1 for head in heads(model))


_OTHER = {
    "CategoricalCrossentropy": "SparseCategoricalCrossentropy",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
}


@mends("label-encoding-loss-mismatch")
def other_loss(specification: Specification, defect: Defect) -> Specification | None:
    other = _OTHER.get(specification.losses[0].cls)
    return specification.with_loss(other) if other else None
