"""A rebuilt model in NumPy: all runs of all arms of one shape, forward and back.

`same_shape` says which specifications may be arms of one network: they differ in activations, initializers, rates,
penalties, losses and optimizers, and in nothing that changes a shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine import layers, normalizing
from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.cells import CELLS
from lstm_lint.smoke.engine.layers import Activated, Layer, Shape
from lstm_lint.smoke.engine.losses import Loss
from lstm_lint.smoke.engine.merging import Merging
from lstm_lint.smoke.engine.parts import Dropper
from lstm_lint.smoke.engine.sequences import Sequenced
from lstm_lint.smoke.engine.weights import Weights
from lstm_lint.smoke.specification import Node, Specification, to_json

_LAYERS: Mapping[str, type[Layer]] = {
    one.__name__: one
    for one in (
        layers.Dense, layers.Activation, layers.ReLU, layers.Softmax, layers.ELU, layers.Embedding, layers.Masking,
        layers.Dropout, layers.SpatialDropout1D, layers.GaussianNoise, layers.Identity, layers.RepeatVector,
        layers.Flatten, layers.GlobalAveragePooling1D, layers.GlobalMaxPooling1D, normalizing.LayerNormalization,
        normalizing.BatchNormalization,
    )
}  # fmt: skip
_MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Concatenate"})
_FREE = frozenset(  # arguments that may differ between the arms of one network
    {"activation", "recurrent_activation", "kernel_initializer", "recurrent_initializer", "bias_initializer",
     "unit_forget_bias", "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "dropout",
     "recurrent_dropout", "rate", "stddev", "momentum"}
)  # fmt: skip
_LOGITS = ("softmax", "sigmoid")


def same_shape(specification: Specification) -> str:
    """Equal for specifications that can be arms of one network."""
    data = to_json(specification)
    for node in data["nodes"]:
        for part in (node, node["cell"] or {"arguments": {}}):
            part["arguments"] = {k: v for k, v in part["arguments"].items() if k not in _FREE}
    return json.dumps([data["nodes"], data["inputs"], data["outputs"]], sort_keys=True)


class Network:
    """The arms of one shape, with so many runs each. Raises Unsupported for what it does not train."""

    def __init__(self, arms: Sequence[Specification], runs_each: int, dtype: str = "float32") -> None:
        self.arms, self.dtype = list(arms), np.dtype(dtype)
        self.runs = [slice(at * runs_each, (at + 1) * runs_each) for at in range(len(arms))]
        self.weights = Weights(self.runs, runs_each * len(arms), self.dtype)
        self.nodes = arms[0].nodes
        self.made: dict[str, Layer | Sequenced | Merging] = {}
        self.shapes: dict[str, Shape] = {}
        for one in arms[0].inputs:
            if not all(isinstance(dim, int) for dim in one.shape) or len(one.shape) > 2 or (
                one.tokens and len(one.shape) != 1
            ):  # fmt: skip
                raise Unsupported("an input that is neither a sequence nor a vector")
            self.shapes[one.id] = tuple(dim or 0 for dim in one.shape)
        for at in range(len(self.nodes)):
            self._make([arm.nodes[at] for arm in arms])
        self.losses = [self._losses(arm) for arm in arms]
        self._read_logits()
        self.weights.settle()

    @property
    def output_shapes(self) -> list[Shape]:
        """Of one sample each."""
        return [self.shapes[identifier] for identifier in self.arms[0].outputs]

    def _make(self, nodes: Sequence[Node]) -> None:
        node = nodes[0]
        if node.shares is not None or node.training:
            raise Unsupported("a layer that is called twice, or always in training")
        shapes = [self.shapes[source] for source in node.inputs]
        tokens = {one.id for one in self.arms[0].inputs if one.tokens}
        if (node.cls == "Embedding") != bool(tokens & set(node.inputs)):
            raise Unsupported("token ids in another layer than an Embedding")
        cls, arms = node.cls, [dict(one.arguments) for one in nodes]
        wrappers = [one.cls for one in node.wrappers]
        if cls == "RNN":
            cls = (node.cell.cls if node.cell is not None else "").removesuffix("Cell")
            arms = [{**one.arguments, **(one.cell.arguments if one.cell else {})} for one in nodes]
        if cls in CELLS and wrappers in ([], ["Bidirectional"]):
            merge = str(node.wrappers[0].arguments.get("merge_mode", "concat")) if wrappers else None
            if wrappers and (set(node.wrappers[0].arguments) - {"merge_mode"} or node.states):
                raise Unsupported("arguments of a Bidirectional")
            made: Any = Sequenced(self.weights, node.id, cls, arms, shapes[0], merge, node.states is not None)
        elif cls in _MERGES or (cls == "Operation" and len(node.inputs) > 1):
            made = Merging(cls, arms[0], shapes)
        elif cls == "Operation" and arms[0].get("function") == "*":
            made = layers.Identity(self.weights, node.id, [{}], shapes[0])
        elif cls in _LAYERS:
            kind = _LAYERS[cls]
            if wrappers and (set(wrappers) != {"TimeDistributed"} or not kind.stepwise or len(shapes[0]) < 2):
                raise Unsupported(f"{wrappers[0]} of {cls}")
            made = kind(self.weights, node.id, arms, shapes[0])
        else:
            raise Unsupported(f"the layer {node.cls}")
        self.made[node.id] = made
        self.shapes[node.id] = made.output_shape

    def _losses(self, arm: Specification) -> list[Loss]:
        made = [Loss(part) for part in arm.losses]
        return made if len(made) == len(arm.outputs) else made[:1] * len(arm.outputs)

    def _read_logits(self) -> None:
        """Crossentropies read what the last softmax or sigmoid reads."""
        self.heads: list[Activated | None] = []
        self.by_logits: list[list[bool]] = []  # for each output, for each arm
        for number, identifier in enumerate(self.arms[0].outputs):
            head = self._head(identifier)
            used = [
                head is not None and head.activations.names[arm] in _LOGITS and losses[number].crossentropy
                for arm, losses in enumerate(self.losses)
            ]
            if head is not None and any(used):
                head.bypass(used)
            self.heads.append(head if any(used) else None)
            self.by_logits.append(used)

    def _head(self, identifier: str) -> Activated | None:
        """The layer whose activation makes an output, as TensorFlow sees it: not through TimeDistributed."""
        by_id = {node.id: node for node in self.nodes}
        read_by: list[str] = []
        while identifier in by_id:
            node, made = by_id[identifier], self.made[identifier]
            alone = [one.id for one in self.nodes if identifier in one.inputs] == read_by
            if isinstance(made, Activated):
                if not alone and any(name in _LOGITS for name in made.activations.names):
                    raise Unsupported("an output that other layers read")
                return made if not node.wrappers else None
            if not isinstance(made, layers.Identity) or not alone:
                return None
            read_by, identifier = [node.id], node.inputs[0]
        return None

    def forward(self, inputs: Sequence[Array], dropper: Dropper | None = None) -> list[Array]:
        """The outputs of a batch: (runs, ..., batch) each. A dropper means training."""
        values = {one.id: x for one, x in zip(self.arms[0].inputs, inputs)}
        masks: dict[str, Array | None] = {}
        for node in self.nodes:
            made = self.made[node.id]
            given = [values[source] for source in node.inputs]
            mask = masks.get(node.inputs[0])
            if isinstance(made, Merging):
                if any(masks.get(source) is not None for source in node.inputs):
                    raise Unsupported("masks of several inputs")
                values[node.id] = made.forward(given)
            elif isinstance(made, Sequenced):
                states = self.made[node.states].final if node.states else None  # type: ignore[union-attr]
                values[node.id] = made.forward(given[0], dropper, mask, states)
                masks[node.id] = mask if made.sequences else None
            else:
                values[node.id] = made.forward(given[0], dropper, mask)
                masks[node.id] = made.out_mask(mask)
        self.masks = [masks.get(identifier) for identifier in self.arms[0].outputs]
        return [values[identifier] for identifier in self.arms[0].outputs]

    def loss(self, outputs: Sequence[Array], targets: Sequence[Array]) -> tuple[Array, list[Array]]:
        """The loss of each run as `fit` sees it, and its gradients for `backward`."""
        total = np.zeros(len(self.weights.values), np.float64)
        gradients = []
        for number, (output, target) in enumerate(zip(outputs, targets)):
            gradient: Array = np.empty_like(output)
            head: Any = self.heads[number]
            mask: Array = self.masks[number]
            if mask is not None and mask.ndim != output.ndim - 1:
                mask = None
            for arm, runs in enumerate(self.runs):
                logits = None
                if head is not None and self.by_logits[number][arm]:
                    logits = head.logits[runs].reshape(output[runs].shape)
                made = self.losses[arm][number](
                    output[runs], logits, target[runs], None if mask is None else mask[runs]
                )
                total[runs] += made[0]
                gradient[runs] = made[1]
            gradients.append(gradient)
        return total, gradients

    def backward(self, gradients: Sequence[Array]) -> None:
        """Gradients of all weights, without penalties."""
        waiting: dict[str, Array] = {}
        of_states: dict[str, list[Array]] = {}
        for identifier, gradient in zip(self.arms[0].outputs, gradients):
            _add(waiting, identifier, gradient)
        for node in reversed(self.nodes):
            made, gradient = self.made[node.id], waiting.pop(node.id, None)
            if gradient is None and node.id not in of_states:
                self._nothing(made)
                continue
            if isinstance(made, Merging):
                for source, back in zip(node.inputs, made.backward(gradient)):
                    _add(waiting, source, back)
            elif isinstance(made, Sequenced):
                final = of_states.get(node.id, [None, None])
                back, begun = made.backward(gradient, final)
                if node.states:
                    before = of_states.get(node.states)
                    of_states[node.states] = (
                        begun if before is None else [a + b for a, b in zip(before, begun)]
                    )
                if back is not None:
                    _add(waiting, node.inputs[0], back)
            else:
                _add(waiting, node.inputs[0], made.backward(gradient))
        self.of_inputs = waiting

    def _nothing(self, made: Any) -> None:
        parts = made.parts if isinstance(made, Sequenced) else [made]
        for part in parts:
            for name in ("kernel", "recurrent", "bias", "table", "gamma", "beta"):
                if getattr(part, name, None) is not None:
                    getattr(part, name).gradient[...] = 0


def _add(waiting: dict[str, Array], identifier: str, gradient: Array) -> None:
    before = waiting.get(identifier)
    waiting[identifier] = gradient if before is None else before + gradient
