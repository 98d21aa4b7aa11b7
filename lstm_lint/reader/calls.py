"""Calls and stores: what calling, setting and unpacking do to the values of the walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.ir.records import dataclass, field
from lstm_lint.keras_api.packages import package
from lstm_lint.reader import (
    command_line,
    data_methods,
    frames,
    keras_objects,
    library,
    networks,
    siblings,
    texts,
    tools,
)
from lstm_lint.reader.contents import constant, integer, join, tensors
from lstm_lint.reader.data import as_data
from lstm_lint.reader.functions import call_with, instantiate
from lstm_lint.reader.graph import Built, Network, Tensor, Use
from lstm_lint.reader.names import canonical, is_keras
from lstm_lint.reader.shapes import dims
from lstm_lint.reader.values import (
    MAX_ITEMS,
    Abstract,
    Class,
    Data,
    Formula,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Partial,
    Table,
    Tool,
    WordIndex,
)
from lstm_lint.script import Ending, Known, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk


_VISIBLE = Known("CUDA_VISIBLE_DEVICES")


@dataclass(slots=True)
class Args:
    """The arguments of a call. `complete`: no `*args` or `**kwargs` was left unread."""

    positional: list[Given] = field(default_factory=list)
    keywords: dict[str, Given] = field(default_factory=dict)
    complete: bool = True

    def at(self, position: int | None, name: str) -> Abstract | None:
        """The argument of that name or position, or None where it is not given."""
        if name in self.keywords:
            return self.keywords[name].value
        if position is not None and position < len(self.positional):
            return self.positional[position].value
        return None

    def values(self) -> list[Abstract]:
        return [given.value for given in (*self.positional, *self.keywords.values())]


def arguments(walk: Walk, nodes: Sequence[cst.Arg]) -> Args:
    """Evaluate the arguments of a call, `*` and `**` unpacked where they are known."""
    args = Args()
    for arg in nodes:
        value = walk.evaluate(arg.value)
        if arg.star == "*":
            if isinstance(value, Items) and not value.open and not value.spoiled:
                args.positional.extend(Given(item) for item in value.items)
            else:
                args.complete = False
            if len(args.positional) > MAX_ITEMS:
                del args.positional[MAX_ITEMS:]
                args.complete = False
        elif arg.star == "**":
            if isinstance(value, Table) and all(isinstance(key, str) for key in value.entries):
                args.keywords.update({str(key): Given(item) for key, item in value.entries.items()})
                args.complete = args.complete and not value.open
            else:
                args.complete = False
        elif arg.keyword is not None:
            args.keywords[arg.keyword.value] = Given(value, arg.value, arg)
        else:
            args.positional.append(Given(value, arg.value, arg))
    return args


def dispatch(walk: Walk, node: cst.Call, callee: Abstract, args: Args) -> Abstract:
    """The value of a call."""
    if isinstance(callee, Module):
        if is_keras(callee.path):
            walk.name(callee.path, "call", node.func, node)
        return _packaged(library.call(walk, node, canonical(callee.path), args), callee.path, node)
    if isinstance(callee, Function):
        return walk.run_function(callee, args, node)
    if isinstance(callee, Class):
        return instantiate(walk, callee, args, node)
    if isinstance(callee, Built) and (made := texts.vectorized(walk, node, callee, args)) is not None:
        return made
    if isinstance(callee, (Built, Network)):
        return networks.apply(walk, node, callee, args)
    if isinstance(callee, Instance):
        return _call_instance(walk, node, callee, args)
    if isinstance(callee, Method):
        return _call_method(walk, node, callee, args)
    if isinstance(callee, Partial):
        whole = Args([*callee.positional, *args.positional], {**callee.keywords, **args.keywords})
        whole.complete = callee.complete and args.complete
        return dispatch(walk, node, callee.callee, whole)
    _escape(args)
    found = [tensor for value in args.values() for tensor in tensors(value)]
    if found:
        return operation(walk, node, tuple(found), certain=False)
    return callee if type(callee) is Unknown else Unknown("the result of a call that is not followed")


def _packaged(result: Abstract, path: str, node: cst.Call) -> Abstract:
    """The result of a call of Keras, with the package that the class was imported from noted in it."""
    made = result.use.layer if isinstance(result, Tensor) and result.use is not None else result
    if isinstance(made, (Built, Network)) and made.node is node:
        made.package = package(path)
    return result


def _call_instance(walk: Walk, node: cst.Call, callee: Instance, args: Args) -> Abstract:
    if callee.network is not None or callee.layer is not None:
        if args.positional:
            call_with(walk, callee, list(tensors(args.positional[0].value)))
        layer = callee.layer or callee.network
        assert layer is not None
        return networks.apply(walk, node, layer, args)
    method = callee.cls.find("__call__")
    if isinstance(method, Function):
        args.positional.insert(0, Given(callee))
        return walk.run_function(method, args, node)
    return Unknown("a call of an object")


def _call_method(walk: Walk, node: cst.Call, method: Method, args: Args) -> Abstract:
    owner = method.owner
    if isinstance(owner, Instance):
        return _instance_method(walk, node, owner, method.name, args)
    if isinstance(owner, Network):
        return networks.method(walk, node, owner, method.name, args)
    if isinstance(owner, Built):
        return keras_objects.method(walk, node, owner, method.name, args)
    if isinstance(owner, Data):
        return data_methods.method(walk, node, owner, method.name, args)
    if isinstance(owner, Tool):
        return tools.method(walk, node, owner, method.name, args)
    if isinstance(owner, Items):
        return _list_method(walk, owner, method.name, args)
    if isinstance(owner, Table):
        return _dict_method(walk, owner, method.name, args)
    if isinstance(owner, Tensor):
        return operation(walk, node, (owner,))
    if isinstance(owner, Known) and isinstance(owner.value, str):
        return _string_method(owner.value, method.name, args)
    if isinstance(owner, Unknown) and method.name == "padded_batch":
        return data_methods.method(walk, node, Data((), None, False, kind="dataset"), method.name, args)
    return Unknown("a method that is not followed")


def _instance_method(walk: Walk, node: cst.Call, owner: Instance, name: str, args: Args) -> Abstract:
    if command_line.is_parser(owner):
        return command_line.method(walk, owner, name, args)
    function = owner.cls.find(name)
    if isinstance(function, Function):
        if function.kind != "static":
            args.positional.insert(0, Given(owner.cls if function.kind == "class" else owner))
        return walk.run_function(function, args, node)
    if owner.tool is not None:
        return tools.method(walk, node, owner.tool, name, args)
    if owner.network is not None:
        if name in ("add_weight", "add_variable"):
            return networks.add_weight(walk, owner.network, args)
        if name == "build" and (shape := args.at(0, "input_shape")) is not None:
            call_with(walk, owner, [Tensor(dims(shape))])
        return networks.method(walk, node, owner.network, name, args)
    return Unknown("a method that is not in this file")


def _list_method(walk: Walk, owner: Items, name: str, args: Args) -> Abstract:
    if name == "append" and args.positional:
        add_item(walk, owner, args.positional[0].value)
        return Known(None)
    if name == "extend" and args.positional:
        extend(walk, owner, args.positional[0].value)
        return Known(None)
    if name == "copy":
        return Items(list(owner.items), owner.mutable, owner.open, walk.depth, owner.spoiled)
    if name not in ("index", "count", "isdisjoint", "issubset", "issuperset"):
        last = (
            owner.items[-1]
            if name == "pop" and owner.items and not args.positional and not owner.open
            else None
        )
        if last is not None and owner.depth >= walk.depth:
            return owner.items.pop()
        owner.spoiled = True
        return Unknown("an element of a list that changes")
    return Unknown("a method of a list")


def add_item(walk: Walk, owner: Items, value: Abstract) -> None:
    """`list.append`: exact, or, on an undecided path or in a loop of unknown length, one more element of its kind."""
    if len(owner.items) >= MAX_ITEMS:
        owner.spoiled = True
    elif owner.depth >= walk.depth:
        owner.items.append(value)
    elif walk.endless:
        owner.items = [join(owner.items[0], value) if owner.items else value]
        owner.open = True
    else:
        owner.spoiled = True


def extend(walk: Walk, owner: Items, value: Abstract) -> None:
    """`list.extend` and `+=`."""
    if isinstance(value, Items) and not value.spoiled and not value.open:
        for item in value.items[: MAX_ITEMS + 1]:  # a copy: a list may be extended by itself
            add_item(walk, owner, item)
    else:
        owner.spoiled = True


def _dict_method(walk: Walk, owner: Table, name: str, args: Args) -> Abstract:
    if name == "get" and args.positional and isinstance(key := args.positional[0].value, Known):
        found = owner.entries.get(key.value) if isinstance(key.value, (str, int)) else None
        if found is not None:
            return found
        if not owner.open:
            return args.positional[1].value if len(args.positional) > 1 else Known(None)
    if name == "items" and not owner.open:
        return Items([Items([Known(key), value], False) for key, value in owner.entries.items()], False)
    if name == "values":
        return Items(list(owner.entries.values()), False, owner.open)
    if name == "keys" and not owner.open:
        return Items([Known(key) for key in owner.entries], False)
    if name == "copy":
        return Table(dict(owner.entries), owner.open, walk.depth)
    if name not in ("get", "items", "values", "keys"):
        value = args.positional[0].value if args.positional else None
        if name == "update" and isinstance(value, Table) and owner.depth >= walk.depth:
            owner.entries.update(value.entries)
            owner.open = owner.open or value.open
        else:
            owner.forget()
    return Unknown("a method of a dict")


def _string_method(text: str, name: str, args: Args) -> Abstract:
    if name in ("lower", "upper", "strip", "title", "capitalize") and not args.values():
        return Known(getattr(text, name)(), "computed")
    if name == "split":
        try:
            parts = text.split(*(constant(value) for value in args.values()))  # type: ignore[arg-type]
        except (LookupError, TypeError, ValueError):
            return Unknown("a split string")
        return Items([Known(part, "computed") for part in parts])
    if name == "format":
        return Ending("a formatted string", text.rpartition("}")[2])
    return Unknown("a method of a string")


def _escape(args: Args) -> None:
    """A half-built model handed to code that is not followed may change there."""
    for value in args.values():
        if isinstance(value, Network) and not value.compiles and value.kind == "sequential":
            value.spoil("it is passed to a function that is not in this file")
        elif isinstance(value, Items) and value.mutable:
            value.spoiled = True
        elif isinstance(value, (Table, Instance)):
            value.forget()


def operation(
    walk: Walk,
    node: cst.CSTNode,
    inputs: tuple[Tensor, ...],
    certain: bool = True,
    formula: Formula | None = None,
) -> Tensor:
    """Something done to tensors that is no layer; `formula` gives its shape. Not `certain`: it may hold layers."""
    pseudo = Built("operation", "Operation", node, {}, custom=True, formula=formula)  # type: ignore[arg-type]
    use = Use(pseudo, inputs, certain=certain)
    pseudo.first_use = use
    walk.use(use)
    return Tensor(formula([tensor.shape for tensor in inputs]) if formula is not None else None, use)


def set_attribute(walk: Walk, owner: Abstract, name: str, value: Abstract) -> None:
    """`owner.name = value`."""
    if isinstance(owner, Instance):
        changed = owner.depth < walk.depth and name in owner.names
        owner.names[name] = join(owner.names[name], value) if changed else value
    elif isinstance(owner, Class):
        walk.leak()
        owner.names[name] = value
    elif isinstance(owner, Module):
        siblings.assign(walk, owner, name, value)
    elif isinstance(owner, Built):
        walk.leak()
        owner.settings[name] = value
    elif isinstance(owner, Network) and name == "trainable":
        for member in owner.stack:
            if isinstance(member, Built):
                member.settings[name] = value
    elif isinstance(owner, Tool) and name == "word_index":
        owner.changed = True
    elif isinstance(owner, Data) and name == "shape":
        owner.certain = False


def set_item(walk: Walk, target: cst.Subscript, value: Abstract) -> None:
    """`owner[key] = value`."""
    owner = walk.evaluate(target.value)
    index = target.slice[0].slice if len(target.slice) == 1 else None
    key = walk.evaluate(index.value) if isinstance(index, cst.Index) else Unknown("a part")
    if isinstance(owner, Table):
        if isinstance(key, Known) and isinstance(key.value, (str, int)):
            changed = owner.depth < walk.depth and key.value in owner.entries
            owner.entries[key.value] = join(owner.entries[key.value], value) if changed else value
        else:
            owner.forget()
    elif isinstance(owner, Items):
        at = integer(key)
        if at is not None and owner.depth >= walk.depth and -len(owner.items) <= at < len(owner.items):
            owner.items[at] = value
        else:
            owner.spoiled = True
    elif isinstance(owner, Data):
        listed = as_data(walk, value, target) if isinstance(value, Items) else None
        frames.store(walk, target, owner, listed or value)
    elif (
        isinstance(owner, Module)
        and owner.path == "os.environ"
        and key == _VISIBLE
        and isinstance(value, Known)
    ):
        walk.uses_gpu = value.value not in ("-1", "")
    elif isinstance(owner, WordIndex):
        owner.tool.changed = True
    elif isinstance(owner, Module) and owner.path == "os.environ" and key == Known("KERAS_BACKEND"):
        walk.backend = str(value.value) if isinstance(value, Known) else "unknown"


def keras_base(bases: Sequence[Abstract]) -> str | None:
    """Whether a class of the program is a Keras model, layer or callback."""
    for base in bases:
        if isinstance(base, Class) and base.keras:
            return base.keras
        if isinstance(base, Module):
            path = canonical(base.path)
            if path in ("keras.Model", "keras.Sequential"):
                return "model"
            if path.startswith("keras.layers."):
                return "layer"
            if path.startswith("keras.callbacks."):
                return "callback"
    return None
