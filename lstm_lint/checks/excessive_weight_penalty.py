"""LL603: an L1 or L2 penalty or a weight decay that outweighs the loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import exists
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import compiled, user_of
from lstm_lint.script import Configured, Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_PENALIZED = ("kernel_regularizer", "recurrent_regularizer")
_STRENGTHS = ("l1", "l2", "l")  # `l` in Keras 2.2 and 2.3: regularizers.l2(l=0.01)


@check("excessive-weight-penalty", needs="recurrent kernel_regularizer=|recurrent_regularizer=|weight_decay=")
def excessive_weight_penalty(
    script: Script, *, strong_penalty: float = 1.0, strong_decay: float = 5.0
) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script, strong_penalty, strong_decay)):
        yield problem


def _found(
    script: Script, strong_penalty: float, strong_decay: float
) -> Iterator[tuple[Model, Configured, Problem]]:
    for layer, model in script.layers():
        if model is None or not model.recurrent or not exists("layers", layer.cls, script.target):
            continue
        for part in (layer, *([layer.cell] if layer.cell else [])):
            for name in _PENALIZED:
                penalty = part.known(name)
                if isinstance(penalty, Configured):
                    for problem in _penalty(layer, name, penalty, strong_penalty):
                        yield model, layer, problem
    for optimizer, models in compiled(script):
        decay = optimizer.number("weight_decay") if "weight_decay" in optimizer.arguments else None
        if decay is not None and decay >= strong_decay:
            problem = Problem(
                f"`weight_decay={decay:g}` pulls the weights to 0 faster than the gradient moves them; write 0.004",
                optimizer.span("weight_decay"),
                fix=optimizer.set_argument("weight_decay", "0.004", applicability="unsafe"),
                model=models[0].name,
            )
            yield user_of(optimizer, models), optimizer, problem


def _penalty(layer: Layer, name: str, penalty: Configured, strong: float) -> Iterator[Problem]:
    for strength in _STRENGTHS:
        value = penalty.number(strength)
        if value is not None and value >= strong:
            yield layer.problem(
                f"`{name}={penalty.cls}({strength}={value:g})` outweighs the loss: the weights stay near 0; "
                "write 1e-4 to 1e-2",
                at=name,
                fix=penalty.set_argument(strength, "1e-3", applicability="unsafe"),
            )
            return


@mends("excessive-weight-penalty")
def mild_penalty(specification: Specification, defect: Defect) -> Specification | None:
    """No penalty on the layer, or the usual weight decay."""
    if "weight_decay" in specification.optimizer.arguments and defect.argument == "weight_decay":
        return specification.with_optimizer(weight_decay=0.004)
    return specification.dropped(
        defect.node, "kernel_regularizer", "recurrent_regularizer", "bias_regularizer"
    )
