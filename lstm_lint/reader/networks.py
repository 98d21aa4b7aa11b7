"""Models: Sequential, functional and subclassed, how layers are applied, and what is called on a model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.shapes import CELL_STATES, LayerSpec
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader import batches
from lstm_lint.reader.contents import in_order, integer, tensors
from lstm_lint.reader.data import as_data
from lstm_lint.reader.graph import Built, Network, Tensor, Training, Use
from lstm_lint.reader.keras_objects import bind
from lstm_lint.reader.shapes import declared_shape, dims, first_shape, shapes_of, specification
from lstm_lint.reader.values import Abstract, Data, Given, Instance, Items
from lstm_lint.script import Known, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_STATES = {
    "LSTM": 2,
    "CuDNNLSTM": 2,
    "ConvLSTM1D": 2,
    "ConvLSTM2D": 2,
    "ConvLSTM3D": 2,
    "GRU": 1,
    "CuDNNGRU": 1,
    "SimpleRNN": 1,
}
# Layers that take their inputs one by one: multi_head_attention.py and grouped_query_attention.py in layers/attention.
_SEVERAL_INPUTS = {
    "MultiHeadAttention": ("query", "value", "key"),
    "GroupQueryAttention": ("query", "value", "key"),
}
_TRAINING = frozenset({"compile", "fit", "fit_generator", "train_on_batch"})
_HARMLESS = frozenset(
    {"summary", "save", "save_weights", "get_config", "to_json", "to_yaml", "get_weights", "count_params", "build",
     "reset_states", "reset_state", "reset_metrics", "get_layer", "predict_classes", "predict_proba", "export"}
)  # fmt: skip


def sequential(walk: Walk, node: cst.Call, args: Args) -> Network:
    """`Sequential([...])`."""
    network = Network("sequential", node, walk.depth, _name(args))
    walk.begin(network)
    walk.hold(network)
    layers = args.at(0, "layers")
    if layers is None or (isinstance(layers, Known) and layers.value is None):
        return network
    if not isinstance(layers, Items) or layers.spoiled or layers.open:
        network.spoil("its list of layers is not known")
    if isinstance(layers, Items):
        for layer in layers.items:
            _push(walk, network, layer)
    return network


def functional(walk: Walk, node: cst.Call, args: Args) -> Network:
    """`Model(inputs, outputs)`."""
    network = Network("functional", node, walk.depth, _name(args))
    inputs = _first(args, 0, "inputs", "input")
    outputs = _first(args, 1, "outputs", "output")
    network.inputs = tuple(tensors(inputs)) if inputs is not None else ()
    network.outputs = tuple(tensors(outputs)) if outputs is not None else ()
    if not network.outputs or not network.inputs:
        network.spoil("its inputs or outputs are not known")
    for use in in_order([tensor.use for tensor in network.outputs if tensor.use is not None]):
        inner = use.layer.wrapped if isinstance(use.layer, Built) else use.layer
        if isinstance(inner, Network):
            network.hold(inner)
    walk.begin(network)
    return network


def _first(args: Args, position: int, *names: str) -> Abstract | None:
    for name in names:
        found = args.at(position, name)
        if found is not None:
            return found
    return None


def _name(args: Args) -> str | None:
    name = args.at(None, "name")
    return name.value if isinstance(name, Known) and isinstance(name.value, str) else None


def _push(walk: Walk, network: Network, layer: Abstract) -> None:
    """Put a layer on top of a Sequential."""
    if network.depth < walk.depth:
        network.spoil("a layer is added on some paths only")
    if isinstance(layer, Instance) and (layer.layer or layer.network) is not None:
        layer = layer.layer or layer.network  # type: ignore[assignment]
    if (
        isinstance(layer, Tensor)
        and layer.use is not None
        and layer.use.layer.__class__ is Built
        and not layer.use.inputs
    ):
        network.input_shape = layer.shape  # Sequential([Input(...), ...])
        network.entry = layer.use.layer
        return
    if isinstance(layer, Built) and layer.kind == "layers":
        layer.used = True
        if layer.cls == "InputLayer":
            network.input_shape = declared_shape(layer.given)
            network.entry = layer
            return
        if network.grow(1):
            network.stack.append(layer)
    elif isinstance(layer, Network):
        network.hold(layer)
        if network.grow(layer.size):
            network.stack.append(layer)
    else:
        network.spoil("one of its layers is not known")


def apply(walk: Walk, node: cst.Call, layer: Built | Network, args: Args) -> Abstract:
    """Call a layer or model on tensors: a tensor, or a tuple of them where it returns its states."""
    if isinstance(layer, Built) and layer.cls in _SEVERAL_INPUTS:
        args = _as_one_input(args, _SEVERAL_INPUTS[layer.cls])
    main = args.positional[0].value if args.positional else args.at(None, "inputs")
    inputs = tuple(tensors(main)) if main is not None else ()
    if not inputs and main is not None and isinstance(layer, Built):
        inputs = _arrays(main)
    states = tuple(
        tensor
        for given in (*args.positional[1:], *args.keywords.values())
        if given.value is not main
        for tensor in tensors(given.value)
    )
    if isinstance(layer, Network):
        layer.nested = layer.nested or bool(inputs)
        if not inputs:
            return Data((), None, False) if isinstance(main, Data) else Tensor()
    else:
        layer.used = True
    certain = bool(inputs) and all(tensor.traced for tensor in inputs)
    use = Use(layer, inputs, states, certain)
    if isinstance(layer, Built):
        layer.first_use = layer.first_use or use
        if "mask" in args.keywords and layer.cls != "Lambda":
            layer.settings["mask"] = Known(True)
        if "initial_state" in args.keywords or (len(args.positional) > 1 and states):
            layer.settings["initial_state"] = Known(True)
            given = args.keywords.get("initial_state") or args.positional[1]
            layer.states = _state_shapes(given.value)
            if layer.states is not None:
                use.initial_state = tuple(tensors(given.value))
        if "training" in args.keywords:
            layer.settings["training"] = args.keywords["training"].value
    walk.use(use)
    return _results(walk, use)


def _arrays(value: Abstract) -> tuple[Tensor, ...]:
    """An array of the program, or a list of them, as the tensors that a layer makes of it."""
    several = isinstance(value, Items) and not value.open and not value.spoiled
    items = value.items if several and isinstance(value, Items) else [value]
    found = [
        Tensor(item.shape, given=True) for item in items if isinstance(item, Data) and item.kind == "array"
    ]
    return tuple(found) if len(found) == len(items) else ()


def add_weight(walk: Walk, network: Network, args: Args) -> Tensor:
    """`self.add_weight(shape=...)`, without a shape a single number: keras/src/layers/layer.py."""
    values = [given.value for given in args.positional[:2]]  # Keras 2 has the name first
    stated = args.at(None, "shape") or next((value for value in values if dims(value) is not None), None)
    shape: Shape | None = dims(stated) if stated is not None else None if values else ()
    sizes = [dim for dim in shape if isinstance(dim, int)] if shape is not None else []
    known = shape is not None and len(sizes) == len(shape) and args.complete and walk.depth <= network.depth
    network.weights = network.weights + math.prod(sizes) if known and network.weights is not None else None
    return Tensor(shape, given=True)


def put_on(walk: Walk, layer: Built, shape: Shape | None) -> tuple[Shape | None, ...]:
    """`layer.build(shape)`, `layer.compute_output_shape(shape)`: what comes out of the layer for a stated input."""
    use = Use(layer, (Tensor(shape, given=True),))
    layer.first_use = layer.first_use or use
    walk.use(use)
    return shapes_of(walk, layer, [shape])


def _as_one_input(args: Args, names: Sequence[str]) -> Args:
    """`layer(query, value)` as `layer([query, value])`: the layers that take their inputs one by one."""
    from lstm_lint.reader.calls import Args

    found = [args.at(position, name) for position, name in enumerate(names)]
    inputs = [value for value in found if isinstance(value, Tensor)]
    return Args([Given(Items([*inputs], False))], {}, args.complete)


def _state_shapes(value: Abstract) -> tuple[Shape | None, ...] | None:
    """The shapes of the tensors given as `initial_state`, in lists too; None where it is not certain which they are."""
    if isinstance(value, Tensor):
        return (value.shape,)
    if not isinstance(value, Items) or value.open or value.spoiled:
        return None
    found = [_state_shapes(item) for item in value.items]
    known = [shapes for shapes in found if shapes is not None]
    return tuple(shape for shapes in known for shape in shapes) if len(known) == len(found) else None


def _results(walk: Walk, use: Use) -> Abstract:
    layer = use.layer
    shapes = shapes_of(walk, layer, [tensor.shape for tensor in use.entering])
    core = layer
    while isinstance(core, Built) and core.wrapped is not None:
        core = core.wrapped
    if isinstance(layer, Network) and len(layer.outputs) > 1:
        return Items(
            [Tensor(tensor.shape, use, at) for at, tensor in enumerate(layer.outputs)],
            True,
            False,
            walk.depth,
        )
    given = core.given.get("return_state") if isinstance(core, Built) else None
    if given is None or (isinstance(given.value, Known) and not given.value.value):
        return Tensor(shapes[0] if shapes else None, use)
    assert isinstance(core, Built)
    layout = _state_layout(walk, core) if isinstance(given.value, Known) else None
    if layout is None:
        return Tensor(None, use)
    if isinstance(layer, Built) and layer.cls == "Bidirectional":
        layout = [*layout, *layout]
    use.outputs = 1 + sum(count for count, _ in layout)
    made = (Tensor(shapes[at] if at < len(shapes) else None, use, at) for at in range(use.outputs))
    found: list[Abstract] = [next(made)]
    for count, nested in layout:
        states: list[Abstract] = [next(made) for _ in range(count)]
        found.append(Items(states, True, False, walk.depth) if nested else states[0])
    return Items(found, True, False, walk.depth)


def _state_layout(walk: Walk, core: Built) -> list[tuple[int, bool]] | None:
    """Each state that a layer returns: how many tensors it is, and whether they stand in a list of their own.

    Stacked cells return those of each cell as one, a list where there are several: rnn/rnn.py of Keras 3.
    """
    if core.cls in _STATES:
        return [(1, False)] * _STATES[core.cls]
    cell = specification(walk, core).arguments.get("cell") if core.cls == "RNN" else None
    if isinstance(cell, LayerSpec) and cell.cls == "StackedRNNCells":
        cell = cell.arguments.get("cells")
    stacked = isinstance(cell, (tuple, list))
    cells = cell if isinstance(cell, (tuple, list)) else (cell,)
    counts = [CELL_STATES[one.cls] for one in cells if isinstance(one, LayerSpec) and one.cls in CELL_STATES]
    if not counts or len(counts) < len(cells):
        return None
    if not stacked:
        return [(1, False)] * counts[0]
    if max(counts) > 1 and not walk.target.at_least(3):
        return None  # one flat list in Keras 2.3, nested in tf.keras
    return [(count, count > 1) for count in counts]


def method(walk: Walk, node: cst.Call, owner: Network, name: str, args: Args) -> Abstract:
    """A method of a model."""
    if owner.home is not walk.home:
        walk.leak()
    if (
        isinstance(node.func, cst.Attribute) and owner.kind != "subclassed"
    ):  # a base class may have any method
        walk.name(
            f"{'Sequential' if owner.kind == 'sequential' else 'Model'}.{name}",
            "method",
            node.func.attr,
            node,
        )
    if name == "add":
        value = args.at(0, "layer")
        if owner.kind == "sequential" and value is not None:
            _push(walk, owner, value)
        return Known(None)
    if name == "pop":
        if owner.stack and owner.depth >= walk.depth:
            owner.stack.pop()
        else:
            owner.spoil("a layer is removed on some paths only")
        return Known(None)
    if name in _TRAINING:
        return _train(walk, node, owner, name, args)
    if name in (
        "evaluate",
        "evaluate_generator",
        "test_on_batch",
        "predict",
        "predict_generator",
        "predict_on_batch",
    ):
        owner.evaluated = owner.evaluated or name.startswith(("evaluate", "test"))
        owner.predicted = True
        if name in ("evaluate", "predict"):
            given = bind(signature("methods", f"Model.{name}", walk.target), args)
            owner.predictions.append(Training(name, node, given, args.complete, in_loop=walk.loops > 0))
        return Data((), None, False) if name.startswith("predict") else Unknown("the result of an evaluation")
    if name in ("load_weights", "set_weights"):
        owner.weights_loaded = True
        return Known(None)
    if name == "build" and (shape := args.at(0, "input_shape")) is not None:
        _built_with(owner, declared_shape({"batch_shape": Given(shape)}))
    if name in ("call", "__call__"):
        return apply(walk, node, owner, args)
    if name == "get_layer":
        return _layer_of(walk, owner, args)
    if name not in _HARMLESS and owner.kind == "sequential":
        owner.spoil(f"`{name}` is called on it")
    return Unknown("a method of a model")


def _layer_of(walk: Walk, owner: Network, args: Args) -> Abstract:
    """`get_layer(name)` or `get_layer(index=0)` of a Sequential whose layers are all known."""
    name, index = args.at(0, "name"), args.at(1, "index")
    layers = [layer for layer in owner.stack if isinstance(layer, Built)]
    if owner.kind == "sequential" and owner.complete and len(layers) == len(owner.stack):
        at = integer(index) if index is not None else None
        if at is not None and -len(layers) <= at < len(layers):
            return layers[at]
        for layer in layers:
            if isinstance(name, Known) and name.value == layer.title and "name" in layer.given:
                return layer  # the numbers that Keras gives go on counting from cell to cell
    return Unknown("a layer by name")


def _train(walk: Walk, node: cst.Call, owner: Network, name: str, args: Args) -> Abstract:
    given = bind(signature("methods", f"Model.{name}", walk.target), args)
    folds = _fold_around(walk, owner) if name != "compile" else None
    for where in ("x", "generator", "validation_data"):
        if where in given and isinstance(given[where].value, Instance):
            made = batches.of_sequence(walk, given[where].value, node)
            given[where] = Given(made, given[where].node, given[where].whole)
    for where in ("x", "y"):  # a list that a loop filled
        listed = given[where].value if where in given else None
        if isinstance(listed, Items) and listed.open and (array := as_data(walk, listed, node)) is not None:
            given[where] = Given(array, given[where].node, given[where].whole)
    uses = [tensor.use for tensor in owner.inputs if tensor.use is not None]
    titles = tuple(use.layer.title for use in uses if isinstance(use.layer, Built))
    training = Training(
        name, node, given, args.complete, walk.loops > 0, undecided=walk.depth > 0, reused_over=folds,
        inputs=titles,
    )  # fmt: skip
    if name == "compile":
        _use_optimizer(given)
        owner.compiles.append(training)
        return Known(None)
    owner.fits.append(training)
    x = given.get("x")
    if x is not None and isinstance(x.value, Data) and x.value.shape and x.value.kind != "dataset":
        _built_with(owner, (None, *x.value.shape[1:]))
    return Unknown("a training history")


def _built_with(owner: Network, shape: Shape | None) -> None:
    """A Sequential that declares no input shape takes that of the first data it sees, or of `build`."""
    if owner.kind != "sequential" or owner.input_shape is not None or not owner.stack or shape is None:
        return
    first = owner.stack[0]
    declared = first_shape(first) if isinstance(first, Built) else None
    if declared is None or all(dim is None for dim in declared):
        owner.input_shape = shape


def _fold_around(walk: Walk, owner: Network) -> Step | None:
    """The splitter in whose loop a model is trained that was built before the loop."""
    for step, older in walk.folds:
        if any(network is owner for network in walk.networks[:older]):
            return step
    return None


def _use_optimizer(given: dict[str, Given]) -> None:
    optimizer = given.get("optimizer")
    if optimizer is not None and isinstance(optimizer.value, Built):
        optimizer.value.used = True
