"""Models: Sequential and functional, and how layers are applied."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.packages import package
from lstm_lint.keras_api.shapes import CELL_STATES, LayerSpec
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import all_read, in_order, shape_value, tensors
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Formula,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Network,
    Predictions,
    Table,
    Tensor,
    Use,
)
from lstm_lint.reader.libraries.keras import phases
from lstm_lint.reader.libraries.keras.cells import note_cell
from lstm_lint.reader.libraries.keras.closures import note_hidden
from lstm_lint.reader.libraries.keras.gradients import ALONE, of_lambda
from lstm_lint.reader.libraries.keras.handed import (
    note_alone,
    note_call,
    note_inputs,
    note_made_of,
    note_stacked,
)
from lstm_lint.reader.libraries.keras.initial_states import zero_states
from lstm_lint.reader.libraries.keras.letters import note_adapted
from lstm_lint.reader.libraries.keras.objects import apply_once, begin, bind, build, hold
from lstm_lint.reader.libraries.keras.ops import note_misfit, operation, tensors_in
from lstm_lint.reader.libraries.keras.preprocessing import vectorized
from lstm_lint.reader.libraries.keras.shapes import (
    declared_shape,
    dims,
    first_shape,
    shapes_of,
    specification,
)
from lstm_lint.reader.tree.syntax import dotted
from lstm_lint.script import Known, Shape, Unknown

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

_MAX_STATES = 1_000  # of one layer, lists that hold them included


def sequential(it: Interpreter, call: Call) -> Network:
    """`Sequential([...])`."""
    network = Network("sequential", call.node, it.control.depth, _name(call.args), package=package(call.path))
    begin(it, network)
    hold(it, network)
    write_down(it, call, "Sequential")
    layers = call.args.at(0, "layers")
    if layers is None or (isinstance(layers, Known) and layers.value is None):
        return network
    if not isinstance(layers, Items) or layers.spoiled or layers.open:
        network.spoil("its list of layers is not known")
    if isinstance(layers, Items):
        for layer in layers.items:
            push(it, call.node, network, layer)
    return network


def functional(it: Interpreter, call: Call) -> Network:
    """`Model(inputs, outputs)`."""
    network = Network("functional", call.node, it.control.depth, _name(call.args), package=package(call.path))
    write_down(it, call, "Model")
    inputs = _first(call.args, 0, "inputs", "input")
    outputs = _first(call.args, 1, "outputs", "output")
    for ends in (inputs, outputs):
        if ends is not None:
            note_inputs(it, call.node, "Model", ends)
    network.inputs = tuple(tensors(inputs)) if inputs is not None else ()
    network.outputs = tuple(tensors(outputs)) if outputs is not None else ()
    network.closed = inputs is not None and all_read(inputs)
    network.apart = _apart(outputs)
    network.input_keys, network.output_keys = (
        tuple(ends.entries) if isinstance(ends, Table) else () for ends in (inputs, outputs)
    )
    if not network.outputs or not network.inputs:
        network.spoil("its inputs or outputs are not known")
    for use in in_order([tensor.use for tensor in network.outputs if tensor.use is not None]):
        inner = use.layer.wrapped if isinstance(use.layer, Built) else use.layer
        if isinstance(inner, Network):
            network.hold(inner)
    begin(it, network)
    if network.complete:
        uses = in_order([tensor.use for tensor in network.outputs if tensor.use is not None])
        _note_names(it, [use.layer for use in uses if isinstance(use.layer, Built)])
    return network


def _apart(outputs: Abstract | None) -> int | None:
    """How many outputs a model certainly has, where they are a list without lists in it."""
    if not isinstance(outputs, Items) or outputs.open or outputs.spoiled or outputs.unordered:
        return None
    return len(outputs.items) if all(isinstance(item, Tensor) for item in outputs.items) else None


def _note_names(it: Interpreter, layers: Sequence[Built]) -> None:
    """Write down a layer of a model that is given the name of another one."""
    named: dict[str, Built] = {}
    for layer in layers:
        if layer.kind == "layers" and "name" in layer.given and layer.title:
            first = named.setdefault(layer.title, layer)
            if first is not layer and isinstance(layer.given["name"].value, Known) and not it.control.guards:
                it.record.refuse(layer.node, "same-name", layer.title)


def write_down(it: Interpreter, call: Call, owner: str) -> None:
    """Keep a call that gives arguments by name: nobody may take them."""
    if not call.args.keywords:
        return
    it.record.call(
        owner, call.node, bind(signature("methods", owner, it.target), call.args), call.args.complete
    )


def _first(args: Args, position: int, *names: str) -> Abstract | None:
    for name in names:
        found = args.at(position, name)
        if found is not None:
            return found
    return None


def _name(args: Args) -> str | None:
    name = args.at(None, "name")
    return name.value if isinstance(name, Known) and isinstance(name.value, str) else None


def push(it: Interpreter, node: CSTNode, network: Network, layer: Abstract) -> None:
    """Put a layer on top of a Sequential."""
    if network.depth < it.control.depth:
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
            note_alone(it, layer.node, layer)
            named = layer.given.get("name")
            if named is not None and isinstance(named.value, Known) and not it.control.guards:
                others = (one for one in network.stack[:-1] if one.__class__ is Built)
                if any(one.title == layer.title for one in others):
                    it.record.refuse(layer.node, "same-name", layer.title)
    elif isinstance(layer, Network):
        network.hold(layer)
        if network.grow(layer.size):
            network.stack.append(layer)
    else:
        note_stacked(it, node, layer)
        network.spoil("one of its layers is not known")


def apply(it: Interpreter, node: CSTNode, layer: Built | Network, args: Args) -> Abstract:
    """Call a layer or model on tensors: a tensor, or a tuple of them where it returns its states."""
    scores, called = None, args
    if isinstance(layer, Built):
        note_call(it, node, layer, args)
    if isinstance(layer, Built) and (one_by_one := traits(layer.cls).inputs):
        args = _as_one_input(args, one_by_one)
    main = args.positional[0].value if args.positional else args.at(None, "inputs")
    inputs = tuple(_with_arrays(main)) if main is not None else ()
    if main is not None and not (isinstance(layer, Built) and layer.custom):
        note_inputs(it, node, layer.cls if isinstance(layer, Built) else layer.name or "the model", main)
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
            if isinstance(main, Data):
                _check_array(it, node, layer, main)
            if isinstance(main, Data) and layer.apart is not None and layer.apart > 1:
                return Predictions("a list of predictions", layer.apart, layer.name or "the model")
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
        scores = _scored(layer, called)
    apply_once(it, use)
    _check_inputs(it, node, use, isinstance(main, Tensor))
    found = _results(it, use)
    if scores is None or not isinstance(found, Tensor):
        return found
    use.outputs = 2 if scores else 0
    return Items([found, Tensor(None, use, 1)], True, False, it.control.depth) if scores else found


def _scored(layer: Built, args: Args) -> bool | None:
    """Whether attention returns its weights too: None where nothing says so, False where it is not known."""
    argument = args.keywords.get("return_attention_scores")
    if argument is None or argument.value == Known(False) or traits(layer.cls).family != "attention":
        return None
    return isinstance(argument.value, Known)


def _check_inputs(it: Interpreter, node: CSTNode, use: Use, alone: bool) -> None:
    """Write down an input that a model, or a layer that was used before, does not take. `alone`: it is in no list."""
    layer, given = use.layer, use.inputs[0].shape if len(use.inputs) == 1 else None
    if not use.certain:
        return
    if isinstance(layer, Built) and (why := _of_number(it, layer, use, alone)):
        shapes = tuple(tensor.shape for tensor in use.inputs if tensor.shape is not None)
        note_misfit(it, node, layer.cls, shapes, why)
        return
    if not given:
        return
    if isinstance(layer, Network):
        why = _of_model(layer, given)
        title = layer.name or "the model"
    else:
        why = _of_shared(it, layer, use, given)
        title = layer.cls
    if why:
        note_misfit(it, node, title, (given,), why)


def _check_array(it: Interpreter, node: CSTNode, network: Network, array: Data) -> None:
    """Write down an array that a model which is called on it does not take."""
    shape, stated = array.shape, _stated(network)
    if array.kind != "array" or array.parts is not None or not shape or stated is None:
        return
    one = shape == stated[1:] and stated[-1] != 1
    why = "it is one sample without the batch axis" if one else _of_model(network, shape)
    if why:
        note_misfit(it, node, network.name or "the model", (shape,), why)


def _of_number(it: Interpreter, layer: Built, use: Use, alone: bool) -> str:
    """One tensor for a layer that puts several together, a list for one that reads a single tensor."""
    row = traits(layer.cls)
    if layer.custom or not it.target.at_least(3):
        return ""
    if row.family == "merge" and alone and len(use.inputs) == 1:
        return "it takes a list of tensors"
    single = row.family in ("dense", "convolution", "pooling", "recurrent") and row.reads is not None
    return f"it takes one tensor, not {len(use.inputs)}" if single and len(use.inputs) > 1 else ""


def _stated(network: Network) -> Shape | None:
    """The shape of the one input that a model states."""
    if network.kind == "functional" and network.complete and len(network.inputs) == 1:
        return network.inputs[0].shape
    if network.kind == "sequential" and network.input_shape is None and network.stack:
        first = network.stack[0]
        own = isinstance(first, Built) and not (
            first.cls == "Embedding" and "input_length" not in first.given
        )
        return first_shape(first) if own and isinstance(first, Built) else None
    return network.input_shape


def _of_model(network: Network, given: Shape) -> str:
    """Of models that state one input: an axis of 1 at the end is added or taken away, everything else must fit."""
    stated = _stated(network)
    if stated is None:
        return ""
    taken = f"it takes {_shown(stated)}"
    if len(stated) != len(given):
        longer, shorter = max(stated, given, key=len), min(stated, given, key=len)
        added = len(longer) == len(shorter) + 1 and longer[-1] in (1, None, "?")
        return "" if added else taken
    pairs = zip(stated[1:], given[1:], strict=True)
    return taken if any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs) else ""


def _shown(shape: Shape) -> str:
    """A shape without its batch, as a program writes it."""
    return f"({shape[1]},)" if len(shape) == 2 else str(tuple(shape[1:])).replace("'", "")


def _of_shared(it: Interpreter, layer: Built, use: Use, given: Shape) -> str:
    """A kernel is as wide as what the layer was applied to first; a recurrent layer asks for that at the first step."""
    first = layer.first_use
    row, wide = traits(layer.cls), given[-1]
    by_width = row.family in ("dense", "convolution") and row.weights == "features"
    channels = layer.given.get("data_format")
    if first is None or first is use or layer.custom or not by_width or len(first.inputs) != 1 or channels:
        return ""
    before = first.inputs[0].shape
    same_run = first.home is it.control.home and it.record.uses.get(first, ...) is None
    if not before or not same_run or not isinstance(wide, int) or not isinstance(before[-1], int):
        return ""
    return (
        f"its weights are for {before[-1]} features, those of its first input" if before[-1] != wide else ""
    )


def note_tape(it: Interpreter, node: CSTNode, network: Network, args: Args) -> None:
    """Write down that a model is called below a GradientTape, and whether the call says `training`."""
    if "tensorflow.GradientTape" in it.control.contexts:
        said = "training" in args.keywords or len(args.positional) > 1 or not args.complete
        network.taped.append((node, said))


def _with_arrays(value: Abstract) -> Iterator[Tensor]:
    """The tensors of a value. An array among them, or what is not known, is a tensor to the layer as well."""
    found = list(tensors(value))
    if not found or not isinstance(value, Items):
        yield from found
        return
    for item in value.items:
        if isinstance(item, (Tensor, Items, Table)):
            yield from tensors(item)
        elif not isinstance(item, Known):
            array = isinstance(item, Data) and item.kind == "array"
            yield Tensor(item.shape, given=True) if array and isinstance(item, Data) else Tensor()


def _arrays(value: Abstract) -> tuple[Tensor, ...]:
    """An array of the program, or a list of them, as the tensors that a layer makes of it."""
    several = isinstance(value, Items) and not value.open and not value.spoiled
    items = value.items if several and isinstance(value, Items) else [value]
    found = [
        Tensor(item.shape, given=True) for item in items if isinstance(item, Data) and item.kind == "array"
    ]
    return tuple(found) if len(found) == len(items) else ()


def add_weight(it: Interpreter, network: Network, args: Args) -> Tensor:
    """`self.add_weight(shape=...)`, without a shape a single number: keras/src/layers/layer.py."""
    values = [given.value for given in args.positional[:2]]  # Keras 2 has the name first
    stated = args.at(None, "shape") or next((value for value in values if dims(value) is not None), None)
    shape: Shape | None = dims(stated) if stated is not None else None if values else ()
    sizes = [dim for dim in shape if isinstance(dim, int)] if shape is not None else []
    known = (
        shape is not None and len(sizes) == len(shape) and args.complete and it.control.depth <= network.depth
    )
    network.weights = network.weights + math.prod(sizes) if known and network.weights is not None else None
    return Tensor(shape, given=True)


def put_on(it: Interpreter, layer: Built, shape: Shape | None) -> tuple[Shape | None, ...]:
    """`layer.build(shape)`, `layer.compute_output_shape(shape)`: what comes out of the layer for a stated input."""
    use = Use(layer, (Tensor(shape, given=True),))
    layer.first_use = layer.first_use or use
    apply_once(it, use)
    return shapes_of(it.record, layer, [shape])


def _as_one_input(args: Args, names: Sequence[str]) -> Args:
    """`layer(query, value)` as `layer([query, value])`: the layers that take their inputs one by one."""
    found = [args.at(position, name) for position, name in enumerate(names)]
    inputs = [value for value in found if isinstance(value, Tensor)]
    return Args([Given(Items([*inputs], False))], {}, args.complete)


def _state_shapes(value: Abstract) -> tuple[Shape | None, ...] | None:
    """The shapes of the tensors given as `initial_state`, in lists too; None where it is not certain which they are."""
    found: list[Shape | None] = []
    waiting = [value]
    for _ in range(_MAX_STATES):
        if not waiting:
            return tuple(found)
        given = waiting.pop()
        if isinstance(given, Tensor):
            found.append(given.shape)
        elif isinstance(given, Items) and not given.open and not given.spoiled:
            waiting.extend(reversed(given.items))
        else:
            return None
    return None


def _results(it: Interpreter, use: Use) -> Abstract:
    layer = use.layer
    shapes = shapes_of(it.record, layer, [tensor.shape for tensor in use.entering])
    core = layer
    while isinstance(core, Built) and core.wrapped is not None:
        core = core.wrapped
    if isinstance(layer, Network) and len(layer.outputs) > 1:
        return Items(
            [Tensor(tensor.shape, use, at) for at, tensor in enumerate(layer.outputs)],
            True,
            False,
            it.control.depth,
        )
    if (
        isinstance(core, Built)
        and core is layer
        and use.states
        and not core.custom
        and core.cls in CELL_STATES
    ):
        # A cell returns its output and its new states, in a list of their own: rnn/lstm_cell.py
        use.outputs = 1 + CELL_STATES[core.cls]
        output, *new = (Tensor(shapes[0] if shapes else None, use, at) for at in range(use.outputs))
        depth = it.control.depth
        return Items([output, Items([*new], True, False, depth)], False, False, depth)
    given = core.given.get("return_state") if isinstance(core, Built) else None
    if given is None or (isinstance(given.value, Known) and not given.value.value):
        return Tensor(shapes[0] if shapes else None, use)
    assert isinstance(core, Built)
    layout = _state_layout(it, core) if isinstance(given.value, Known) else None
    if layout is None:
        return Tensor(None, use)
    if isinstance(layer, Built) and layer.cls == "Bidirectional":
        layout = [*layout, *layout]
    use.outputs = 1 + sum(count for count, _ in layout)
    made = (Tensor(shapes[at] if at < len(shapes) else None, use, at) for at in range(use.outputs))
    found: list[Abstract] = [next(made)]
    for count, nested in layout:
        states: list[Abstract] = [next(made) for _ in range(count)]
        found.append(Items(states, True, False, it.control.depth) if nested else states[0])
    return Items(found, True, False, it.control.depth)


def _state_layout(it: Interpreter, core: Built) -> list[tuple[int, bool]] | None:
    """Each state that a layer returns: how many tensors it is, and whether they stand in a list of their own.

    Stacked cells return those of each cell as one, a list where there are several: rnn/rnn.py of Keras 3.
    """
    if core.cls not in CELL_STATES and (states := traits(core.cls).states):
        return [(1, False)] * states
    cell = specification(it.record, core).arguments.get("cell") if core.cls == "RNN" else None
    if isinstance(cell, LayerSpec) and cell.cls == "StackedRNNCells":
        cell = cell.arguments.get("cells")
    stacked = isinstance(cell, (tuple, list))
    cells = cell if isinstance(cell, (tuple, list)) else (cell,)
    counts = [CELL_STATES[one.cls] for one in cells if isinstance(one, LayerSpec) and one.cls in CELL_STATES]
    if not counts or len(counts) < len(cells):
        return None
    if not stacked:
        return [(1, False)] * counts[0]
    if max(counts) > 1 and not it.target.at_least(3):
        return None  # one flat list in Keras 2.3, nested in tf.keras
    return [(count, count > 1) for count in counts]


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


def shape_after(
    it: Interpreter, function: Function, inputs: Sequence[Tensor], owner: Instance | None = None
) -> Shape | None:
    """The shape that a function or method of the program makes of tensors."""
    first: Abstract = inputs[0] if len(inputs) == 1 else Items(list(inputs))
    positional = [Given(first)] if owner is None else [Given(owner), Given(first)]
    value = it.trial(function, Args(positional))
    return value.shape if isinstance(value, Tensor) else None


def make_and_apply(it: Interpreter, call: Call, cls: str) -> Abstract:
    """`add([a, b])`: a function that makes a layer and applies it at once."""
    keywords = {name: given for name, given in call.args.keywords.items() if name != "inputs"}
    layer = build(it, call, "layers", cls, Args([], keywords, call.args.complete))
    first = call.args.at(0, "inputs")
    only = Args([Given(first)] if first is not None else [], {}, call.args.complete)
    return apply(it, call.node, layer, only)


def call_object(it: Interpreter, call: Call) -> Abstract:
    """`LSTM(64)(x)`."""
    owner = call.owner
    assert isinstance(owner, Built)
    made = vectorized(it, call, owner)
    return made if made is not None else apply(it, call.node, owner, call.args)


def method(it: Interpreter, call: Call) -> Abstract:
    """A method of a layer, optimizer or callback."""
    owner = call.owner
    assert isinstance(owner, Built)
    owner.used = True
    if owner.kind == "layers" and call.name in ("reset_states", "reset_state"):
        _mention_reset(it, owner, call)
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
    if call.name == "adapt":
        note_adapted(it, call, owner)
    if owner.kind == "layers" and call.name == "call":
        return apply(it, call.node, owner, call.args)
    if owner.kind == "layers" and call.name == "get_initial_state":
        return zero_states(it, owner, call)
    if owner.kind == "layers" and call.name in ("build", "compute_output_shape"):
        return _on_shape(it, owner, call)
    found = tensors_in(call)
    return operation(it, call.node, found) if found else Unknown("a method of a Keras object")


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
    if name == "output" and owner.first_use is not None:
        return Tensor(None, owner.first_use)
    return Method(owner, name)


def set_attribute(it: Interpreter, owner: Built, name: str, value: Abstract) -> None:
    """`layer.trainable = False`."""
    it.leak()
    owner.settings[name] = value
    if name == "trainable":
        phases.switch(it, owner, value)
    api = signature(owner.kind, owner.cls, it.target)
    if api is not None and any(parameter.name == name for parameter in api.parameters):
        owner.given[name] = Given(value if not it.control.depth else Unknown("is set on some paths only"))
        it.record.specifications.pop(owner, None)
