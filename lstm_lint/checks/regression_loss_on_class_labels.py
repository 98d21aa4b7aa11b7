"""LL416: labels treated as quantities: mean squared error on class ids or one-hot vectors, behind a linear head."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.heads import heads
from lstm_lint.notions.lineage import names_in
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.notions.targets import classes, encoder, encoding_of
from lstm_lint.script import Script, Series

_LINEAR = frozenset({"linear", "relu", "leaky_relu", "elu", "selu", "gelu"})
_ORDERED = ("OrdinalEncoder",)
_ORDINAL_WORDS = (
    "rating", "star", "score", "grade", "level", "rank", "age", "year", "month", "hour", "count", "degree", "stage",
    "quality", "severity", "size", "step", "cycle", "rul",
)  # fmt: skip


@check("regression-loss-on-class-labels", needs="recurrent in_force")
def regression_loss_on_class_labels(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for model in script.models:
        compiled = model.in_force[0] if len(model.in_force) == 1 else None
        if compiled is None or not model.recurrent or len(model.heads) != 1:
            continue
        loss, written = loss_of(compiled), encoding_of(model)
        head = next(iter(heads(model)), None)
        if loss not in REGRESSION or written is None or head is None or head.activation not in _LINEAR:
            continue
        y = model.fits[0].y
        if compiled.place.node in reported or _is_ordinal(y):
            continue
        reported.add(compiled.place.node)
        yield Problem(_message(loss, written, y, head.units), compiled.span("loss"), model=model.name)


def _message(loss: str, written: str, y: Series | None, units: int | None) -> str:
    wanted = "a softmax unit for each class" if units == 1 else "softmax"
    if written == "one-hot":
        return f"{loss} on one-hot labels from `{encoder(y)}`; write {wanted} and categorical_crossentropy"
    if classes(y) == 2 and units == 1:
        return f"{loss} on two classes from `{encoder(y)}`; write sigmoid and binary_crossentropy"
    return f"{loss} takes the ids of `{encoder(y)}` for quantities; write {wanted}, sparse_categorical_crossentropy"


def _is_ordinal(y: Series | None) -> bool:
    """Whether the classes have an order, so that a distance between them means something."""
    if y is None or encoder(y) in _ORDERED:
        return True
    words = " ".join(names_in(y)).lower()
    return any(word in words for word in _ORDINAL_WORDS)
