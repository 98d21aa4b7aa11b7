"""Functions and classes of the program: read at their call sites, or on their own where nothing calls them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader.values import (
    Abstract,
    Built,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Network,
    Scope,
    Table,
    Tensor,
    join,
)
from lstm_lint.script import Known, Unknown

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
    try:
        walk.block(function.node.body)
    finally:
        walk.frames.pop()
        walk.scope = outer
    if frame.is_generator:
        return Unknown("a generator")
    if not frame.returns:
        return Known(None)
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
    return Known(value.value, "call-site") if isinstance(value, Known) else value


def _default(walk: Walk, function: Function, parameter: cst.Param, complete: bool) -> Abstract:
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
    instance = Instance(cls, depth=walk.depth)
    walk.instances.setdefault(cls, instance)
    if cls.keras in ("model", "layer"):
        network = Network("subclassed", cls.node, walk.depth, cls.name, nested=cls.keras == "layer")
        walk.networks.append(network)
        instance.network = network
    if cls.keras in ("layer", "callback") and isinstance(node, cst.Call):
        kind = "layers" if cls.keras == "layer" else "callbacks"
        instance.layer = Built(kind, cls.name, node, {}, custom=True)
    if instance.layer is not None and cls.keras == "callback":
        return instance.layer
    _initialise(walk, instance, args, node)
    if instance.network is not None:
        _call_symbolically(walk, instance)
    return instance


def _initialise(walk: Walk, instance: Instance, args: Args, node: cst.CSTNode) -> None:
    initializer = instance.cls.find("__init__")
    if isinstance(initializer, Function):
        args.positional.insert(0, Given(instance))
        _owned(walk, instance, initializer, args, node)
    else:
        for name, given in args.keywords.items():  # a dataclass
            instance.names[name] = _passed(given.value)


def _owned(walk: Walk, instance: Instance, function: Function, args: Args, node: cst.CSTNode) -> Abstract:
    """Run a method; the layers it creates belong to the instance's model."""
    if instance.network is None:
        return call_function(walk, function, args, node)
    walk.owners.append(instance.network)
    try:
        return call_function(walk, function, args, node)
    finally:
        walk.owners.pop()


def _call_symbolically(walk: Walk, instance: Instance) -> None:
    """Read `build` and `call` of a subclassed model or layer with inputs of unknown shape."""
    from lstm_lint.reader.calls import Args

    network = instance.network
    assert network is not None
    for name in ("build", "call"):
        function = instance.cls.find(name)
        if not isinstance(function, Function) or isinstance(function.node, cst.Lambda):
            continue
        first: Abstract = Tensor() if name == "call" else Unknown("the input shape")
        names = _bind(walk, function, Args([Given(instance), Given(first)]))
        walk.called.add(function.node)
        walk.owners.append(network)
        try:
            value = _run(walk, function, names)
        finally:
            walk.owners.pop()
        if name == "call" and isinstance(value, Tensor):
            network.outputs = (value,)


def run_uncalled(walk: Walk) -> None:
    """Read functions and methods that nothing called, the ones that no other function names first.

    Parameters have their defaults; without one they are unknown.
    """
    waiting = [(function, cls) for function, cls in walk.functions if function.node not in walk.called]
    mentions = Counter(re.findall(r"(\w+)\s*\(", walk.text)) if waiting else Counter()
    waiting.sort(key=lambda item: mentions[item[0].name] > 1)
    for function, cls in waiting:
        if function.node not in walk.called:
            _run_alone(walk, function, cls)


def _run_alone(walk: Walk, function: Function, cls: Class | None) -> None:
    from lstm_lint.reader.calls import Args

    args = Args()
    if cls is not None and function.kind != "static":
        if cls not in walk.instances:
            instantiate(walk, cls, Args(), cls.node)
            if function.node in walk.called:
                return
        args.positional.append(Given(cls if function.kind == "class" else walk.instances[cls]))
    call_function(walk, function, args, function.node)
