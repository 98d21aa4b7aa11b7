"""Classes of the program that derive from a model, a layer or a callback of Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import shape_value, tensors
from lstm_lint.reader.abstract.registry import Base, Call
from lstm_lint.reader.abstract.values import (
    MAX_LINE,
    Abstract,
    Args,
    Built,
    Class,
    Formula,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Network,
    Tensor,
    Variables,
)
from lstm_lint.reader.libraries.keras.configs import note_config
from lstm_lint.reader.libraries.keras.dropped_states import note_dropped
from lstm_lint.reader.libraries.keras.gradients import TRAINABLE
from lstm_lint.reader.libraries.keras.initializers import note_initializer, note_super
from lstm_lint.reader.libraries.keras.models import add_weight, apply, note_tape, shape_after
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.libraries.keras.no_value import without_value
from lstm_lint.reader.libraries.keras.objects import begin, bind, note_name, title, unname
from lstm_lint.reader.libraries.keras.open_weights import note_open_weights
from lstm_lint.reader.libraries.keras.own_callbacks import asked, leaves_logs, looks_on, narrow_hooks
from lstm_lint.reader.libraries.keras.shapes import dims
from lstm_lint.reader.libraries.keras.unset import note_unset
from lstm_lint.script import Known, Shape, Unknown


class KerasBase(Base):
    """What it means to derive from `keras.Model`, `keras.layers.Layer` or `keras.callbacks.Callback`."""

    def __init__(self, kind: Literal["model", "layer", "callback"]) -> None:
        self.kind = kind

    def begin(self, it: Interpreter, instance: Instance, args: Args, node: cst.CSTNode) -> Abstract | None:
        cls = instance.cls
        if it.target.at_least(3) and (base := _only_base(cls)):
            note_super(it, cls, base)
        if self.kind in ("model", "layer"):
            note_initializer(it, cls, _is_direct(cls))
            note_config(it, cls)
            nested = self.kind == "layer"
            network = Network("subclassed", cls.node, it.control.depth, cls.name, nested=nested)
            network.gives_nothing = _silent(cls)
            begin(it, network)
            instance.network = network
            _wrap(instance, args)
        if self.kind in ("layer", "callback") and isinstance(node, cst.Call):
            kind = "layers" if self.kind == "layer" else "callbacks"
            layer = Built(kind, cls.name, node, {}, custom=True, formula=_formula(it, instance))
            layer.network = instance.network
            layer.gives_nothing = _silent(cls) if self.kind == "layer" else None
            if self.kind == "callback":
                layer.looks_on, layer.leaves_logs = looks_on(cls), leaves_logs(cls)
                layer.asks = tuple(asked(cls))
                layer.hooks = tuple(narrow_hooks(cls))
            layer.title = title(it, layer, args.keywords.get("name"))
            instance.layer = layer
        return instance.layer if self.kind == "callback" else None

    def finish(self, it: Interpreter, instance: Instance) -> None:
        if instance.network is not None:
            if not _is_plain(instance.cls):
                instance.network.question("what its base class does is not known")
            _call_symbolically(it, instance)
        if instance.layer is not None:
            instance.layer.keeps_mask = _keeps_mask(instance)
            turns = "go_backwards" in instance.names or instance.cls.find("go_backwards") is not None
            if _is_plain(instance.cls) and not turns:
                instance.layer.one_way = instance.cls.name

    def call(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        layer = instance.layer or instance.network
        if layer is None:
            return None
        if instance.network is not None and not _trains_by_default(instance):
            note_tape(it, call.node, instance.network, call.args)
        if self.kind == "layer" and instance.cls.find("call") is None and instance.cls.find("__call__"):
            return None  # it runs in place of that of Keras, as any function
        _note_missing(it, call, instance)
        note_unset(it, instance)
        note_open_weights(it, call, instance)
        if call.args.positional:
            _call_with(it, instance, list(tensors(call.args.positional[0].value)))
        return apply(it, call.node, layer, call.args)

    def method(self, it: Interpreter, call: Call, instance: Instance) -> Abstract | None:
        network = instance.network
        if network is None:
            return None
        if call.name in ("add_weight", "add_variable"):
            it.record.call("Layer.add_weight", call.node, bind(None, call.args), call.args.complete)
            note_name(it, call, call.args)
            return add_weight(it, network, call.args)
        if call.name == "build" and (shape := call.args.at(0, "input_shape")) is not None:
            _call_with(it, instance, [Tensor(dims(shape))])
        if call.name in ("fit", "evaluate", "predict"):
            note_unset(it, instance)
        return it.call(Method(network, call.name), call.args, call.node)

    def attribute(self, it: Interpreter, instance: Instance, name: str) -> Abstract | None:
        if instance.network is not None and name in TRAINABLE:
            instance.network.teaches = True
            return Variables("known only at run time", instance.network)
        return Method(instance, name) if instance.network is not None else None


def _wrap(instance: Instance, args: Args) -> None:
    """A wrapper of the program keeps the layer that it is made of: the base class sets `self.layer`."""
    function = instance.cls.find("__init__")
    params = function.node.params.params[1:2] if isinstance(function, Function) else ()
    names = [one.name.value for one in params] if function is not None else ["layer"]
    wrapped = args.at(0, "layer")
    if _root(instance.cls) == "keras.layers.Wrapper" and names == ["layer"] and isinstance(wrapped, Built):
        instance.names["layer"] = wrapped


def _silent(cls: Class) -> cst.FunctionDef | None:
    """The `call` of a class, where that has no `return`; not of one that says itself what calling it does."""
    return without_value(cls.find("call")) if cls.find("__call__") is None else None


def _note_missing(it: Interpreter, call: Call, instance: Instance) -> None:
    """Write down a call that leaves out what the `call` of the class needs: Keras binds the arguments to it."""
    function = instance.cls.find("call")
    if not isinstance(function, Function) or function.kind != "plain" or not isinstance(call.node, cst.Call):
        return
    node, args = function.node, call.args
    plain = isinstance(node, cst.FunctionDef) and not node.decorators and _is_plain(instance.cls)
    if not plain or not args.complete or it.control.guards or node.params.posonly_params:
        return
    params = node.params.params[1:]
    given = {one.name.value for one in params[: len(args.positional)]} | set(args.keywords)
    needed = [one.name.value for one in (*params, *node.params.kwonly_params) if one.default is None]
    missing = [name for name in needed if name not in given and name not in ("training", "mask")]
    if missing and len(args.positional) <= len(params):
        it.record.refuse(call.node, "layer-call", instance.cls.name, missing[0])


def find_base(path: str) -> Base | None:
    """The base that a class of Keras is, by canonical path."""
    if path in ("keras.Model", "keras.Sequential"):
        return _MODEL
    if path.startswith("keras.layers."):
        return _LAYER
    return _CALLBACK if path.startswith("keras.callbacks.") else None


_MODEL, _LAYER, _CALLBACK = KerasBase("model"), KerasBase("layer"), KerasBase("callback")


def _is_direct(cls: Class) -> bool:
    """Whether it derives from `keras.Model` or `keras.layers.Layer` itself, and from nothing else."""
    roots = [canonical(base.path) if isinstance(base, Module) else "" for base in cls.bases]
    return roots in (["keras.Model"], ["keras.layers.Layer"])


def _only_base(cls: Class) -> str:
    """`Layer`, `Model` or `Callback`, where a class derives from that alone."""
    roots = [canonical(base.path) if isinstance(base, Module) else "" for base in cls.bases]
    known = ("keras.Model", "keras.layers.Layer", "keras.callbacks.Callback")
    return roots[0].rpartition(".")[2] if len(roots) == 1 and roots[0] in known else ""


def _trains_by_default(instance: Instance) -> bool:
    """Whether `call` has a default for `training` that is not None or False."""
    function = instance.cls.find("call")
    params = function.node.params if isinstance(function, Function) else None
    for parameter in (*params.params, *params.kwonly_params) if params is not None else ():
        if parameter.name.value == "training":
            default = parameter.default
            return isinstance(default, cst.BaseExpression) and not (
                isinstance(default, cst.Name) and default.value in ("None", "False")
            )
    return False


def _is_plain(cls: Class) -> bool:
    """Whether it adds to `keras.Model` or `keras.layers.Layer` and to nothing else, and says what `call` does."""
    bases = [_root(base) for base in cls.bases]
    return bases in (["keras.Model"], ["keras.layers.Layer"]) and isinstance(cls.find("call"), Function)


def _root(base: Abstract) -> str:
    for _ in range(MAX_LINE):
        if isinstance(base, Class) and len(base.bases) == 1:
            base = base.bases[0]
    return canonical(base.path) if isinstance(base, Module) else ""


def _formula(it: Interpreter, instance: Instance) -> Formula:
    """The shape that `call` of a layer of the program makes."""

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        function = instance.cls.find("call")
        if not isinstance(function, Function):
            return None
        return shape_after(it, function, [Tensor(shape) for shape in shapes], instance)

    return formula


def _call_with(it: Interpreter, instance: Instance, inputs: Sequence[Tensor]) -> None:
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
    for use in network.uses:
        it.record.uses.pop(use, None)
    network.uses.clear()
    _call_symbolically(it, instance)


_OWN_STEP = ("train_step", "test_step", "compute_loss", "compute_metrics", "compile", "fit")


def _call_symbolically(it: Interpreter, instance: Instance) -> None:
    """Read `build` and `call` of a subclassed model or layer, with inputs of unknown shape until it is applied."""
    network = instance.network
    assert network is not None
    inputs = network.inputs or (Tensor(given=True),)
    network.own_step = any(instance.cls.find(name) is not None for name in _OWN_STEP)
    _start_anew(it, network)
    for name in ("build", "call"):
        function = instance.cls.find(name)
        if not isinstance(function, Function) or isinstance(function.node, cst.Lambda):
            continue
        if name == "call" and isinstance(function.node, cst.FunctionDef):
            note_dropped(it, instance, function.node)
        given: list[Abstract] = [*inputs] if name == "call" else [shape_value(each.shape) for each in inputs]
        first = given[0] if len(given) == 1 else Items(given)
        params = function.node.params
        taken = {one.name.value for one in (*params.posonly_params, *params.params, *params.kwonly_params)}
        keywords: dict[str, Given] = {
            name: Given(Unknown("Keras sets it")) for name in ("training", "mask") if name in taken
        }
        args = Args([Given(instance), Given(first)], keywords)
        it.control.owners.append(network)
        depth, network.depth = network.depth, it.control.depth
        calling, it.control.calling = it.control.calling, ("call" if name == "call" else "", it.control.depth)
        try:
            value = it.call(function, args, function.node)
        finally:
            it.control.owners.pop()
            it.control.calling = calling
            network.depth = depth
        if name == "call":
            outputs = _outputs(value)
            network.outputs = outputs or network.outputs
            if not outputs:
                network.question("what its `call` returns is not known")


def _start_anew(it: Interpreter, network: Network) -> None:
    """Forget what an earlier reading of `build` and `call` made."""
    if network.made_by_init is None:
        network.made_by_init = len(network.members), network.weights, network.doubt
        return
    count, network.weights, network.doubt = network.made_by_init
    for member in reversed(network.members[count:]):
        if isinstance(member, Built) and member in it.record.built:
            del it.record.built[member]
            unname(it, member)
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
