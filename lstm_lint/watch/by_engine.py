"""Gradients by the NumPy engine of smoke training: nothing is traced, so a look at a small model costs milliseconds.

The model is rebuilt from its own layers, and its weights are copied in at each look. Dropout is off; normalization goes
by the batch, as in training. What the engine does not know raises NotSeen, and the backend of the model computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, arranged, np
from lstm_lint.smoke.engine.network import Network
from lstm_lint.smoke.engine.parts import Dropper
from lstm_lint.smoke.engine.sequences import Sequenced
from lstm_lint.smoke.specification import Input, Node, Part, Specification
from lstm_lint.watch import compiled
from lstm_lint.watch.sight import Batch, Direction, NotSeen, Sight

_RECURRENT = ("LSTM", "GRU", "SimpleRNN")
_CONFIG = {
    **dict.fromkeys(_RECURRENT, (
        "units", "activation", "recurrent_activation", "use_bias", "return_sequences", "go_backwards", "reset_after",
        "zero_output_for_mask",
    )),
    "Dense": ("units", "activation", "use_bias"), "Activation": ("activation",),
    "Embedding": ("input_dim", "output_dim", "mask_zero"), "Masking": ("mask_value",), "RepeatVector": ("n",),
    "Flatten": (), "GlobalAveragePooling1D": (), "GlobalMaxPooling1D": (),
    "LayerNormalization": ("epsilon",), "BatchNormalization": ("epsilon",),
    "Add": (), "Subtract": (), "Multiply": (), "Average": (), "Concatenate": ("axis",),
}  # fmt: skip
_SAME = frozenset(  # as in prediction: the output is the input
    {"Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
     "ActivityRegularization", "Identity"}
)  # fmt: skip
_USUAL = {  # what other values of which change the computation
    "stateful": (False,), "return_state": (False,), "axis": (-1, [-1]), "center": (True,), "scale": (True,),
    "rms_scaling": (None, False), "data_format": ("channels_last", None), "keepdims": (False,), "lora_rank": (None,),
    "quantization_config": (None,),
}  # fmt: skip


class ByEngine:
    """Raises NotSeen where the engine does not know a layer, a loss or a shape of the model."""

    def __init__(self, model: Any, batch: Batch) -> None:
        try:
            self.specification, self.layers = _specified(model, batch)
            self.network = Network([self.specification], 1)
        except (Unsupported, KeyError, ValueError, TypeError, AttributeError) as error:
            raise NotSeen(str(error)) from error
        by_layer = [(name, one) for name, layer in self.layers.items() for one in compiled.variables(layer)]
        blocks = self.network.weights.blocks
        if [tuple(one.shape) for _, one in by_layer] != [block.shape for block in blocks]:
            raise NotSeen("the weights of a layer are not those that its class has")
        self.pairs = [(name, one, block) for (name, one), block in zip(by_layer, blocks)]
        self.outputs: dict[str, Array] = {}
        self.seen: dict[int, Array] = {}
        for name, made in self.network.made.items():
            _keep_output(made, name, self.outputs)
            for part in made.parts if isinstance(made, Sequenced) else ():
                _keep_gradient(part, self.seen)

    def look(self, batch: Batch) -> Sight:
        """Loss, gradients and what the layers made of the held batch."""
        for _, variable, block in self.pairs:
            block.value[0] = block.arranged(compiled.numbers(variable).astype(self.network.dtype))
        inputs = [_ours(x, bool(one.tokens)) for x, one in zip(batch.inputs, self.specification.inputs)]
        targets = [_target(y, loss, shape) for y, loss, shape in zip(
            batch.targets, self._losses, self.network.output_shapes)]  # fmt: skip
        self.outputs.clear()
        self.seen.clear()
        try:
            with np.errstate(all="ignore"):
                outputs = self.network.forward(inputs, _AsInTraining(self.network))
                loss, gradients = self.network.loss(outputs, targets)
                self.network.backward(gradients)
        except (Unsupported, ValueError, IndexError) as error:
            raise NotSeen(str(error)) from error
        of_layers: dict[str, list[Array]] = {}
        for name, _, block in self.pairs:
            of_layers.setdefault(name, []).append(block.gradient[0])
        return Sight(
            float(loss[0]),
            tuple(_theirs(one) for one in outputs),
            of_layers,
            {name: _theirs(one) for name, one in self.outputs.items()},
            list(self._directions()),
            {node.id: node.inputs[0] for node in self.specification.nodes},
        )

    @property
    def _losses(self) -> list[Part]:
        given = list(self.specification.losses)
        return (
            given
            if len(given) == len(self.specification.outputs)
            else given[:1] * len(self.specification.outputs)
        )

    def _directions(self) -> Any:
        for node in self.specification.nodes:
            made = self.network.made[node.id]
            if isinstance(made, Sequenced):
                for part in made.parts:
                    back = self.seen.get(id(part))
                    if back is not None:
                        back = _theirs(back[:, :, ::-1] if part.backwards else back)
                    yield Direction(node.id, part, made.sequences, back, node.inputs[0])


class _AsInTraining(Dropper):
    """Nothing is dropped; normalization goes by the batch."""

    def __init__(self, network: Network) -> None:
        self.dtype, self.arms, self.runs = network.dtype, network.runs, 1

    def mask(self, rates: Any, *shape: int) -> Array | None:
        return None

    def noise(self, deviations: Any, *shape: int) -> Array:
        return np.zeros((1, *shape), self.dtype)


def _keep_output(made: Any, name: str, outputs: dict[str, Array]) -> None:
    forward = made.forward

    def keeping(*given: Any) -> Array:
        outputs[name] = found = forward(*given)
        return found

    made.forward = keeping


def _keep_gradient(part: Any, seen: dict[int, Array]) -> None:
    """The gradient of the input of one direction, in the order in which the layer took the steps."""
    backward = part.backward

    def keeping(*given: Any) -> Any:
        found = backward(*given)
        back = found[0]
        if back is not None:
            seen[id(part)] = back[:, :, ::-1] if part.backwards else back
        return found

    part.backward = keeping


def _specified(model: Any, batch: Batch) -> tuple[Specification, dict[str, Any]]:
    """The model as the engine takes it, and its layers with weights by the id of their node. Raises NotSeen."""
    if type(model).__name__ not in ("Sequential", "Functional", "Model"):
        raise NotSeen("a model that is a class of its own")
    outputs = list(model.outputs)
    losses = compiled.losses(model, len(outputs))
    if losses is None:
        raise NotSeen("a loss that is none of Keras'")
    if isinstance(batch.x, dict) and len(batch.inputs) > 1:
        raise NotSeen("inputs by their names")
    if len(outputs) > 1 or getattr(model, "_compile_loss_weights", None):
        raise NotSeen("several outputs")
    nodes: list[Node] = []
    made: dict[str, Any] = {}
    entries = {_producer(one).name: at for at, one in enumerate(model.inputs)}
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        read = layer.input if isinstance(layer.input, (list, tuple)) else [layer.input]
        sources = tuple(_producer(one).name for one in read if "bool" not in str(one.dtype))  # without masks
        nodes.append(_node(layer, sources))
        made[layer.name] = layer
    embedded = {source: node for node in nodes if node.cls == "Embedding" for source in node.inputs}
    inputs = []
    for name, at in entries.items():
        shape = tuple(batch.inputs[at].shape[1:])
        tokens = int(embedded[name].arguments["input_dim"]) if name in embedded else 0
        inputs.append(Input(name, shape, tokens))
    ordered = tuple(_in_order(nodes, set(entries)))
    ends = tuple(_producer(one).name for one in outputs)
    return Specification(ordered, tuple(inputs), ends, tuple(losses)), {
        node.id: made[node.id] for node in ordered
    }


def _in_order(nodes: list[Node], known: set[str]) -> Any:
    waiting = list(nodes)
    while waiting:
        ready = [node for node in waiting if set(node.inputs) <= known]
        if not ready:
            raise NotSeen("layers that do not follow each other")
        for node in ready:
            known.add(node.id)
            waiting.remove(node)
            yield node


def _producer(tensor: Any) -> Any:
    history = tensor._keras_history
    return getattr(history, "operation", None) or history.layer


def _node(layer: Any, sources: tuple[str, ...]) -> Node:
    cls = type(layer).__name__
    if cls == "Bidirectional":
        forward, backward = layer.forward_layer, layer.backward_layer
        if type(forward) is not type(backward) or _differ(forward, backward):
            raise NotSeen("a Bidirectional with two kinds of layers")
        inner = _arguments(forward)
        inner.pop("go_backwards", None)
        wrapper = Part("Bidirectional", {"merge_mode": layer.merge_mode})
        return Node(layer.name, type(forward).__name__, inner, sources, (wrapper,))
    if cls == "TimeDistributed":
        inner = _arguments(layer.layer)
        return Node(layer.name, _class_of(layer.layer), inner, sources, (Part("TimeDistributed"),))
    return Node(layer.name, _class_of(layer), _arguments(layer), sources)


def _differ(one: Any, other: Any) -> bool:
    a, b = _arguments(one), _arguments(other)
    return (
        {**a, "go_backwards": False} != {**b, "go_backwards": False}
        or one.go_backwards
        or not other.go_backwards
    )


def _class_of(layer: Any) -> str:
    cls = type(layer).__name__
    return "Identity" if cls in _SAME else cls


def _arguments(layer: Any) -> dict[str, Any]:
    cls = type(layer).__name__
    if str(type(layer).__module__).partition(".")[0] not in ("keras", "tf_keras"):
        raise NotSeen(f"the layer {cls}")
    if str(getattr(layer, "compute_dtype", "float32")) != "float32":
        raise NotSeen("a layer that does not compute in float32")
    if cls in _SAME:
        return {}
    if cls not in _CONFIG:
        raise NotSeen(f"the layer {cls}")
    config: Mapping[str, Any] = layer.get_config()
    for name, usual in _USUAL.items():
        if name in config and config[name] not in usual and not (name == "axis" and cls == "Concatenate"):
            if name == "axis" and _is_last(config[name], layer):
                continue
            raise NotSeen(f"`{name}` of {cls}")
    found = {name: config[name] for name in _CONFIG[cls] if config.get(name) is not None}
    for name in ("activation", "recurrent_activation"):
        if name in config and not isinstance(config[name], str):
            raise NotSeen(f"an activation of {cls} that is no function of Keras")
    return found


def _is_last(axis: Any, layer: Any) -> bool:
    """Whether the axis of a normalization is the last one, counted from the front as tf_keras writes it."""
    listed = list(axis) if isinstance(axis, (list, tuple)) else [axis]
    return listed == [len(layer.input.shape) - 1]


def _ours(x: Array, tokens: bool) -> Array:
    return arranged(x[None].astype("int64" if tokens else "float32"))


def _theirs(x: Array) -> Array:
    """(runs, features, timesteps, batch) to (batch, timesteps, features) of the only run."""
    return np.swapaxes(x, 1, -1)[0]


def _target(y: Array, loss: Part, shape: tuple[int, ...]) -> Array:
    """As `Loss` takes it. Raises NotSeen where predictions and targets would be broadcast."""
    if loss.cls == "SparseCategoricalCrossentropy":
        if y.ndim == len(shape) + 1 and y.shape[-1] == 1:
            y = y[..., 0]
        if y.shape[1:] != tuple(shape[:-1]):
            raise NotSeen("labels of another shape than the predictions")
        return arranged(y[None].astype("int64"))
    if y.ndim == len(shape) and shape[-1] == 1:
        y = y[..., None]
    if y.shape[1:] != tuple(shape):
        raise NotSeen("targets of another shape than the predictions")
    return arranged(y[None].astype("float32"))
