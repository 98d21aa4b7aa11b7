"""Functions and classes of the program, read at their call sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import batches, command_line, tools
from lstm_lint.reader.contents import join
from lstm_lint.reader.graph import Built, Network, Tensor
from lstm_lint.reader.names import canonical
from lstm_lint.reader.values import (
    Abstract,
    Class,
    Formula,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Module,
    Scope,
    Table,
)
from lstm_lint.script import Known, Shape, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_MAX_NESTED = 12  # functions calling functions


def call_function(walk: Walk, function: Function, args: Args, node: cst.CSTNode) -> Abstract:
    """Read the body with the arguments of this call; the value is what it returns on every path."""
    nested = [frame.function.node for frame in walk.frames if frame.function is not None]
    if function.node in nested or len(nested) >= _MAX_NESTED:
        return Unknown("a recursive call")
    walk.called.add(function.node)
    names = _bind(walk, function, args)
    return _run(walk, function, names)


def trial(
    walk: Walk, function: Function, tensors: Sequence[Tensor], owner: Instance | None = None
) -> Abstract:
    """What a function or method makes of tensors; the layers and operations that it applies are forgotten again."""
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Exhausted

    uses, walk.uses = walk.uses, []
    owners, walk.owners = walk.owners, []
    first: Abstract = tensors[0] if len(tensors) == 1 else Items(list(tensors))
    try:
        positional = [Given(first)] if owner is None else [Given(owner), Given(first)]
        return call_function(walk, function, Args(positional), function.node)
    except Exhausted:
        return Unknown("the rest of the file is larger than the reading's budget")
    finally:
        walk.uses, walk.owners = uses, owners


def _run(walk: Walk, function: Function, names: dict[str, Abstract]) -> Abstract:
    from lstm_lint.reader.walk import Frame

    outer = walk.scope
    walk.scope = Scope(names, function.scope)
    if isinstance(function.node, cst.Lambda):
        try:
            return walk.evaluate(function.node.body)
        finally:
            walk.scope = outer
    frame = Frame(function)
    walk.frames.append(frame)
    depth, jumps, walk.jumps = walk.depth, walk.jumps, []
    walk.bodies.append(function.node.body)
    varying, walk.varying = walk.varying, []
    try:
        signal = walk.block(function.node.body)
    finally:
        walk.frames.pop()
        walk.bodies.pop()
        walk.scope, walk.depth, walk.jumps, walk.varying = outer, depth, jumps, varying
    if frame.yields:
        return batches.generated(walk, frame.yields, function.node)
    if signal is None or not frame.returns:
        frame.returns.append(Known(None))
    value = frame.returns[0]
    for other in frame.returns[1:]:
        value = join(value, other)
    return value


def _bind(walk: Walk, function: Function, args: Args) -> dict[str, Abstract]:
    parameters = function.node.params
    names: dict[str, Abstract] = {}
    ordered = [*parameters.posonly_params, *parameters.params]
    for parameter, given in zip(ordered, args.positional):
        names[parameter.name.value] = _passed(given.value)
    rest = args.positional[len(ordered) :]
    keywords = dict(args.keywords)
    for parameter in (*ordered, *parameters.kwonly_params):
        name = parameter.name.value
        if name in keywords:
            names[name] = _passed(keywords.pop(name).value)
        elif name not in names:
            names[name] = _default(walk, function, parameter, args.complete)
    if isinstance(parameters.star_arg, cst.Param):
        items = [given.value for given in rest]
        names[parameters.star_arg.name.value] = Items(items, False, not args.complete, walk.depth)
    if parameters.star_kwarg is not None:
        entries: dict[object, Abstract] = {name: given.value for name, given in keywords.items()}
        names[parameters.star_kwarg.name.value] = Table(entries, not args.complete, walk.depth)
    return names


def _passed(value: Abstract) -> Abstract:
    if isinstance(value, Linear):
        return replace(value, passed=True)
    return Known(value.value, "call-site") if isinstance(value, Known) else value


def _default(walk: Walk, function: Function, parameter: cst.Param, complete: bool) -> Abstract:
    taken = command_line.parameter(walk, function, parameter)
    if taken is not None:
        return taken
    if parameter.default is None or not complete:
        return Unknown(f"parameter `{parameter.name.value}` is not known here")
    outer, walk.scope = walk.scope, function.scope
    try:
        value = walk.evaluate(parameter.default)
    finally:
        walk.scope = outer
    return Known(value.value, "parameter-default") if isinstance(value, Known) else value


def instantiate(walk: Walk, cls: Class, args: Args, node: cst.Call | cst.ClassDef) -> Abstract:
    """`Trainer(64)`: run `__init__` on a new object; a Keras subclass becomes a model or a layer as well."""
    from lstm_lint.reader.keras_objects import title

    instance = Instance(cls, depth=walk.depth)
    walk.instances.setdefault(cls, instance)
    if cls.keras in ("model", "layer"):
        network = Network("subclassed", cls.node, walk.depth, cls.name, nested=cls.keras == "layer")
        walk.begin(network)
        instance.network = network
    if cls.keras in ("layer", "callback") and isinstance(node, cst.Call):
        kind = "layers" if cls.keras == "layer" else "callbacks"
        instance.layer = Built(kind, cls.name, node, {}, custom=True, formula=_formula(walk, instance))
        instance.layer.network = instance.network
        instance.layer.title = title(walk, instance.layer, args.keywords.get("name"))
    if instance.layer is not None and cls.keras == "callback":
        return instance.layer
    instance.tool = tools.inherited(walk, cls, node, args)
    _initialise(walk, instance, args, node)
    if instance.network is not None:
        if not _is_plain(cls):
            instance.network.question("what its base class does is not known")
        _call_symbolically(walk, instance)
    if instance.layer is not None:
        instance.layer.keeps_mask = _keeps_mask(instance)
    return instance


def _initialise(walk: Walk, instance: Instance, args: Args, node: cst.CSTNode) -> None:
    initializer = instance.cls.find("__init__")
    if isinstance(initializer, Function):
        args.positional.insert(0, Given(instance))
        _owned(walk, instance, initializer, args, node)
    else:
        for name, given in (
            *zip(_fields(instance.cls), args.positional),
            *args.keywords.items(),
        ):  # a dataclass
            instance.names[name] = _passed(given.value)


def _is_plain(cls: Class) -> bool:
    """Whether it adds to `keras.Model` or `keras.layers.Layer` and to nothing else, and says what `call` does."""
    bases = [_root(base) for base in cls.bases]
    return bases in (["keras.Model"], ["keras.layers.Layer"]) and isinstance(cls.find("call"), Function)


def _root(base: Abstract) -> str:
    while isinstance(base, Class) and len(base.bases) == 1:
        base = base.bases[0]
    return canonical(base.path) if isinstance(base, Module) else ""


def _fields(cls: Class) -> list[str]:
    """The annotated names of a class body, those of its bases first: the parameters of a dataclass or NamedTuple."""
    found = [name for base in cls.bases if isinstance(base, Class) for name in _fields(base)]
    for statement in cls.node.body.body:
        for part in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(part, cst.AnnAssign) and isinstance(part.target, cst.Name):
                found.append(part.target.value)
    return list(dict.fromkeys(found))


def _owned(walk: Walk, instance: Instance, function: Function, args: Args, node: cst.CSTNode) -> Abstract:
    """Run a method; the layers it creates belong to the instance's model."""
    if instance.network is None:
        return call_function(walk, function, args, node)
    walk.owners.append(instance.network)
    try:
        return call_function(walk, function, args, node)
    finally:
        walk.owners.pop()


def _formula(walk: Walk, instance: Instance) -> Formula:
    """The shape that `call` of a layer of the program makes."""

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        function = instance.cls.find("call")
        if not isinstance(function, Function):
            return None
        value = trial(walk, function, [Tensor(shape) for shape in shapes], instance)
        return value.shape if isinstance(value, Tensor) else None

    return formula


def call_with(walk: Walk, instance: Instance, inputs: Sequence[Tensor]) -> None:
    """Read `call` of a subclassed model again when first its inputs have known shapes."""
    network = instance.network
    known = bool(inputs) and all(tensor.shape is not None for tensor in inputs)
    if network is None or network.kind != "subclassed" or not known:
        return
    if network.inputs and all(
        tensor.shape is not None and "?" not in tensor.shape for tensor in network.inputs
    ):
        return
    network.inputs = tuple(Tensor(tensor.shape, given=True) for tensor in inputs)
    first = {id(use) for use in network.uses}
    walk.uses = [use for use in walk.uses if id(use) not in first]
    network.uses.clear()
    _call_symbolically(walk, instance)


def _call_symbolically(walk: Walk, instance: Instance) -> None:
    """Read `build` and `call` of a subclassed model or layer, with inputs of unknown shape until it is applied."""
    from lstm_lint.reader.attributes import shape_value
    from lstm_lint.reader.calls import Args

    network = instance.network
    assert network is not None
    inputs = network.inputs or (Tensor(given=True),)
    _start_anew(walk, network)
    for name in ("build", "call"):
        function = instance.cls.find(name)
        if not isinstance(function, Function) or isinstance(function.node, cst.Lambda):
            continue
        given: list[Abstract] = [*inputs] if name == "call" else [shape_value(each.shape) for each in inputs]
        first = given[0] if len(given) == 1 else Items(given)
        names = _bind(walk, function, Args([Given(instance), Given(first)]))
        names.update({name: Unknown("Keras sets it") for name in ("training", "mask") if name in names})
        walk.called.add(function.node)
        walk.owners.append(network)
        depth, network.depth = network.depth, walk.depth
        try:
            value = _run(walk, function, names)
        finally:
            walk.owners.pop()
            network.depth = depth
        if name == "call":
            outputs = _outputs(value)
            network.outputs = outputs or network.outputs
            if not outputs:
                network.question("what its `call` returns is not known")


def _start_anew(walk: Walk, network: Network) -> None:
    """Forget what an earlier reading of `build` and `call` made."""
    from lstm_lint.reader.keras_objects import unname

    if network.made_by_init is None:
        network.made_by_init = len(network.members), network.weights, network.doubt
        return
    count, network.weights, network.doubt = network.made_by_init
    for member in reversed(network.members[count:]):
        if isinstance(member, Built):
            walk.built.remove(member)
            unname(walk, member)
    del network.members[count:]


def _outputs(value: Abstract) -> tuple[Tensor, ...]:
    """The tensors that a `call` returns: one, or a list of them."""
    items = value.items if isinstance(value, Items) and not value.open and not value.spoiled else [value]
    found = [item for item in items if isinstance(item, Tensor)]
    return tuple(found) if len(found) == len(items) else ()


def _keeps_mask(instance: Instance) -> bool | None:
    """Whether a layer class of the program supports masking; None where it holds layers that may do so for it."""
    cls = instance.cls
    supports = instance.names.get("supports_masking", cls.find("supports_masking"))
    call = cls.find("call")
    reads = isinstance(call, Function) and any(
        parameter.name.value == "mask" for parameter in call.node.params.params
    )
    if cls.find("compute_mask") is not None or reads or supports not in (None, Known(False)):
        return True
    only_layer = all(isinstance(base, Module) and base.path.endswith(".Layer") for base in cls.bases)
    inside = instance.network is not None and instance.network.members
    return None if inside or not only_layer or not isinstance(call, Function) else False
