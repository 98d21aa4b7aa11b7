"""Calls: what calling a function, a class or a method of the program or of a library gives."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import (
    MAX_ITEMS,
    Abstract,
    Args,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Network,
    Partial,
    Table,
    Transformer,
    kind,
)
from lstm_lint.reader.interpreter import containers
from lstm_lint.reader.interpreter.formats import note_formatted
from lstm_lint.reader.interpreter.functions import call_function, instantiate
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.interpreter.repeated import note_repeated
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Ending, Known, Unknown


def call(machine: Machine, node: cst.Call) -> Abstract:
    """A call as it is written."""
    callee = machine.evaluate(node.func)
    args = arguments(machine, node.args)
    if isinstance(node.func, cst.Attribute) and node.func.attr.value == "update":
        instance = _whose_attributes(machine, node.func.value)
        if instance is not None:
            _update(instance, args)
            return Known(None)
    if callee.__class__ is Unknown and isinstance(node.func, cst.Attribute):
        name = node.func.attr.value
        handler = machine.registry.method("unknown", name)
        found = handler(machine, Call(node, args, name, "", machine.place, callee)) if handler else None
        if found is not None:
            return found
    if isinstance(callee, Function):
        _note_misfit(machine, node, callee)
    return dispatch(machine, node, callee, args)


def _note_misfit(machine: Machine, node: cst.Call, function: Function) -> None:
    """Write down arguments that a function of the script does not take, where its name means nothing else."""
    definition, name = function.node, node.func
    if not isinstance(definition, cst.FunctionDef) or not isinstance(name, cst.Name):
        return
    plain = function.kind == "plain" and function.owner is None and function.scope is machine.main
    if not plain or definition.decorators or name.value != definition.name.value or machine.control.guards:
        return
    why = syntax.misfit(definition.params, node.args)
    if why and syntax.bindings(machine.module, name.value) == 1:
        machine.record.refuse(node, why[0], name.value, *why[1:])


def _whose_attributes(machine: Machine, node: cst.BaseExpression) -> Instance | None:
    """The object of the program behind `self.__dict__` and `vars(self)`."""
    of: cst.BaseExpression | None = None
    if isinstance(node, cst.Attribute) and node.attr.value == "__dict__":
        of = node.value
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "vars":
        of = node.args[0].value if node.args else None
    owner = machine.evaluate(of) if isinstance(of, cst.Name) else None
    return owner if isinstance(owner, Instance) else None


def _update(instance: Instance, args: Args) -> None:
    """Each entry becomes an attribute; what is not known may be any of them."""
    values = [given.value for given in args.positional]
    if not args.complete or not all(isinstance(value, Table) and not value.open for value in values):
        instance.forget()
    entries = [item for value in values if isinstance(value, Table) for item in value.entries.items()]
    for name, value in (*entries, *((name, given.value) for name, given in args.keywords.items())):
        instance.names[str(name)] = value


def arguments(machine: Machine, nodes: Sequence[cst.Arg]) -> Args:
    """Evaluate the arguments of a call, `*` and `**` unpacked where they are known."""
    args = Args([], {})
    for arg in nodes:
        value = machine.evaluate(arg.value)
        if not arg.star:
            if arg.keyword is None:
                args.positional.append(Given(value, arg.value, arg))
            else:
                args.keywords[arg.keyword.value] = Given(value, arg.value, arg)
        elif arg.star == "*":
            if isinstance(value, Items) and not value.open and not value.spoiled:
                args.positional.extend(Given(item) for item in value.items)
            else:
                args.complete, args.rest = False, value
            if len(args.positional) > MAX_ITEMS:
                del args.positional[MAX_ITEMS:]
                args.complete = False
        elif isinstance(value, Table) and all(isinstance(key, str) for key in value.entries):
            for key, item in value.entries.items():
                if key not in value.unsure:
                    args.keywords[str(key)] = Given(item, spread=arg)
            args.complete = args.complete and not value.open
        else:
            args.complete = False
    return args


def dispatch(machine: Machine, node: cst.CSTNode, callee: Abstract, args: Args) -> Abstract:
    """The value of a call."""
    if isinstance(callee, Module):
        return _call_library(machine, node, callee, args)
    if isinstance(callee, Function):
        return call_function(machine, callee, args)
    if isinstance(callee, Class):
        return instantiate(machine, callee, args, node)
    if isinstance(callee, Method):
        return _call_method(machine, node, callee, args)
    if isinstance(callee, Instance):
        return _call_instance(machine, node, callee, args)
    if isinstance(callee, Partial):
        whole = Args([*callee.positional, *args.positional], {**callee.keywords, **args.keywords})
        whole.complete = callee.complete and args.complete
        return dispatch(machine, node, callee.callee, whole)
    return _of_kind(machine, node, callee, "__call__", args)


def _call(machine: Machine, node: cst.CSTNode, name: str, args: Args, owner: Abstract | None) -> Call:
    return Call(node, args, name, "", machine.place, owner)  # type: ignore[arg-type]


def _call_library(machine: Machine, node: cst.CSTNode, callee: Module, args: Args) -> Abstract:
    registry = machine.registry
    if registry.common.notes(callee.path, "call") and isinstance(node, cst.Call):
        machine.mention(callee.path, "call", node.func, node)
    path = registry.common.canonical(callee.path)
    name = path.rpartition(".")[2]
    _hand_out(args, name)
    call = Call(node, args, name, callee.path, machine.place, None)  # type: ignore[arg-type]
    registry.common.calls(machine, call)
    handler = registry.function(path)
    found = handler(machine, call) if handler is not None else None
    return found if found is not None else registry.common.unlisted(machine, call)


def _of_kind(machine: Machine, node: cst.CSTNode, owner: Abstract, name: str, args: Args) -> Abstract:
    """A method that a library has for values of this kind."""
    call = Call(node, args, name, "", machine.place, owner)  # type: ignore[arg-type]
    if isinstance(owner, Data) and owner.text:
        handler = machine.registry.method("text", name)
        found = handler(machine, call) if handler is not None else None
        if found is not None:
            return found
    if owner.__class__ is Data:
        machine.registry.common.calls(machine, call)
    handler = machine.registry.method(kind(owner), name)
    found = handler(machine, call) if handler is not None else None
    if found is None:
        _hand_out(args, name)
    return found if found is not None else machine.registry.common.unknown(machine, call)


_ONLY_READ = frozenset({"dump", "dumps", "print", "isinstance", "type"})
_MOST_LOOKED_AT = 100


def _hand_out(args: Args, name: str) -> None:
    """A scaler that other code gets may be fitted there, a model trained: `make_pipeline(scaler, model)`."""
    if name in _ONLY_READ or not (args.positional or args.keywords):
        return
    waiting = [one.value for one in args.positional if one.value.__class__ in _MAY_HOLD]
    if args.keywords:
        waiting += [one.value for one in args.keywords.values() if one.value.__class__ in _MAY_HOLD]
    if not waiting:
        return
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, Transformer):
            value.settled = True
        elif isinstance(value, Network):
            value.asked = value.handed = True
        else:
            held = value.items if isinstance(value, Items) else ()
            held = list(value.entries.values()) if isinstance(value, Table) else held
            waiting.extend(one for one in held[:_MOST_LOOKED_AT] if one.__class__ in _MAY_HOLD)


_MAY_HOLD = frozenset({Transformer, Network, Items, Table})


def _call_instance(machine: Machine, node: cst.CSTNode, callee: Instance, args: Args) -> Abstract:
    base = machine.base(callee.cls)
    found = base.call(machine, _call(machine, node, "__call__", args, callee), callee) if base else None
    if found is not None:
        return found
    method = callee.cls.find("__call__")
    if isinstance(method, Function):
        args.positional.insert(0, Given(callee))
        return call_function(machine, method, args)
    return Unknown("a call of an object")


def _call_method(machine: Machine, node: cst.CSTNode, method: Method, args: Args) -> Abstract:
    owner = method.owner
    if isinstance(owner, Instance):
        return _instance_method(machine, node, owner, method.name, args)
    if isinstance(owner, Items):
        if method.name == "append" and args.positional and isinstance(node, cst.Call):
            note_repeated(machine, node, args.positional[0].value)
        return containers.list_method(machine, owner, method.name, args)
    if isinstance(owner, Table):
        return containers.dict_method(machine, node, owner, method.name, args)
    if isinstance(owner, Known) and isinstance(owner.value, str):
        if method.name == "format":
            note_formatted(machine, owner.value, args)
        return containers.string_method(owner.value, method.name, args)
    if isinstance(owner, Ending):
        return Ending("a changed string")
    return _of_kind(machine, node, owner, method.name, args)


def _instance_method(machine: Machine, node: cst.CSTNode, owner: Instance, name: str, args: Args) -> Abstract:
    function = owner.cls.find(name)
    if isinstance(function, Function):
        if function.kind != "static":
            args.positional.insert(0, Given(owner.cls if function.kind == "class" else owner))
        return call_function(machine, function, args)
    base = machine.base(owner.cls)
    found = base.method(machine, _call(machine, node, name, args, owner), owner) if base else None
    return found if found is not None else Unknown("a method that is not in this file")
