"""Changes of a specification that the harmless pairs are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lstm_lint.smoke.specification import Part, Specification

Change = Callable[[Specification], Specification]


def of_layers(**arguments: Any) -> Change:
    """Other arguments of each recurrent layer."""

    def change(specification: Specification) -> Specification:
        nodes = tuple(
            replace(node, arguments={**node.arguments, **arguments}) if node.id.startswith("rnn") else node
            for node in specification.nodes
        )
        return replace(specification, nodes=nodes)

    return change


def of_optimizer(cls: str, **arguments: Any) -> Change:
    """Another optimizer, at a rate of 0.001 unless the arguments say otherwise."""
    given = {"learning_rate": 0.001, **arguments}
    return lambda specification: replace(specification, optimizer=Part(cls, given))


def l2(factor: float) -> dict[str, Any]:
    return {"class": "L2", "arguments": {"l2": factor}}
