"""Layers, optimizers and callbacks as objects: how they are made, called and asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import shape_value
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Formula,
    Function,
    Given,
    Items,
    LayerWeights,
    Method,
    Tensor,
)
from lstm_lint.reader.libraries.keras import phases
from lstm_lint.reader.libraries.keras.cells import note_cell
from lstm_lint.reader.libraries.keras.closures import note_hidden
from lstm_lint.reader.libraries.keras.gradients import ALONE, of_lambda
from lstm_lint.reader.libraries.keras.handed import note_made_of
from lstm_lint.reader.libraries.keras.initial_states import zero_states
from lstm_lint.reader.libraries.keras.kept_states import note_reset
from lstm_lint.reader.libraries.keras.letters import note_adapted
from lstm_lint.reader.libraries.keras.models import apply, put_on, shape_after
from lstm_lint.reader.libraries.keras.objects import build
from lstm_lint.reader.libraries.keras.one_optimizer import note_second_model
from lstm_lint.reader.libraries.keras.ops import operation, tensors_in
from lstm_lint.reader.libraries.keras.preprocessing import vectorized
from lstm_lint.reader.libraries.keras.shapes import dims, shapes_of
from lstm_lint.reader.tree.syntax import dotted
from lstm_lint.script import Known, Shape, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode


def make_layer(it: Interpreter, call: Call, cls: str) -> Built:
    """`LSTM(64)`."""
    built = build(it, call, "layers", cls, call.args)
    note_made_of(it, built, call.args)
    if cls == "RNN":
        note_cell(it, built)
    if cls == "Lambda":
        function = built.given["function"].value if "function" in built.given else None
        if isinstance(function, Function):
            note_hidden(it, built, function)
            built.cut = of_lambda(it, function)
        built.formula = _lambda_formula(it, built)
    return built


def _lambda_formula(it: Interpreter, layer: Built) -> Formula:
    """What the function makes of tensors, or what the layer says of it: core/lambda_layer.py."""

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        function, first = layer.given.get("function"), shapes[0] if shapes else None
        declared = layer.given.get("output_shape")
        if declared is not None:
            rest = dims(declared.value)
            written = function.value if function is not None else None
            if isinstance(written, Function) and first is not None:
                made = shape_after(it, written, [Tensor(shape) for shape in shapes])
                if made and first[0] is None and isinstance(made[0], int):
                    return made  # the batch is gone, whatever is declared
            return (first[0], *rest) if rest is not None and first is not None else None
        if function is None or not isinstance(function.value, Function) or "arguments" in layer.given:
            return None
        return shape_after(it, function.value, [Tensor(shape) for shape in shapes])

    return formula


def make_and_apply(it: Interpreter, call: Call, cls: str) -> Abstract:
    """`add([a, b])`: a function that makes a layer and applies it at once. `dot(inputs, axes=-1)` has a default."""
    keywords = {name: given for name, given in call.args.keywords.items() if name != "inputs"}
    others = call.args.positional[1:]
    if cls == "Dot" and not others:
        keywords.setdefault("axes", Given(Known(-1)))
    layer = build(it, call, "layers", cls, Args(others, keywords, call.args.complete))
    first = call.args.at(0, "inputs")
    only = Args([Given(first)] if first is not None else [], {}, call.args.complete)
    return apply(it, call.node, layer, only)


def call_object(it: Interpreter, call: Call) -> Abstract:
    """`LSTM(64)(x)`."""
    owner = call.owner
    assert isinstance(owner, Built)
    _note_counted(it, owner, call)
    made = vectorized(it, call, owner)
    return made if made is not None else apply(it, call.node, owner, call.args)


def method(it: Interpreter, call: Call) -> Abstract:
    """A method of a layer, optimizer or callback."""
    owner = call.owner
    assert isinstance(owner, Built)
    owner.used = True
    _note_counted(it, owner, call)
    if owner.kind == "layers" and call.name in ("reset_states", "reset_state"):
        note_reset(it, owner)
        _mention_reset(it, owner, call)
    if owner.kind == "optimizers":
        note_second_model(it, owner, call)
    if owner.kind == "optimizers" and call.name in ("apply_gradients", "apply", "minimize"):
        it.record.steps.append(
            (owner, it.control.loops, owner.maker is it.control.caller and _is_graph(owner.maker))
        )
        given = (
            call.args.positional[0].value if len(call.args.values()) == 1 and call.args.positional else None
        )
        alone = isinstance(given, Unknown) and given.reason == ALONE and not it.control.guards
        if alone and call.name == "apply_gradients":
            it.record.refuse(call.node, "gradients", it.text(call.node.args[0].value))
        elif it.target.at_least(3) and not owner.custom and not it.control.guards:
            _note_apart(it, owner, call)
    if call.name == "adapt":
        note_adapted(it, call, owner)
    if call.name == "get_weights" and owner.first_use is not None:
        count = _weights_of(owner)
        if count is not None:
            return LayerWeights("the weights of a layer", count, owner.cls)
    if owner.kind == "layers" and call.name == "call":
        return apply(it, call.node, owner, call.args)
    if owner.kind == "layers" and call.name == "get_initial_state":
        return zero_states(it, owner, call)
    if owner.kind == "layers" and call.name in ("build", "compute_output_shape"):
        return _on_shape(it, owner, call)
    found = tensors_in(call)
    return operation(it, call.node, found) if found else Unknown("a method of a Keras object")


def _note_apart(it: Interpreter, owner: Built, call: Call) -> None:
    """Write down `minimize`, which optimizers of Keras 3 lack, and gradients beside their variables, not in pairs."""
    if call.name == "minimize":
        it.record.refuse(call.node, "minimize", owner.cls)
        return
    given = [one.value for one in call.args.positional]
    both = given[0] if len(given) == 1 and call.args.complete else None
    if isinstance(both, Items) and len(both.items) == 2 and not (both.open or both.spoiled):
        first = both.items[0]
    elif len(given) == 2 and not isinstance(given[1], (Known, Items)):
        first = given[0]
    else:
        return
    if call.name == "apply_gradients" and isinstance(first, Unknown) and first.reason == ALONE:
        it.record.refuse(call.node, "gradients-apart")


_ARRAYS = {"Dense": 1, "LSTM": 2, "GRU": 2, "SimpleRNN": 2}  # beside the bias


def _weights_of(layer: Built) -> int | None:
    """How many arrays the weights of a layer are; None where that is not known."""
    if isinstance(layer.wrapped, Built):
        inside = _weights_of(layer.wrapped) if "backward_layer" not in layer.given else None
        times = {"Bidirectional": 2, "TimeDistributed": 1}.get(layer.cls)
        return inside * times if inside is not None and times is not None else None
    bias = layer.given["use_bias"].value if "use_bias" in layer.given else Known(True)
    known = layer.complete and not layer.custom and bias in (Known(True), Known(False))
    if (
        not known
        or layer.cls not in _ARRAYS
        or layer.kind != "layers"
        or "quantization_config" in layer.given
    ):
        return None
    return _ARRAYS[layer.cls] + (bias == Known(True))


def _note_counted(it: Interpreter, owner: Built, call: Call) -> None:
    """Of a metric of a training loop: where it gets values, and where its result is asked for."""
    if owner.kind != "metrics" or owner.custom:
        return
    loops = len(it.control.around)
    if call.name == "result":
        if it.record.counted.get(owner, 0) > loops > owner.loops:
            it.record.slip(call.node, "metric-kept", owner.cls)
    elif call.name in ("", "__call__", "update_state"):
        it.record.counted[owner] = max(loops, it.record.counted.get(owner, 0))


def _is_graph(function: CSTNode | None) -> bool:
    """Whether `tf.function` makes a graph of a function."""
    decorators = function.decorators if isinstance(function, cst.FunctionDef) else ()
    called = (
        one.decorator.func if isinstance(one.decorator, cst.Call) else one.decorator for one in decorators
    )
    return any(dotted(one) in ("tf.function", "tensorflow.function") for one in called)


def _mention_reset(it: Interpreter, owner: Built, call: Call) -> None:
    """Write down that a recurrent layer of Keras is given values to set its states to."""
    function, inner = call.node.func, owner.wrapped if owner.cls == "Bidirectional" else owner
    recurrent = isinstance(inner, Built) and not inner.custom and traits(inner.cls).family == "recurrent"
    if recurrent and isinstance(function, cst.Attribute) and (call.args.positional or call.args.keywords):
        it.mention(f"{owner.cls}.{call.name}", "method", function.attr, call.node)


def _on_shape(it: Interpreter, owner: Built, call: Call) -> Abstract:
    """A layer that is given the shape of its input, and no tensor."""
    stated = call.args.at(0, "input_shape")
    shape = dims(stated) if stated is not None else None
    if shape is None:
        return Unknown("a method of a Keras object")
    found = [shape_value(each) for each in put_on(it, owner, shape)]
    if call.name == "build" or not found:
        return Known(None) if call.name == "build" else Unknown("a shape that is not known")
    return found[0] if len(found) == 1 else Items([*found], False)


def attribute(it: Interpreter, owner: Built, name: str) -> Abstract:
    if name in owner.settings:
        return owner.settings[name]
    if name in owner.given:
        return owner.given[name].value
    if name in ("output", "input") and owner.first_use is not None:
        use = owner.first_use
        if name == "input":
            return use.inputs[0] if len(use.inputs) == 1 else Unknown("the inputs of a layer")
        shapes = shapes_of(it.record, owner, [tensor.shape for tensor in use.entering])
        return Tensor(shapes[0] if use.inputs and len(shapes) == 1 else None, use)
    return Method(owner, name)


# They count whenever the layer runs, not when it is built.
_SET_LATER = frozenset(
    {"trainable", "activation", "recurrent_activation", "name", "stateful", "return_sequences"}
)


def set_attribute(it: Interpreter, owner: Built, name: str, value: Abstract) -> None:
    """`layer.trainable = False`."""
    if owner.home is not it.control.home:
        it.leak()
    owner.settings[name] = value
    if name == "trainable":
        phases.switch(it, owner, value)
    api = signature(owner.kind, owner.cls, it.target)
    if api is not None and any(parameter.name == name for parameter in api.parameters):
        built = owner.kind == "layers" and owner.used and name not in _SET_LATER
        if it.control.depth or built:
            value = Unknown("is set on some paths only, or after the layer is built")
        owner.given[name] = Given(value)
        if built:
            owner.settings[name] = value
        it.record.specifications.pop(owner, None)
