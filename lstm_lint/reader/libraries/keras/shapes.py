"""Shapes of what is being read: from declared input shapes through Keras' own formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from lstm_lint.keras_api import shapes
from lstm_lint.keras_api.dims import Refusal
from lstm_lint.keras_api.parameters import count_parameters
from lstm_lint.keras_api.shapes import UNKNOWN, LayerSpec
from lstm_lint.keras_api.signatures import plain_defaults
from lstm_lint.reader.abstract.join import in_order
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.values import Abstract, Built, Given, Items, Network, Tensor, Use
from lstm_lint.reader.libraries.keras.spelled import spelled_before
from lstm_lint.script import Dim, Known, Shape

_PLAIN = (int, float, str, bool, type(None), tuple, list)
_MAX_ARGUMENT = 100  # elements of a list that is an argument of a layer
_MAX_ARGUMENTS = 100  # such lists in each other


def declared_shape(given: Mapping[str, Given], cls: str = "InputLayer") -> Shape | None:
    """The input shape that a layer states, batch first: `shape=`, `input_shape=`, `batch_shape=`, `input_dim=`."""
    for name in ("batch_shape", "batch_input_shape"):
        if name in given:
            return dims(given[name].value)
    for name in ("shape", "input_shape"):
        if name in given:
            rest = dims(given[name].value)
            if rest is None:
                return None
            batch = given.get("batch_size")
            return (_dim(batch.value) if batch is not None else None, *rest)
    length = _dim(given["input_length"].value) if "input_length" in given else None
    if cls == "Embedding":
        return (None, length)
    if "input_dim" in given:
        dim = _dim(given["input_dim"].value)
        return (None, dim) if cls == "Dense" else (None, length, dim)
    return None


def dims(value: Abstract) -> Shape | None:
    """A shape as the program writes it."""
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return tuple(_dim(item) for item in value.items)
    if isinstance(value, Known) and isinstance(value.value, tuple):
        return tuple(dim if isinstance(dim, int) or dim is None else "?" for dim in value.value)
    if isinstance(value, Known) and isinstance(value.value, int):
        return (value.value,)  # Input(shape=10): Keras 2 took it as (10,)
    return None


def _dim(value: Abstract) -> Dim:
    if isinstance(value, Known) and (value.value is None or isinstance(value.value, int)):
        return value.value
    return "?"


def specification(record: Record, built: Built) -> LayerSpec:
    """A layer with plain arguments, the defaults of the targeted Keras filled in and UNKNOWN for what was not read."""
    known: LayerSpec | None = record.specifications.get(built)
    if known is not None:
        return known
    plain = {} if built.custom else plain_defaults(built.kind, built.cls, record.target)
    arguments: dict[str, object] = dict(plain) if built.complete else dict.fromkeys(plain, UNKNOWN)
    for name, given in built.given.items():
        arguments[name] = _plain(record, given.value, count(_MAX_ARGUMENTS, -1))
    older = {} if built.custom else spelled_before(built.kind, built.cls, built.given, record.target)
    for name, value in older.items():
        arguments[name] = _plain(record, value, count(_MAX_ARGUMENTS, -1))
    found = record.specifications[built] = LayerSpec(built.cls, arguments)
    return found


def _plain(record: Record, value: Abstract, left: Iterator[int], depth: int = 0) -> object:
    if isinstance(value, Known):
        return value.value if isinstance(value.value, _PLAIN) else UNKNOWN
    if isinstance(value, Built):
        return specification(record, value)
    if not isinstance(value, Items) or value.open or value.spoiled:
        return UNKNOWN
    if depth >= 4 or len(value.items) > _MAX_ARGUMENT or next(left) <= 0:
        return UNKNOWN
    return tuple(_plain(record, item, left, depth + 1) for item in value.items)


def shapes_of(
    record: Record, layer: Built | Network, inputs: Sequence[Shape | None]
) -> tuple[Shape | None, ...]:
    """The output shapes of a layer or model; empty where they are not known."""
    if isinstance(layer, Network):
        return _of_network(record, layer, inputs)
    key = layer, tuple(inputs)
    if layer.formula is not None:
        if key not in record.shapes:
            record.shapes[key] = ()  # for a layer that calls itself
            record.shapes[key] = (layer.formula(inputs),)
        return record.shapes[key]
    if layer.custom or isinstance(layer.wrapped, Network):
        return _around_network(record, layer, inputs)
    if key not in record.shapes:
        spec = specification(record, layer)
        record.shapes[key] = _several(shapes.output_shape(spec.cls, spec.arguments, inputs))
    return record.shapes[key]


def refusal_of(record: Record, layer: Built, inputs: Sequence[Shape | None]) -> Refusal | None:
    """Why Keras raises where the layer is called on these inputs."""
    if layer.custom or layer.formula is not None or isinstance(layer.wrapped, Network):
        return None
    spec = specification(record, layer)
    return shapes.refusal(spec.cls, spec.arguments, inputs)


def _several(found: object) -> tuple[Shape | None, ...]:
    if found is None or not isinstance(found, tuple):
        return ()
    return found if found and isinstance(found[0], tuple) else (found,)


def _around_network(record: Record, layer: Built, inputs: Sequence[Shape | None]) -> tuple[Shape | None, ...]:
    """TimeDistributed around a model: every step through the model."""
    step = _step_of(layer, inputs)
    if step is None or not isinstance(layer.wrapped, Network):
        return ()
    inner = shapes_of(record, layer.wrapped, [step])
    first = inputs[0]
    if not inner or inner[0] is None or first is None:
        return ()
    return ((first[0], first[1], *inner[0][1:]),)


def _step_of(layer: Built, inputs: Sequence[Shape | None]) -> Shape | None:
    """The shape of one time step of what TimeDistributed reads."""
    first = inputs[0] if inputs else None
    if layer.cls != "TimeDistributed" or first is None or len(first) < 3:
        return None
    return (first[0], *first[2:])


def _of_network(record: Record, network: Network, inputs: Sequence[Shape | None]) -> tuple[Shape | None, ...]:
    if not network.complete:
        return ()
    declared = [network.input_shape] if network.kind == "sequential" else [t.shape for t in network.inputs]
    known = any(shape is not None for shape in inputs)
    given = [_entering(*pair) for pair in zip(inputs, declared)] if known else declared
    if network.kind == "subclassed" or len(given) != len(declared):
        return tuple(tensor.shape for tensor in network.outputs)
    if network.kind == "functional" and given == declared:
        return tuple(tensor.shape for tensor in network.outputs)
    key = tuple(given)
    if key not in network.shapes:
        network.shapes[key] = ()  # for a model that contains itself
        steps = list(passage(record, network, given))
        network.shapes[key] = _leaving(network, given, steps)
    return network.shapes[key]


def _entering(given: Shape | None, declared: Shape | None) -> Shape | None:
    """What enters a model: the shape that flows in, what it leaves open as the model's own input says."""
    if given is None or declared is None or len(given) != len(declared):
        return given if declared is None else declared if given is None else None
    if any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in zip(given, declared)):
        return None
    return tuple(own if dim == "?" else dim for dim, own in zip(given, declared))


Passed = tuple[Use, Sequence[Shape | None], tuple[Shape | None, ...]]  # a use, shapes before, shapes after


def passage(record: Record, network: Network, inputs: Sequence[Shape | None]) -> Iterator[Passed]:
    """What happens to shapes on their way through a Sequential or functional model."""
    if network.kind == "sequential":
        shape = inputs[0] if inputs else None
        for layer in network.stack:
            before, after = step(record, layer, shape)
            yield Use(layer, ()), [before], (after,)
            shape = after
        return
    entries = {id(tensor.use): shape for tensor, shape in zip(network.inputs, inputs)}
    found: dict[int, tuple[Shape | None, ...]] = {}
    for use in in_order([tensor.use for tensor in network.outputs if tensor.use is not None], entries):
        if id(use) in entries:
            found[id(use)] = (entries[id(use)],)
            continue
        before_all = [_of_tensor(tensor, found) for tensor in use.entering]
        found[id(use)] = shapes_of(record, use.layer, before_all)
        yield use, before_all, found[id(use)]


def _of_tensor(tensor: Tensor, found: Mapping[int, tuple[Shape | None, ...]]) -> Shape | None:
    shapes = found.get(id(tensor.use), ())
    return shapes[tensor.index] if tensor.index < len(shapes) else None


def _leaving(
    network: Network, inputs: Sequence[Shape | None], steps: Sequence[Passed]
) -> tuple[Shape | None, ...]:
    if network.kind == "sequential":
        return steps[-1][2] if steps else tuple(inputs[:1])
    found = {id(use): after for use, _, after in steps}
    found.update({id(tensor.use): (shape,) for tensor, shape in zip(network.inputs, inputs)})
    return tuple(_of_tensor(tensor, found) for tensor in network.outputs)


def network_parameters(record: Record, network: Network, inputs: Sequence[Shape | None]) -> int | None:
    """The number of weights of a model, each layer once; None where one of them is not known."""
    if not network.complete:
        return None
    if network.kind == "subclassed":
        return _held(record, network)
    own = (
        [network.input_shape] if network.kind == "sequential" else [tensor.shape for tensor in network.inputs]
    )
    given = own if any(shape is not None for shape in own) else inputs
    key = network, tuple(given)
    if key not in record.parameters:
        record.parameters[key] = None  # for a model that contains itself
        counts: dict[Built | Network, int | None] = {}
        for use, before, _ in passage(record, network, given):
            if use.layer not in counts:
                counts[use.layer] = _weights(record, use.layer, before)
        known = [count for count in counts.values() if count is not None]
        record.parameters[key] = sum(known) if len(known) == len(counts) else None
    return record.parameters[key]


def _held(record: Record, network: Network) -> int | None:
    """The weights of a class of the program: its own, and those of the layers that it applies."""
    if network.doubt or network.weights is None:
        return None
    counts: dict[Built | Network, int | None] = {}
    for use in network.uses:
        if use.layer not in counts:
            counts[use.layer] = _weights(record, use.layer, [tensor.shape for tensor in use.entering])
    known = [count for count in counts.values() if count is not None]
    return network.weights + sum(known) if len(known) == len(counts) else None


def _weights(record: Record, layer: Built | Network, inputs: Sequence[Shape | None]) -> int | None:
    if isinstance(layer, Network):
        return network_parameters(record, layer, inputs)
    return parameters_of(record, layer, inputs)


def step(record: Record, layer: Built | Network, shape: Shape | None) -> tuple[Shape | None, Shape | None]:
    """Input and output shape of a layer in a Sequential, given what comes from the one before."""
    if shape is None and isinstance(layer, Built):
        shape = first_shape(layer)
    found = shapes_of(record, layer, [shape])
    return shape, found[0] if found else None


def first_shape(layer: Built) -> Shape | None:
    """The input shape that the first layer of a Sequential states for itself, through its wrappers."""
    own = declared_shape(layer.given, layer.cls)
    if own is not None and not (layer.cls == "Embedding" and own == (None, None)):
        return own
    if isinstance(layer.wrapped, Built):
        inner = first_shape(layer.wrapped)
        if inner is not None and layer.cls == "TimeDistributed":
            return (inner[0], None, *inner[1:])
        return inner
    return own


def parameters_of(record: Record, layer: Built, inputs: Sequence[Shape | None]) -> int | None:
    """The number of weights, as `count_params()` gives it."""
    if layer.kind == "operation":
        return 0 if layer.first_use is not None and layer.first_use.certain else None
    if isinstance(layer.wrapped, Network) and layer.cls == "TimeDistributed":
        return network_parameters(record, layer.wrapped, [_step_of(layer, inputs)])
    if layer.network is not None:
        return network_parameters(record, layer.network, inputs)
    if layer.custom or isinstance(layer.wrapped, Network):
        return None
    spec = specification(record, layer)
    return count_parameters(spec.cls, spec.arguments, inputs)
