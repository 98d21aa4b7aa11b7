"""LL408: one-hot labels for the loss that reads class ids, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import loss_of, replace_loss
from lstm_lint.notions.targets import encoder, encoding_of
from lstm_lint.script import Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_READS = {
    "categorical_crossentropy": ("one-hot", "sparse_categorical_crossentropy"),
    "sparse_categorical_crossentropy": ("class-ids", "categorical_crossentropy"),
}
_SHOWN = {"one-hot": "one-hot", "class-ids": "class ids"}


@check("label-encoding-loss-mismatch")
def label_encoding_loss_mismatch(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for model in script.models:
        if not model.recurrent or len(model.heads) != 1 or len(model.compiles) != 1:
            continue
        compiled = model.compiles[0]
        loss = loss_of(compiled)
        written = encoding_of(model)
        if loss not in _READS or written is None or _READS[loss][0] == written or _has_one_unit(model):
            continue
        if compiled.place.node not in reported:
            reported.add(compiled.place.node)
            other = _READS[loss][1]
            labels = f"labels of `{encoder(model.fits[0].y)}` are {_SHOWN[written]}"
            yield Problem(
                f"{labels}: {loss} raises; write {other}",
                compiled.span("loss"),
                fix=replace_loss(compiled, other),
                model=model.name,
            )


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
