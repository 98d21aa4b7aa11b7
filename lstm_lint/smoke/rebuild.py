"""A model of the reading as a specification: known arguments as read, stated stand-ins for what does not matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lstm_lint.keras_api.signatures import accepts
from lstm_lint.keras_api.successors import RENAMED_CLASSES
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.notions.targets import encoding_of, reach
from lstm_lint.notions.training import longest_training
from lstm_lint.script import Argument, Configured, Known, Layer, Model, Shape, Unknown
from lstm_lint.smoke import allowed
from lstm_lint.smoke.applications import Ambiguous, Call, calls, in_order
from lstm_lint.smoke.compiling import losses_of, optimizer_of
from lstm_lint.smoke.drawn import of_files
from lstm_lint.smoke.encode import NoEncoding, encode
from lstm_lint.smoke.inputs import inputs_of, sizes
from lstm_lint.smoke.specification import Data, Input, Node, Part, Specification

# Arguments that say nothing of the model, are of another Keras, or only cost time here.
_SILENT = frozenset(
    {"name", "trainable", "weights", "seed", "dtype", "input_shape", "batch_input_shape", "input_length", "batch_size",
     "batch_shape", "implementation", "unroll", "use_cudnn", "time_major", "sparse", "ragged", "tensor", "cell",
     "layer", "mask", "initial_state", "training", "embeddings_initializer", "function", "backward_layer"}
)  # fmt: skip
_DECISIVE = frozenset(
    {"activation", "recurrent_activation", "return_sequences", "return_state", "merge_mode", "stateful", "go_backwards"}
)  # fmt: skip
_SIZES = {"units": 32, "filters": 16, "kernel_size": 3, "input_dim": 1000, "output_dim": 32, "n": 10, "num_heads": 2,
          "key_dim": 16, "pool_size": 2}  # fmt: skip
_OPERATORS = {"*", "+", "-", "/"}
_KERAS_3 = parse_target("3")


class NotRebuilt(Exception):
    """The model cannot be rebuilt from what was read; the message says why, in one line."""


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """A specification, and the node that each layer became."""

    specification: Specification
    ids: dict[int, str]  # id(layer) -> Node.id

    def id_of(self, layer: Layer | None) -> str | None:
        return self.ids.get(id(layer)) if layer is not None else None


Kept = frozenset[tuple[int, str]]  # (id(layer), argument): passed to Keras as written, whatever it is


def rebuild(model: Model, keep: Kept = frozenset()) -> Rebuilt:
    """The specification of a model as written, at its own size. Raises NotRebuilt."""
    if not model.complete or not model.layers:
        what = model.unread[0].why if model.unread else "some of its layers or wires are not known"
        raise NotRebuilt(f"`{model.name}` was not read as a whole: {what}")
    if model.own_parameters != 0:
        raise NotRebuilt(f"`{model.name}` makes weights of its own")
    notes: list[str] = []
    ids = {
        id(layer): re.sub(r"\W", "_", f"{layer.name or layer.cls.lower()}_{number}", flags=re.ASCII)
        for number, layer in enumerate((*model.entries, *model.layers))
    }
    entries, starts = inputs_of(model, ids, notes)
    if not entries:
        raise NotRebuilt("its inputs are not known")
    try:
        made = [_node(model, call, ids, notes, keep) for call in calls(model, ids, starts)]
    except Ambiguous as error:
        raise NotRebuilt(str(error)) from error
    nodes = tuple(node for one in made for node in one)
    heads = tuple(ids[id(head)] for head in model.heads)
    if not heads or not set(heads) <= {node.id for node in nodes}:
        raise NotRebuilt("its outputs are not known")
    specification = Specification(
        nodes=_in_order(nodes, {entry.id for entry in entries}),
        inputs=entries,
        outputs=heads,
        losses=losses_of(model, notes),
        optimizer=optimizer_of(model, notes),
        data=_data(model),
        planned=longest_training([model]),
    )
    return Rebuilt(replace(specification, stand_ins=tuple(dict.fromkeys(notes))), ids)


def alone(layer: Layer, keep: Kept = frozenset()) -> Rebuilt:
    """A layer by itself, for where the model around it cannot be rebuilt. Raises NotRebuilt.

    A recurrent layer gets a Dense layer to predict with.
    """
    if layer.custom or layer.cls in allowed.MERGES or layer.initial_state or layer.is_wrapped:
        raise NotRebuilt(f"`{layer.title}` cannot be rebuilt by itself")
    reads = layer.traits.reads
    shape = layer.input_shape or ((None,) * reads if isinstance(reads, int) else None)
    if shape is None or len(shape) < 2:
        raise NotRebuilt(f"what `{layer.title}` reads is not known")
    notes = [f"`{layer.cls}` alone, as the model around it is not rebuilt"]
    cls = _class(layer, 1, alone=True)
    cell = _cell(layer.cell, notes, keep) if cls == "RNN" else None
    batch = shape[0] if isinstance(shape[0], int) else None
    entry = Input("input", sizes(shape[1:], False, notes), batch=batch, free=not isinstance(shape[1], int))
    node = Node("layer", cls, _arguments(layer, cls, notes, keep), ("input",), cell=cell)
    nodes = [node]
    if layer.is_recurrent:
        nodes.append(Node("dense", "Dense", {"units": 1}, ("layer",)))
    losses = (Part("MeanSquaredError"),)
    made = Specification(
        tuple(nodes), (entry,), (nodes[-1].id,), losses, stand_ins=tuple(dict.fromkeys(notes))
    )
    return Rebuilt(made, {id(layer): "layer"})


def _node(model: Model, call: Call, ids: dict[int, str], notes: list[str], keep: Kept) -> list[Node]:
    """The layer of a call; of an RNN of several cells one for each of them, which is the same."""
    layer, inputs = call.layer, call.inputs
    if not inputs:
        raise NotRebuilt(f"what `{layer.title}` reads is not known")
    if call.first is not None and layer.initial_state:
        raise NotRebuilt(f"`{layer.title}` is applied several times, from states that were not told apart")
    cls = _class(layer, len(inputs))
    arguments: dict[str, object] = {}
    if cls in allowed.MERGES and len(inputs) == 1:
        inputs = inputs * 2  # the same tensor twice is one wire in the reading
    if cls == "Operation":
        arguments = {"function": layer.known("function") if len(inputs) > 1 else "*"}
    elif cls != "Identity":
        arguments = _arguments(layer, cls, notes, keep)
    wrappers = tuple(_wrapper(wrapper, notes) for wrapper in layer.wrappers)
    if cls == "RNN" and (cells := _cells(layer)):
        if wrappers or layer.initial_state or arguments.get("return_state") or call.first is not None:
            raise NotRebuilt(f"the states of the cells of `{layer.title}` were not told apart")
        return _stack(call.id, arguments, inputs, [_cell(one, notes, keep) for one in cells])
    cell = _cell(layer.cell, notes, keep) if cls == "RNN" else None
    return [
        Node(
            call.id,
            cls,
            arguments,
            inputs,
            wrappers,
            cell,
            _states(model, layer, ids),
            layer.always_training,
            call.first,
        )
    ]


def _stack(
    name: str, arguments: dict[str, object], inputs: tuple[str, ...], cells: Sequence[Part]
) -> list[Node]:
    """A layer for each cell: the sequence of each is what the next one reads, and the first alone reads backwards."""
    nodes: list[Node] = []
    for number, cell in enumerate(cells, 1):
        last = number == len(cells)
        given = dict(arguments) if last else {**arguments, "return_sequences": True}
        if nodes:
            given.pop("go_backwards", None)
        at = name if last else f"{name}_cell_{number}"
        nodes.append(Node(at, "RNN", given, (nodes[-1].id,) if nodes else inputs, cell=cell))
    return nodes


def _class(layer: Layer, count: int, alone: bool = False) -> str:
    if layer.cls == "Operation":
        function = layer.known("function")
        same = layer.input_shape is not None and layer.input_shape == layer.output_shape
        if (count == 1 and same) or (count == 2 and function in _OPERATORS):
            return "Operation"
        if function == "[]":
            raise NotRebuilt("which steps or features `[]` picks was not read")
        raise NotRebuilt(f"the operation `{function or 'of the program'}` may change shapes")
    if layer.custom or layer.cls == "Lambda":
        if layer.input_shape is not None and layer.input_shape == layer.output_shape and count == 1:
            return "Identity"
        raise NotRebuilt(f"`{layer.cls}` is code of the program, which is not run")
    cls = RENAMED_CLASSES.get(layer.cls, layer.cls)
    if cls not in allowed.LAYERS or (cls in allowed.ALONE and not alone):
        raise NotRebuilt(f"`{layer.cls}` is not among the layers that are rebuilt")
    return cls


def _arguments(configured: Configured, cls: str, notes: list[str], keep: Kept) -> dict[str, object]:
    if not configured.complete:
        raise NotRebuilt(f"not all arguments of `{configured.cls}` are known")
    result: dict[str, object] = {}
    for name, argument in configured.arguments.items():
        kept = (id(configured), name) in keep
        if not _is_written(argument) or (name in _SILENT and not kept):
            continue
        if name == "input_dim" and cls != "Embedding" and not kept:
            continue
        if not kept and accepts("layers", cls, name, _KERAS_3) is False:
            notes.append(f"without `{name}` of {cls}, which Keras 3 does not take")
            continue
        try:
            result[name] = encode(argument.value)
        except NoEncoding as error:
            if kept:  # whatever it is: that it is there is what the finding is about
                result[name] = None
                notes.append(f"{name}=None of {cls}, which is not known")
                continue
            if name in _DECISIVE:
                raise NotRebuilt(f"`{name}` of `{configured.cls}` is {error}") from error
            stand_in = _SIZES.get(name)
            if stand_in is not None:
                result[name] = stand_in
            shown = f"{name}={stand_in}" if stand_in is not None else f"the default {name}"
            notes.append(f"{shown} of {cls}, which is not known")
    return result


def _is_written(argument: Argument) -> bool:
    """Whether the program gives it. A default that differs between versions reads as not known: Keras 3 has its own."""
    return argument.given and not (
        argument.place is None
        and isinstance(argument.value, Unknown)
        and argument.value.reason.startswith("the default differs")
    )


def _wrapper(wrapper: Configured, notes: list[str]) -> Part:
    if wrapper.cls not in allowed.WRAPPERS:
        raise NotRebuilt(f"`{wrapper.cls}` is not among the layers that are rebuilt")
    if wrapper.given("backward_layer"):
        raise NotRebuilt("a Bidirectional has a layer of its own for the way back")
    return Part(wrapper.cls, _arguments(wrapper, wrapper.cls, notes, frozenset()))


def _cells(layer: Layer) -> list[Configured]:
    """The cells of an RNN of several; none for an RNN of one."""
    stacked = layer.cell is not None and layer.cell.cls == "StackedRNNCells"
    value = layer.cell["cells"] if layer.cell is not None and stacked else layer["cell"]
    given = value.value if isinstance(value, Known) else None
    if not isinstance(given, (list, tuple)):
        return []
    cells = [one.value if isinstance(one, Known) else one for one in given]
    known = [one for one in cells if isinstance(one, Configured)]
    return known if len(known) == len(cells) else []


def _cell(cell: Configured | None, notes: list[str], keep: Kept) -> Part:
    if cell is None or cell.cls not in allowed.CELLS or cell.package is None:
        raise NotRebuilt("the cell of an RNN is not one of Keras")
    return Part(cell.cls, _arguments(cell, cell.cls, notes, keep))


def _states(model: Model, layer: Layer, ids: dict[int, str]) -> str | None:
    """The recurrent layer whose states this one starts from: the reading has their shapes, and who returns states."""
    if not layer.initial_state:
        return None
    before = model.layers[: model.layers.index(layer)]
    found = [
        one for one in before if one.is_recurrent and one.known("return_state") is True and not one.wrappers
    ]
    if len(found) != 1 or layer.wrappers:
        raise NotRebuilt(f"where the initial state of `{layer.title}` comes from is not certain")
    return ids[id(found[0])]


def _in_order(nodes: tuple[Node, ...], known: set[str]) -> tuple[Node, ...]:
    read = [(node.id, (*node.inputs, *([node.states] if node.states else []))) for node in nodes]
    ordered = tuple(nodes[number] for number in in_order(read, known))
    if len(ordered) < len(nodes):
        raise NotRebuilt("its layers read each other in a circle")
    return ordered


def _data(model: Model) -> Data:
    # Where no scaler says so, the largest known value says nothing of the rest.
    scaled = [fit.y if fit.y is not None and fit.y.step("scale") else None for fit in model.fits]
    found = [reach(y) for y in scaled]
    known = (
        found[0] if len({(one.low, one.high) for one in found if one}) == 1 and None not in found else None
    )
    labels = encoding_of(model) or ""
    data = Data(labels=labels, target=_sample(model, "y"), given=_sample(model, "x"), **of_files(model))
    return data if known is None or labels else replace(data, low=known.low, high=known.high)


def _sample(model: Model, name: str) -> tuple[int, ...] | None:
    """The shape of one sample of x or y in every `fit`, where it is known and the same."""
    shapes = set()
    for fit in model.fits:
        series = fit.x if name == "x" else fit.y
        shapes.add(series.shape[1:] if series is not None and series.shape is not None else None)
    found = shapes.pop() if len(shapes) == 1 else None
    return tuple(d for d in found if isinstance(d, int)) if found is not None and _all_int(found) else None


def _all_int(shape: Shape) -> bool:
    return all(isinstance(dim, int) for dim in shape)
