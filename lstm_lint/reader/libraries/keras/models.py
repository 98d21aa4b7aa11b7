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
from lstm_lint.reader.abstract.join import all_read, in_order, tensors
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Function,
    Given,
    Instance,
    Items,
    Network,
    Predictions,
    Table,
    Tensor,
    Use,
)
from lstm_lint.reader.libraries.keras.handed import (
    note_alone,
    note_arrays,
    note_call,
    note_inputs,
    note_stacked,
)
from lstm_lint.reader.libraries.keras.initial_states import note_exchanged, note_flat
from lstm_lint.reader.libraries.keras.no_value import note_taken, note_used
from lstm_lint.reader.libraries.keras.objects import apply_once, begin, bind, hold, note_name
from lstm_lint.reader.libraries.keras.refused_inputs import check_array, check_inputs
from lstm_lint.reader.libraries.keras.shapes import declared_shape, dims, shapes_of, specification
from lstm_lint.reader.libraries.keras.told_shapes import predicted_shape
from lstm_lint.reader.tree.syntax import names_used
from lstm_lint.script import Known, Shape

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode

_MAX_STATES = 1_000  # of one layer, lists that hold them included


def sequential(it: Interpreter, call: Call) -> Network:
    """`Sequential([...])`."""
    network = Network("sequential", call.node, it.control.depth, _name(call.args), package=package(call.path))
    begin(it, network)
    hold(it, network)
    write_down(it, call, "Sequential")
    note_name(it, call, call.args)
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
    note_name(it, call, call.args)
    inputs = _first(call.args, 0, "inputs", "input")
    outputs = _first(call.args, 1, "outputs", "output")
    if call.args.complete and (inputs is None) != (outputs is None) and not it.control.guards:
        it.record.refuse(call.node, "model-ends", "outputs" if outputs is None else "inputs")
    for ends in (inputs, outputs):
        if ends is not None:
            note_inputs(it, call.node, "Model", ends)
            if note_arrays(it, call.node, ends):
                network.spoil("an array stands among its tensors")
    network.inputs = tuple(tensors(inputs)) if inputs is not None else ()
    network.outputs = tuple(tensors(outputs)) if outputs is not None else ()
    note_taken(it, network.outputs)
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
        note_used(it, layer)
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
    if isinstance(layer, Network):
        layer.touched = True
    if _is_one_of_many(it, node):
        return _applied_somehow(it, layer)
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
    if not inputs and states and main is not None and isinstance(layer, Built):
        inputs = (Tensor(),)  # an array is read here, and the tensors are its states alone
    if isinstance(layer, Network):
        layer.nested = layer.nested or bool(inputs)
        if not inputs:
            if isinstance(main, Data):
                check_array(it, node, layer, main)
            if isinstance(main, Data) and layer.apart is not None and layer.apart > 1:
                return Predictions("a list of predictions", layer.apart, layer.name or "the model")
            return Data((), predicted_shape(it, layer, main), False) if isinstance(main, Data) else Tensor()
    else:
        layer.used = True
    note_taken(it, (*inputs, *states))
    certain = bool(inputs) and all(tensor.traced for tensor in inputs)
    use = Use(layer, inputs, states, certain)
    if isinstance(layer, Built):
        layer.first_use = layer.first_use or use
        if "mask" in args.keywords and layer.cls != "Lambda":
            layer.settings["mask"] = Known(True)
        if "initial_state" in args.keywords or (len(args.positional) > 1 and states):
            layer.settings["initial_state"] = Known(True)
            given = args.keywords.get("initial_state") or args.positional[1]
            layer.states, layer.states_at = _state_shapes(given.value), given.node
            if layer.states is not None:
                use.initial_state = tuple(tensors(given.value))
            note_exchanged(it, node, layer, tuple(tensors(given.value)))
            note_flat(it, given.node or node, layer, given.value)
        if "training" in args.keywords:
            layer.settings["training"] = args.keywords["training"].value
        scores = _scored(layer, called)
    apply_once(it, use)
    check_inputs(it, node, use, isinstance(main, Tensor))
    found = _results(it, use)
    if scores is None or not isinstance(found, Tensor):
        return found
    use.outputs = 2 if scores else 0
    return Items([found, Tensor(None, use, 1)], True, False, it.control.depth) if scores else found


def _is_one_of_many(it: Interpreter, node: CSTNode) -> bool:
    """Whether a loop goes through layers, and an undecided condition on them is around this call.

    Which of them the call applies, and to what, is then not known: `if layers[i] == last: ... else: x = layers[i](x)`.
    """
    if not it.control.unsure or not isinstance(node, cst.Call):
        return False
    names = names_used(node.func)
    return any(not differing.isdisjoint(names) for differing in it.control.varying)


def _applied_somehow(it: Interpreter, layer: Built | Network) -> Tensor:
    """A layer or model that may be applied here, to something."""
    use = Use(layer, (Tensor(),), certain=False)
    if isinstance(layer, Built):
        layer.used, layer.first_use = True, layer.first_use or use
    else:
        layer.nested = True
    apply_once(it, use)
    return Tensor()


def _scored(layer: Built, args: Args) -> bool | None:
    """Whether attention returns its weights too: None where nothing says so, False where it is not known."""
    argument = args.keywords.get("return_attention_scores")
    if argument is None or argument.value == Known(False) or traits(layer.cls).family != "attention":
        return None
    return isinstance(argument.value, Known)


def note_tape(it: Interpreter, node: CSTNode, network: Network, args: Args) -> None:
    """Write down that a model is called below a GradientTape, on what, and whether the call says `training`."""
    if "tensorflow.GradientTape" in it.control.contexts:
        said = "training" in args.keywords or len(args.positional) > 1 or not args.complete
        network.taped.append((node, said))
        given = args.positional[0].value if args.positional else None
        if isinstance(given, Data):
            network.learned_from.append((node, given))


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


def shape_after(
    it: Interpreter, function: Function, inputs: Sequence[Tensor], owner: Instance | None = None
) -> Shape | None:
    """The shape that a function or method of the program makes of tensors."""
    if not inputs:
        return None  # it is called on arrays
    first: Abstract = inputs[0] if len(inputs) == 1 else Items(list(inputs))
    positional = [Given(first)] if owner is None else [Given(owner), Given(first)]
    value = it.trial(function, Args(positional))
    return value.shape if isinstance(value, Tensor) else None
