"""Functions and classes of the program, read at their call sites."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Generator
from lstm_lint.reader.abstract.branches import Names
from lstm_lint.reader.abstract.control import Frame
from lstm_lint.reader.abstract.join import join
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    MAX_LINE,
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    Scope,
    Table,
)
from lstm_lint.reader.interpreter.building import builds, gives_value
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known, Unknown

_MAX_NESTED = 12  # functions calling functions
_DEEP = 2  # functions around a call, from where on they are counted
_MAX_DEEP = 1_000  # calls that deep on one path: where each function calls another twice, they are many soon


def call_function(machine: Machine, function: Function, args: Args) -> Abstract:
    """Read the body with the arguments of this call; the value is what it returns on every path."""
    control = machine.control
    nested = [frame.function.node for frame in control.frames if frame.function is not None]
    if function.node in nested or len(nested) >= _MAX_NESTED:
        for value in args.values():
            if isinstance(value, Network) and value.kind == "sequential":
                value.spoil("it is passed to a recursive call")
        return Unknown("a recursive call")
    if len(nested) >= _DEEP:
        machine.deep += 1
        if machine.deep > _MAX_DEEP:
            if machine.deep == _MAX_DEEP + 1:
                machine.record.note(
                    function.node, f"`{function.name}`", "functions call each other too often"
                )
            return _not_followed(machine, function, args)
    machine.called.add(function.node)
    names = _bind(machine, function, args)
    return _run(machine, function, names)


def _not_followed(machine: Machine, function: Function, args: Args) -> Abstract:
    """A call that is one too many. What it is given may change in it, and so may all models."""
    if builds(function.node.body, machine):
        machine.record.doubt("a call that adds to it may not have been read")
    call = Call(function.node, args, "__call__", "", machine.place)  # type: ignore[arg-type]
    return machine.registry.common.unknown(machine, call)


def _run(machine: Machine, function: Function, names: dict[str, Abstract]) -> Abstract:
    control, frame = machine.control, Frame(function)
    if isinstance(function.node, cst.Lambda):
        control.frames.append(frame)
        try:
            with machine.within(Scope(Names(names), function.scope)):
                return machine.evaluate(function.node.body)
        finally:
            control.frames.pop()
    outer, depth, jumps, varying = control.scope, control.depth, control.jumps, control.varying
    control.scope, control.jumps, control.varying = Scope(Names(names), function.scope), [], []
    frame.around = control.loops
    control.frames.append(frame)
    control.bodies.append(function.node.body)
    try:
        signal = machine.block(function.node.body)
    finally:
        control.frames.pop()
        control.bodies.pop()
        control.scope, control.depth, control.jumps, control.varying = outer, depth, jumps, varying
    if frame.yields:
        made = machine.registry.common.generated(machine, frame.yields, function.node)
        ends = signal is None and not frame.goes_on
        endless = frame.endless
        return replace(made, ends=ends, endless=endless) if isinstance(made, (Data, Generator)) else made
    if signal is None:
        frame.returns.append(Known(None, "nothing" if _gives_nothing(machine, function) else "computed"))
    if not frame.returns:
        return Unknown("a function that does not return")
    value, *others = _given(frame)
    for other in others:
        value = join(value, other)
    return value


def _given(frame: Frame) -> list[Abstract]:
    """What a function returns, without the `None, None` of a handler where it returns arrays else."""
    given_up = set(map(id, frame.given_up))
    kept = [value for value in frame.returns if id(value) not in given_up] if given_up else []
    arrays = (
        isinstance(value, Items) and any(isinstance(one, Data) for one in value.items) for value in kept
    )
    return kept if any(arrays) else frame.returns


def _gives_nothing(machine: Machine, function: Function) -> bool:
    """Whether a function makes a model, or a part of one, and certainly returns nothing."""
    node = function.node
    if not isinstance(node, cst.FunctionDef) or node.decorators or node.asynchronous:
        return False
    return builds(node.body, machine) and not gives_value(node.body, machine)


def _bind(machine: Machine, function: Function, args: Args) -> dict[str, Abstract]:
    parameters = function.node.params
    names: dict[str, Abstract] = {}
    ordered = [*parameters.posonly_params, *parameters.params]
    for parameter, given in zip(ordered, args.positional):
        names[parameter.name.value] = _passed(given.value)
    rest = args.positional[len(ordered) :]
    keywords = dict(args.keywords)
    complete = args.complete and not function.given_more
    for parameter in (*ordered, *parameters.kwonly_params):
        name = parameter.name.value
        if name in keywords:
            names[name] = _passed(keywords.pop(name).value)
        elif name not in names:
            names[name] = _default(machine, function, parameter, complete)
    if isinstance(parameters.star_arg, cst.Param):
        items = [given.value for given in rest]
        names[parameters.star_arg.name.value] = Items(items, False, not complete, machine.control.depth)
    if parameters.star_kwarg is not None:
        entries: dict[object, Abstract] = {name: given.value for name, given in keywords.items()}
        names[parameters.star_kwarg.name.value] = Table(entries, not complete, machine.control.depth)
    return names


def _passed(value: Abstract) -> Abstract:
    if isinstance(value, Linear):
        return replace(value, passed=True)
    return Known(value.value, "call-site") if isinstance(value, Known) else value


def _default(machine: Machine, function: Function, parameter: cst.Param, complete: bool) -> Abstract:
    taken = machine.registry.common.parameter(machine, function, parameter)
    if taken is not None:
        return taken
    if parameter.default is None or not complete:
        return Unknown(f"parameter `{parameter.name.value}` is not known here")
    value = function.defaults.get(parameter.name.value) or machine.evaluate(parameter.default)
    return Known(value.value, "parameter-default") if isinstance(value, Known) else value


_CONSTANTS = (cst.Integer, cst.Float, cst.SimpleString)


def define(machine: Machine, node: cst.FunctionDef | cst.Lambda, name: str, kind: str = "plain") -> Function:
    """A function. The defaults of its parameters are evaluated here, once for all calls."""
    parameters = node.params
    several = (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)
    defaults = {
        parameter.name.value: machine.evaluate(parameter.default)
        for parameter in several
        if parameter.default is not None and not isinstance(parameter.default, _CONSTANTS)
    }
    given_more = isinstance(node, cst.FunctionDef) and any(
        _may_give_arguments(machine, one.decorator) for one in node.decorators
    )
    scope = machine.control.scope
    machine.enclosing[id(scope)] = scope
    return Function(node, scope, name, kind=kind, defaults=defaults, given_more=given_more)


# Their decorators pass on what a call gives, and no more.
_PASS_ON = frozenset(
    {"abc", "atexit", "builtins", "contextlib", "dataclasses", "enum", "functools", "jax", "keras", "numba",
     "overrides", "pytest", "streamlit", "tensorflow", "tf_keras", "torch", "typing", "typing_extensions"}
)  # fmt: skip


def _may_give_arguments(machine: Machine, decorator: cst.BaseExpression) -> bool:
    """Whether a decorator of a library may call the function with more than is written, as those of gin and slim do."""
    root: cst.BaseExpression = decorator
    while isinstance(root, (cst.Call, cst.Attribute)):
        root = root.func if isinstance(root, cst.Call) else root.value
    found = machine.lookup(root.value) if isinstance(root, cst.Name) else None
    if not isinstance(found, Module) or found.path.partition(".")[0] in _PASS_ON:
        return False
    return isinstance(machine.resolve(found), Module)  # else it is of the project


def instantiate(machine: Machine, cls: Class, args: Args, node: cst.CSTNode) -> Abstract:
    """`Trainer(64)`: run `__init__` on a new object; a base class of a library has its say before and after."""
    instance, made = Instance(cls, depth=machine.control.depth), len(machine.record.networks)
    machine.instances.setdefault(cls, instance)
    base = machine.base(cls)
    if base is not None:
        value = base.begin(machine, instance, args, node)
        if value is not None:
            return value
    _initialize(machine, instance, args)
    if base is not None:
        base.finish(machine, instance)
    machine.record.turns.initialized(machine.record.networks[made:])
    return instance


def _initialize(machine: Machine, instance: Instance, args: Args) -> None:
    initializer = instance.cls.find("__init__")
    if not isinstance(initializer, Function):
        named = (*zip(_fields(instance.cls, set()), args.positional), *args.keywords.items())  # a dataclass
        for name, given in named:
            instance.names[name] = _passed(given.value)
        return
    args.positional.insert(0, Given(instance))
    owners = machine.control.owners
    if instance.network is not None:  # what is made belongs to it
        owners.append(instance.network)
    try:
        call_function(machine, initializer, args)
    finally:
        if instance.network is not None:
            owners.pop()


def _fields(cls: Class, seen: set[Class]) -> list[str]:
    """The annotated names of a class body, those of its bases first: the parameters of a dataclass or NamedTuple."""
    seen.add(cls)
    bases = [base for base in cls.bases if isinstance(base, Class)]
    found = [
        name for base in bases if base not in seen and len(seen) < MAX_LINE for name in _fields(base, seen)
    ]
    for part in syntax.statements(cls.node.body):
        if isinstance(part, cst.AnnAssign) and isinstance(part.target, cst.Name):
            found.append(part.target.value)
    return list(dict.fromkeys(found))
