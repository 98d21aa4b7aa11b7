"""LL215: input dropout where the input has one feature only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_FEW = 0.1  # sequences: below it the loss rises by less than the share of them
_ONE_FEATURE_STILL = ("keeps", "rescales")


@check("input-dropout-on-univariate-rnn", needs="recurrent recurrent.dropout=")
def input_dropout_on_univariate_rnn(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.recurrent:
            weights = layer.cell if layer.cell is not None else layer
            rate = weights.number("dropout")
            if rate is not None and 0 < rate < 1 and _reads_one_feature(model, layer):
                each = " from each direction" if layer.wrapped_by("Bidirectional") else ""
                problem = Problem(
                    f"`dropout={rate:g}` on one feature hides whole sequences{each}, {rate:.0%} of them; "
                    "use a Dropout layer after it",
                    weights.span("dropout"),
                    Severity.ADVICE if rate < _FEW else None,
                    fix=weights.remove_argument("dropout", applicability="unsafe"),
                    model=model.name,
                    layer=layer.name,
                )
                yield model, layer, problem


def _reads_one_feature(model: Model, layer: Layer) -> bool:
    return (
        layer.features == 1
        and layer.traits.reads == 3
        and not layer.wrapped_by("TimeDistributed")
        and id(layer) not in model.behind(_makes_more_of_it)
    )


def _makes_more_of_it(layer: Layer) -> bool:
    return layer.traits.scale not in _ONE_FEATURE_STILL


@mends("input-dropout-on-univariate-rnn")
def dropout_after(specification: Specification, defect: Defect) -> Specification | None:
    """The same dropout in a layer after the recurrent one."""
    node = specification.find(defect.node)
    if node is None:
        return None
    rate = node.arguments.get("dropout", 0.2)
    changed = specification.dropped(node.id, "dropout")
    return changed.inserted(node.id, "dropout_added", "Dropout", rate=rate) if changed is not None else None
