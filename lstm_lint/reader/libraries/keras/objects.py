"""Keras objects: a call of a Keras class becomes a `Built`, its arguments bound to the names of the signature."""

from __future__ import annotations

import re
from functools import lru_cache

from lstm_lint.keras_api.layers import LAYERS
from lstm_lint.keras_api.packages import package
from lstm_lint.keras_api.signatures import Signature, canonical, signature
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer, parts
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Args, Built, Given, Instance, Network, Tensor, Use
from lstm_lint.reader.libraries.keras.shapes import declared_shape
from lstm_lint.script import Known

_DECIDING = ("return_sequences", "return_state")  # which tensors come out of a layer
_MAX_LEVEL = 40  # layers in layers; real ones have three levels
_COST_OF_MODEL = 100  # steps; what comes after the walk costs more
_COST_OF_LAYER = 10
WRAPPERS = frozenset(cls for cls, row in LAYERS.items() if row.family == "wrapper")


def build(it: Interpreter, call: Call, kind: str, cls: str, args: Args) -> Built:
    """The object that a call of a Keras class makes."""
    cls = canonical(kind, cls)
    api = signature(kind, cls, it.target)
    built = Built(kind, cls, call.node, bind(api, args), args.complete, package=package(call.path))
    for name in _DECIDING if kind == "layers" else ():
        if name in built.given:
            it.settle(built.given[name].value)
    if kind == "layers":
        note_name(it, call, call.args)
    enter(it, built)
    return built


def note_name(it: Interpreter, call: Call, args: Args) -> None:
    """Write down a name that Keras 3 gives no layer, model or weight: ops/operation.py, backend/common/variables.py."""
    given = args.keywords.get("name")
    name = given.value.value if given is not None and isinstance(given.value, Known) else None
    if given is None or name is None or not it.target.at_least(3) or it.control.guards:
        return
    if not isinstance(name, str) or "/" in name:
        it.record.refuse(given.node or call.node, "slash", repr(name))


def enter(it: Interpreter, built: Built) -> None:
    """Record an object that was made: its name, what is inside it, and where in the program it is."""
    cls = built.cls
    built.title = title(it, built)
    built.level = 1 + max((part.level for part in parts(built)), default=0)
    if built.level > _MAX_LEVEL:
        built.given, built.complete, built.level = {}, False, 0
        it.record.note(built.node, f"what is given to `{cls}`", "layers are nested in each other too deeply")
    it.record.built[built] = None
    built.in_loop, built.loops = it.control.loops > 0, it.control.loops
    built.in_open_loop = it.control.endless > 0
    built.maker, built.home = it.control.caller, it.control.home
    made_in, depth = it.control.calling
    if made_in and it.control.depth <= depth:
        built.made_in = made_in
    if built.kind == "layers":
        if not built.custom:
            _wrap(built)
        hold(it, built)


def bind(api: Signature | None, args: Args) -> dict[str, Given]:
    """Arguments by name. Positional ones beyond the signature, or of an unknown class, get a number for a name."""
    given: dict[str, Given] = {}
    names = [parameter.name for parameter in api.parameters if not parameter.keyword_only] if api else []
    for at, argument in enumerate(args.positional):
        given[names[at] if at < len(names) else str(at)] = argument
    given.update(args.keywords)
    return given


def title(it: Interpreter, built: Built, name: Given | None = None) -> str:
    """The name of a layer: as given, else as Keras numbers it."""
    name = name or built.given.get("name")
    if name is not None and isinstance(name.value, Known) and isinstance(name.value.value, str):
        return name.value.value
    snake = _snake(built.cls)
    count = it.record.titles.get(snake, 0)
    it.record.titles[snake] = count + 1
    return snake if count == 0 else f"{snake}_{count}"


def unname(it: Interpreter, built: Built) -> None:
    """Give back the number of a layer that is forgotten, if it was the last of its class."""
    snake = _snake(built.cls)
    last = it.record.titles.get(snake, 0) - 1
    if built.title == (snake if last == 0 else f"{snake}_{last}"):
        it.record.titles[snake] = last


@lru_cache(maxsize=1024)
def _snake(cls: str) -> str:
    """As keras/src/utils/naming.py does it: Conv1D is conv1d, SimpleRNN is simple_rnn."""
    snake = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", cls)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", snake).lower()


def _wrap(built: Built) -> None:
    if built.cls in WRAPPERS:
        inner = built.given.get("layer")
        if inner is not None and isinstance(inner.value, (Built, Network)):
            built.wrapped = inner.value
            if isinstance(inner.value, Built):
                inner.value.used = True
            else:
                inner.value.nested = True
        elif inner is not None and isinstance(inner.value, Instance) and inner.value.layer is not None:
            built.one_way = inner.value.layer.one_way
    elif built.cls == "RNN":
        cell = built.given.get("cell")
        if cell is not None:
            built.cell = cell.value
            if isinstance(cell.value, Built):
                cell.value.used = True


_SHAPES = frozenset(
    {"shape", "batch_shape", "input_shape", "batch_input_shape", "tensor", "input_tensor", "type_spec"}
)


def input_tensor(it: Interpreter, call: Call) -> Tensor:
    """`keras.Input(...)`: a layer without inputs and its tensor."""
    given = bind(signature("methods", "Input", it.target), call.args)
    note_name(it, call, call.args)
    shaped = not call.args.complete or call.args.positional or not _SHAPES.isdisjoint(call.args.keywords)
    if not shaped and not it.control.guards:
        it.record.refuse(call.node, "input-shape")
    stated = given.get("shape")
    number = integer(stated.value) if stated is not None and it.target.at_least(3) else None
    if number is not None and not it.control.guards:
        it.record.refuse(call.node, "input-number", str(number))
    built = Built("layers", "InputLayer", call.node, given, call.args.complete, package=package(call.path))
    built.title = title(it, built)
    built.used = True
    use = Use(built, (), symbolic=True)
    built.first_use = use
    return Tensor(declared_shape(built.given), use)


def begin(it: Interpreter, network: Network) -> None:
    """Record a new model."""
    network.home, network.loops = it.control.home, it.control.loops
    for trial in it.control.trials:
        network.trial.update(trial)
    it.record.turns.made(network, it.control.caller)
    it.record.networks.append(network)


def hold(it: Interpreter, member: Built | Network) -> None:
    """Record that a layer or model is made, also for the subclassed model whose `__init__` is being read."""
    it.spend(_COST_OF_MODEL if isinstance(member, Network) else _COST_OF_LAYER)
    if it.control.owners:
        owner = it.control.owners[-1]
        owner.members.append(member)
        if it.control.depth > owner.depth:
            owner.question("a layer is made on some paths only")


def apply_once(it: Interpreter, use: Use) -> None:
    """Record that a layer was applied, also for the subclassed model whose `call` is being read."""
    it.spend(_COST_OF_LAYER)
    use.home = it.control.home
    use.symbolic = any(tensor.symbolic for tensor in (*use.inputs, *use.states))
    it.record.uses[use] = None
    if it.control.owners:
        owner = it.control.owners[-1]
        owner.uses.append(use)
        if it.control.depth > owner.depth:
            owner.question("a layer is applied on some paths only")
