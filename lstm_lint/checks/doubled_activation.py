"""LL414: an activation on top of an activation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import applied_by
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_SQUASHED = frozenset({"sigmoid", "softmax"})
_NEVER_NEGATIVE = frozenset({"relu", "sigmoid", "hard_sigmoid", "softmax", "softplus", "exponential"})
_KEEP_POSITIVE = frozenset({"relu", "leaky_relu", "prelu", "elu"})


@check("doubled-activation", needs="recurrent")
def doubled_activation(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models if any(model.recurrent for model in script.models) else ():
        for first, second in model.edges():
            message = _message(model, first, second) if model.recurrent else None
            if message is not None:
                yield model, second, second.problem(message, at="activation", model=model)


def _message(model: Model, first: Layer, second: Layer) -> str | None:
    inner, outer = applied_by(first), applied_by(second)
    if second.traits.family != "activation" or None in (inner, outer) or "linear" in (inner, outer):
        return None
    at_end = second in model.heads and not model.after(second)
    # Not recurrent layers: an activation over their tanh may be meant, and LL114 speaks of those at the end of a model.
    if first.custom or first.is_recurrent:
        return None
    if outer in _SQUASHED and not at_end:
        return None  # attention weights and gates: softmax of tanh scores is meant
    both = f"{outer} over {inner}"
    if outer in _KEEP_POSITIVE and inner in _NEVER_NEGATIVE:
        return f"{both}: the second changes nothing; keep one of them"
    if outer in _SQUASHED and inner in _NEVER_NEGATIVE | {"tanh"}:
        return f"{both} squashes the scores twice and flattens the predictions; keep {outer}"
    if outer == inner:
        return f"{both}: the same activation twice; keep one of them"
    return None


@mends("doubled-activation")
def linear_before(specification: Specification, defect: Defect) -> Specification | None:
    """Without the activation of the layer in front, or without that layer where it does nothing else."""
    node = specification.find(defect.node)
    before = specification.find(node.inputs[0]) if node is not None else None
    if before is None or before.arguments.get("activation") in (None, "linear"):
        return specification.without(before.id) if before is not None else None
    return specification.changed(before.id, activation="linear")
