"""Harmless settings chosen against smoke training: short sequences, few units, odd heads, long plans, and what rules
speak of where it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.smoke.changes import Change, l2, of_layers, of_optimizer
from lstm_lint.smoke.specification import Input, Node, Part, Specification

_MSE, _BINARY = (Part("MeanSquaredError"),), (Part("BinaryCrossentropy"),)
_CLASSES = (Part("SparseCategoricalCrossentropy"),)


def _model(
    steps: int, *nodes: tuple[str, Mapping[str, Any]], features: int = 4, losses: tuple[Part, ...] = _MSE,
    wrapped: str = "", planned: int | None = None,
) -> Specification:  # fmt: skip
    made: list[Node] = []
    for number, (cls, arguments) in enumerate(nodes):
        before = made[-1].id if made else "x"
        recurrent = cls in ("LSTM", "GRU", "SimpleRNN")
        name = f"rnn_{number}" if recurrent else f"{cls.lower()}_{number}"
        wrappers = (Part(wrapped),) if wrapped and recurrent else ()
        made.append(Node(name, cls, arguments, (before,), wrappers))
    return Specification(
        tuple(made), (Input("x", (steps, features)),), (made[-1].id,), losses, planned=planned
    )


def bases() -> dict[str, Specification]:
    """Sound models at the edge of what a training of 150 updates can tell."""
    one, sequences = {"units": 1}, {"return_sequences": True}
    return {
        "regression over 3 steps": _model(3, ("LSTM", {"units": 64}), ("Dense", one)),
        "regression over 2 steps of one GRU": _model(2, ("GRU", {"units": 48}), ("Dense", one)),
        "8 units over 6 steps": _model(6, ("LSTM", {"units": 8}), ("Dense", one), features=2),
        "6 units of a GRU and two classes": _model(
            6, ("GRU", {"units": 6}), ("Dense", {"units": 1, "activation": "sigmoid"}), features=2, losses=_BINARY
        ),
        "flattened sequences": _model(
            6, ("LSTM", {"units": 16, **sequences}), ("Flatten", {}), ("Dense", one)
        ),
        "a mean over the steps": _model(
            10, ("GRU", {"units": 24, **sequences}), ("GlobalAveragePooling1D", {}), ("Dense", one)
        ),
        "two hidden layers in the head": _model(
            8, ("LSTM", {"units": 24}), ("Dense", {"units": 24, "activation": "relu"}),
            ("Dense", {"units": 12, "activation": "relu"}), ("Dense", {"units": 4, "activation": "softmax"}),
            losses=_CLASSES,
        ),
        "both directions over 5 steps": _model(5, ("LSTM", {"units": 16}), ("Dense", one), wrapped="Bidirectional"),
        "a tanh head and a long plan": _model(
            5, ("LSTM", {"units": 24}), ("Dense", {"units": 1, "activation": "tanh"}), planned=1500
        ),
    }  # fmt: skip


CHANGES: Mapping[str, Change] = {
    "relu cells": of_layers(activation="relu"),
    "elu cells": of_layers(activation="elu"),
    "softsign cells": of_layers(activation="softsign"),
    "leaky_relu cells": of_layers(activation="leaky_relu"),
    "sigmoid cells": of_layers(activation="sigmoid"),
    "hard_sigmoid gates": of_layers(recurrent_activation="hard_sigmoid"),
    "tanh gates": of_layers(recurrent_activation="tanh"),
    "no forget bias": of_layers(unit_forget_bias=False),
    "an orthogonal kernel": of_layers(kernel_initializer="orthogonal"),
    "a dropout of 0.1": of_layers(dropout=0.1),
    "a recurrent dropout of 0.2": of_layers(recurrent_dropout=0.2),
    "an L2 of 0.0003": of_layers(kernel_regularizer=l2(3e-4)),
    "a clipnorm of 0.1": of_optimizer("Adam", clipnorm=0.1),
    "a rate of 0.003": of_optimizer("Adam", learning_rate=0.003),
    "Nadam": of_optimizer("Nadam"),
    "Adamax at 0.003": of_optimizer("Adamax", learning_rate=0.003),
}


def adversarial() -> Iterator[tuple[str, str, Specification, Specification]]:
    """Base, change, the specification with and without it."""
    for base, specification in bases().items():
        for name, change in CHANGES.items():
            if name == "no forget bias" and not any(node.cls == "LSTM" for node in specification.nodes):
                continue
            if name == "sigmoid cells" and (specification.inputs[0].shape[0] or 0) > 3:
                continue  # over 6 steps and more they have 3 times the loss after 400 updates still
            yield base, name, change(specification), specification
