"""What `get_config` of a layer class says, held against what its `__init__` takes: Keras makes a loaded layer of both.

`Operation.from_config` of Keras 3 and `Layer.from_config` of Keras 2 call `cls(**config)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass, field
from lstm_lint.keras_api.signatures import signature
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Class, Function, Module
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import parts

_OF_LAYERS = ("name", "trainable", "dtype")  # what `Layer.get_config` says
_TAKEN_BY_LAYERS = frozenset({*_OF_LAYERS, "activity_regularizer", "autocast", "dynamic"})
# Where one of these stands in `get_config`, its keys are not what its text says.
_CHANGES = frozenset({"pop", "popitem", "clear", "setdefault", "serialize_keras_object"})


def _said_by(it: Interpreter, path: str) -> tuple[str, ...]:
    """What `get_config` of a layer class of Keras says, in order; empty for other classes."""
    kind, _, name = path.rpartition(".")
    if kind != "keras.layers":
        return ()
    if name == "Layer":
        return _OF_LAYERS
    api = signature("layers", name, it.target)
    return (*_OF_LAYERS, *(one.name for one in api.parameters)) if api is not None else ()


@dataclass(eq=False, slots=True)
class _Config:
    """What the text of a `get_config` puts into its dict."""

    keys: dict[str, cst.CSTNode] = field(default_factory=dict)
    of_base: bool = False
    certain: bool = True


def note_config(it: Interpreter, cls: Class) -> None:
    """Write down what a layer class cannot be loaded with."""
    if cls.node in it.record.configs:
        return
    it.record.configs.add(cls.node)
    initializer, getter = cls.names.get("__init__"), cls.names.get("get_config")
    base = cls.bases[0] if len(cls.bases) == 1 else None
    said_by_base = _said_by(it, canonical(base.path)) if isinstance(base, Module) else ()
    if not said_by_base or "from_config" in cls.names or it.control.guards:
        return
    if isinstance(initializer, Function) and getter is None and said_by_base == _OF_LAYERS:
        _note_without_config(it, cls, initializer)
    if not isinstance(initializer, Function) or not isinstance(getter, Function):
        return
    node, said = initializer.node, getter.node
    if not isinstance(node, cst.FunctionDef) or not isinstance(said, cst.FunctionDef):
        return
    if node.decorators or said.decorators or node.params.star_arg is not None:
        return
    config = _read(it, said)
    taken = [one.name.value for one in (*node.params.posonly_params, *node.params.params)[1:]]
    taken += [one.name.value for one in node.params.kwonly_params]
    if not config.certain or not config.keys and not config.of_base:
        return
    text = it.text(node.body)
    rest = node.params.star_kwarg.name.value if node.params.star_kwarg is not None else ""
    for key, at in config.keys.items():
        handed = key in said_by_base or key in _TAKEN_BY_LAYERS or key in text or f"**{rest}" not in text
        if key in taken or (rest and handed):
            continue
        it.record.refuse(at, "config-key", key, cls.name)
        return
    missing = [name for name in said_by_base if name not in taken and name not in config.keys]
    if config.of_base and not rest and missing:
        it.record.refuse(node.name, "config-base", missing[0], cls.name)
        return
    needed = (*node.params.posonly_params, *node.params.params)[1:]
    for one in (*needed, *node.params.kwonly_params):
        name = one.name.value
        if one.default is None and name not in config.keys and not (config.of_base and name in said_by_base):
            it.record.refuse(said.name, "config-misses", name, cls.name)
            return


def _note_without_config(it: Interpreter, cls: Class, initializer: Function) -> None:
    """A class without `get_config`: Keras 3 saves what `__init__` was given, and the name, as of every layer."""
    node = initializer.node
    if not isinstance(node, cst.FunctionDef) or node.decorators or not it.target.at_least(3):
        return
    params = node.params
    if params.star_arg is not None or params.star_kwarg is not None:
        return
    taken = {one.name.value for one in (*params.posonly_params, *params.params, *params.kwonly_params)}
    missing = [name for name in _OF_LAYERS if name not in taken]
    if missing:
        it.record.refuse(node.name, "config-none", missing[0], cls.name)


def _read(it: Interpreter, getter: cst.FunctionDef) -> _Config:
    """The constant keys of all dicts that are no values of others. One that is not constant: nothing is certain."""
    found = _Config()
    waiting: list[cst.CSTNode] = [getter.body]
    returns = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Return):
            returns += 1
        if isinstance(node, cst.Dict):
            for element in node.elements:
                if isinstance(element, cst.DictElement):
                    _add(found, element.key)  # what a name stands for is not known
                    found.certain = found.certain and not isinstance(element.key, cst.Name)
                else:
                    waiting.append(element.value)
            continue
        if isinstance(node, cst.Call):
            waiting.extend(_of_call(it, found, node))
            continue
        if isinstance(node, cst.Assign):
            for target in node.targets:
                if isinstance(target.target, cst.Subscript):
                    for index in target.target.slice:
                        key = index.slice.value if isinstance(index.slice, cst.Index) else None
                        _add(found, key)
                        found.certain = found.certain and not isinstance(key, cst.Name)
                else:
                    found.certain = found.certain and isinstance(target.target, cst.Name)
            waiting.append(node.value)
            continue
        if isinstance(node, (cst.DictComp, cst.For, cst.While, cst.Del, cst.If, cst.Lambda)):
            found.certain = False
        waiting.extend(parts(node))
    found.certain = found.certain and returns == 1
    return found


def _of_call(it: Interpreter, found: _Config, call: cst.Call) -> Iterator[cst.CSTNode]:
    """`config.update(...)`, `dict(...)`, `super().get_config()`; what other calls give is a value and adds no key."""
    name = it.text(call.func)
    last = name.rpartition(".")[2]
    if last == "get_config":
        of_super = name.startswith(("super(", "Layer.")) or ".Layer." in name
        found.of_base = found.of_base or of_super
        found.certain = found.certain and of_super
    elif last in ("update", "dict"):
        for argument in call.args:
            if argument.keyword is not None:
                _add(found, argument.keyword)
            else:
                yield argument.value
    elif last == "list" or last == "items":
        yield from (argument.value for argument in call.args)
        if isinstance(call.func, cst.Attribute):
            yield call.func.value
    elif last in _CHANGES:
        found.certain = False


def _add(found: _Config, key: cst.CSTNode | None) -> None:
    if isinstance(key, cst.SimpleString) and isinstance(key.evaluated_value, str):
        found.keys.setdefault(key.evaluated_value, key)
    elif isinstance(key, cst.Name):
        found.keys.setdefault(key.value, key)
    else:
        found.certain = False
