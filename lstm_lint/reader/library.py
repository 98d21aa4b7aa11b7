"""Calls into libraries: Keras itself, the builtins, and the data libraries that scripts use."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.signatures import names
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader import (
    command_line,
    data_functions,
    frames,
    keras_objects,
    networks,
    operation_formulas,
    texts,
)
from lstm_lint.reader.contents import as_set, constant, integer, tensors
from lstm_lint.reader.graph import Network
from lstm_lint.reader.names import split
from lstm_lint.reader.values import (
    MAX_ITEMS,
    Abstract,
    Class,
    Data,
    Function,
    Given,
    Instance,
    Items,
    Linear,
    Partial,
    Table,
    WordIndex,
)
from lstm_lint.script import Ending, Known, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

BUILTINS = frozenset(
    {"len", "range", "list", "tuple", "dict", "set", "int", "float", "str", "bool", "max", "min", "sum", "abs", "round",
     "enumerate", "zip", "reversed", "sorted", "map", "filter", "isinstance", "print", "super", "type", "getattr",
     "setattr", "hasattr", "input", "open", "any", "all", "next", "iter", "object", "Exception"}
)  # fmt: skip
_NAMESPACE = Class(
    cst.ClassDef(cst.Name("SimpleNamespace"), cst.IndentedBlock([])), "SimpleNamespace", {}, ()
)
# Libraries whose functions look at a model and leave its layers alone.
LIBRARIES = sys.stdlib_module_names | {
    "keras", "tensorflow", "numpy", "pandas", "sklearn", "matplotlib", "seaborn", "tqdm", "visualkeras",
    "ann_visualizer", "netron", "wandb", "mlflow", "tensorflowjs", "tensorflow_model_optimization", "tf2onnx",
    "keras2onnx", "onnxmltools", "coremltools", "joblib", "shap", "lime", "eli5", "scikeras", "IPython", "streamlit",
    "cv2", "vis", "keras_flops", "livelossplot", "talos", "hyperas", "keras_tuner", "kerastuner", "ray",
}  # fmt: skip
_STAR_KINDS = (
    "layers",
    "optimizers",
    "callbacks",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
)
_BUILT_KINDS = frozenset({*_STAR_KINDS, "schedules"})
_LONGEST_RANGE = 100_000  # a longer one is any number of passes: `max(range(10**9))` takes a minute
_MAX_DIGITS = 100  # of `round(x, -10**9)`, which is 10**10**9 on the way


# Functions of which an array is an array again.
_OF_DATA = frozenset({"int", "float", "str", "list", "tuple", "iter", "reversed", "sorted"})


def starred(module: str, name: str, target: KerasTarget) -> str | None:
    """The path that `from module import *` gives a name, if it gives it."""
    if module in ("keras", "keras.models") and name in ("Model", "Sequential", "Input"):
        return f"keras.{name}"
    if module == "keras.layers" and name == "Input":
        return "keras.Input"
    for kind in _STAR_KINDS:
        known = name in names(kind) or (kind == "layers" and name in keras_objects.FUNCTIONAL)
        if module == f"keras.{kind}" and known:
            return f"keras.{kind}.{name}"
    if module.startswith("keras.preprocessing") and name in names("functions"):
        return f"{module}.{name}"
    return None


def call(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract:
    """The value of a call of a library function or class, by canonical path."""
    if _is_score(path):
        for network in walk.networks:  # what was predicted before is compared with the truth here
            network.evaluated = network.evaluated or network.predicted
    if path.startswith("keras."):
        found = _keras(walk, node, path, args)
        if found is not None:
            return found
    elif path.startswith("builtins.") and path != "builtins.open":
        return _builtin(walk, node, path.removeprefix("builtins."), args)
    if path in ("types.SimpleNamespace", "argparse.Namespace") and args.complete and not args.positional:
        attributes = {name: given.value for name, given in args.keywords.items()}
        return Instance(_NAMESPACE, attributes, walk.depth)
    if path == "argparse.ArgumentParser":
        return command_line.parser(walk)
    if path == "typer.run" and args.positional and isinstance(args.positional[0].value, Function):
        walk.commands.add(args.positional[0].value.node)
    if path == "functools.partial" and args.positional:
        first, *rest = (Given(given.value) for given in args.positional)  # not written in the call that comes
        keywords = {name: Given(given.value) for name, given in args.keywords.items()}
        return Partial(first.value, tuple(rest), keywords, args.complete)
    from lstm_lint.reader.calls import operation

    followed = data_functions.call(walk, node, path, args)
    if followed is not None:
        return followed
    inputs = [tensor for value in args.values() for tensor in tensors(value)]
    if inputs:
        certain = path.startswith(("keras.", "tensorflow.", "numpy."))
        return operation(walk, node, tuple(inputs), certain, operation_formulas.of_function(path, args))
    if path in ("os.path.join", "pathlib.Path") and args.positional:
        return _joined_path([given.value for given in args.positional])
    if not path.startswith(("matplotlib.", "seaborn.", "keras.utils.plot_model")):
        _hand_over(path, args)
    return Unknown(f"the result of `{path}`")


def _joined_path(parts: list[Abstract]) -> Abstract:
    """`os.path.join(a, b)`: known where all parts are, else its end where the last part is."""
    try:
        path = "/".join(str(constant(part)).rstrip("/") for part in parts)
        return Known(path, "computed") if len(path) <= MAX_ITEMS else Unknown("a very long path")
    except LookupError:
        last = parts[-1]
    if isinstance(last, Known) and isinstance(last.value, str):
        return Ending("a path", last.value)
    return last if isinstance(last, Ending) else Unknown("a path")


def _is_score(path: str) -> bool:
    module, _, name = path.rpartition(".")
    return module == "sklearn.metrics" or (module in ("keras.metrics", "keras.losses") and name.islower())


def _hand_over(path: str, args: Args) -> None:
    """A list or dict given to a library function may be changed by it; a sibling module may change a model too."""
    for value in args.values():
        if isinstance(value, Network):
            half_built = value.kind == "sequential" and not value.compiles
            if half_built and path.partition(".")[0] not in LIBRARIES:
                value.spoil("it is passed to a function of another file")
        elif isinstance(value, (Table, Instance)) and path.startswith("."):
            value.forget()
        elif isinstance(value, Items) and path.endswith(".shuffle"):
            value.spoiled = value.spoiled or not value.open or len(value.items) != 1  # else all are alike
        elif isinstance(value, Items) and path.startswith("."):
            value.spoiled = True


def _keras(walk: Walk, node: cst.Call, path: str, args: Args) -> Abstract | None:
    if path == "keras.Sequential":
        return networks.sequential(walk, node, args)
    if path == "keras.Model":
        return networks.functional(walk, node, args)
    if path == "keras.Input":
        return keras_objects.input_tensor(walk, node, args)
    found = split(path)
    if found is None:
        return None
    kind, name = found
    if kind == "layers" and name in keras_objects.FUNCTIONAL:
        layer = keras_objects.build(walk, node, kind, keras_objects.FUNCTIONAL[name], _without_first(args))
        return networks.apply(walk, node, layer, _only_first(args))
    if kind == "optimizers" and ".legacy." in path:
        return keras_objects.build(walk, node, kind, f"legacy.{name}", args)
    if kind in _BUILT_KINDS and (name in names(kind) or name[:1].isupper()):
        return keras_objects.build(walk, node, kind, name, args)
    if name in ("multi_gpu_model",) and args.positional:
        return args.positional[0].value
    return None


def _without_first(args: Args) -> Args:
    from lstm_lint.reader.calls import Args

    return Args([], {name: given for name, given in args.keywords.items() if name != "inputs"}, args.complete)


def _only_first(args: Args) -> Args:
    from lstm_lint.reader.calls import Args

    first = args.at(0, "inputs")
    return Args([Given(first)] if first is not None else [], {}, args.complete)


def _builtin(walk: Walk, node: cst.Call, name: str, args: Args) -> Abstract:
    values = args.values()
    first = values[0] if values else None
    if name == "super":
        return _super(walk)
    if name == "len" and first is not None:
        return _length(first)
    if name == "range":
        return _range(values)
    if name in ("list", "tuple", "set", "sorted", "reversed") and (
        first is None or isinstance(first, (Items, Known))
    ):
        return _listed(walk, name, first)
    if name == "dict" and not args.positional:
        entries: dict[object, Abstract] = {key: given.value for key, given in args.keywords.items()}
        return Table(entries, not args.complete, walk.depth)
    if name in ("enumerate", "zip"):
        return _pairs(walk, name, values) if args.complete else _columns(walk, node)
    if name in _OF_DATA and first is not None and (data := frames.as_column(walk, first, node)) is not None:
        return _of_data(walk, node, data, name)
    if name in ("int", "float", "str", "bool", "abs", "round", "max", "min", "sum"):
        return _number(name, values)
    if (
        name == "getattr"
        and len(values) > 1
        and isinstance(values[1], Known)
        and isinstance(values[1].value, str)
    ):
        from lstm_lint.reader.attributes import attribute

        return attribute(walk, values[0], values[1].value)
    if name == "setattr" and len(values) > 2:
        _set_by_name(walk, values[0], values[1], values[2])
    if name in ("map", "filter") and len(values) > 1 and isinstance(values[1], Data):
        return Data(values[1].steps, None, False)
    return first if type(first) is Unknown else Unknown(f"the result of `{name}`")


def _of_data(walk: Walk, node: cst.Call, value: Data, name: str) -> Abstract:
    """`list(frame["text"])`, `float(row[1])`, `reversed(ids)`."""
    if name in ("int", "float"):
        return texts.number(walk, node, name, value)
    if name in ("list", "tuple", "iter", "str"):
        held = value.copy()
        held.kind = "array" if value.kind == "generator" else value.kind
        return held
    step = Step("select", name, walk.places.of(node), {"strided": True} if name == "reversed" else {})
    return value.then(step, shape=value.shape, magnitude=value.magnitude, integer=value.integer)


def _set_by_name(walk: Walk, owner: Abstract, name: Abstract, value: Abstract) -> None:
    from lstm_lint.reader.calls import set_attribute

    if isinstance(name, Known) and isinstance(name.value, str):
        set_attribute(walk, owner, name.value, value)
    elif isinstance(owner, Instance):
        owner.forget()


def _super(walk: Walk) -> Abstract:
    """`super()` in a method: the same object seen as its base class, if that is in the file."""
    scope = walk.scope
    owner = next((value for value in scope.names.values() if isinstance(value, Instance)), None)
    if owner is None:
        return Unknown("`super()` outside a method")
    base = next((base for base in owner.cls.bases if isinstance(base, Class)), None)
    if base is None and owner.tool is not None:
        return owner.tool
    if base is None:
        return Unknown("a base class of another file")
    return Instance(base, owner.names, owner.depth, owner.network, owner.layer)


def _length(value: Abstract) -> Abstract:
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return Known(len(value.items), "computed")
    if isinstance(value, Table) and not value.open:
        return Known(len(value.entries), "computed")
    if isinstance(value, Known) and isinstance(value.value, (str, tuple, range)):
        return Known(len(value.value), "computed")
    if isinstance(value, Data) and value.shape and isinstance(value.shape[0], int):
        return Known(value.shape[0], "computed")
    if isinstance(value, WordIndex) and not value.tool.changed:
        return Linear(value.tool)
    return Unknown("a length that is not known")


def _range(values: list[Abstract]) -> Abstract:
    numbers = [integer(value) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and 1 <= len(known) <= 3 and (len(known) < 3 or known[2] != 0):
        numbered = range(*known)
        if not numbered[_LONGEST_RANGE:]:
            return Known(numbered, "computed")
    return Linear(object(), 0, numbers[2] if len(numbers) > 2 else 1)


def _listed(walk: Walk, name: str, value: Abstract | None) -> Abstract:
    if value is None:
        return Items([], name != "tuple", False, walk.depth)
    if name == "sorted" and isinstance(value, Items) and value.unordered:
        value = Items(value.items, True, value.open, value.depth, value.spoiled)
    found = walk.elements(value, 1000)
    if found is None:
        if isinstance(value, Items):
            spoiled = value.spoiled or value.unordered
            return Items(list(value.items), name != "tuple", value.open, walk.depth, spoiled)
        return Unknown("a sequence that is not known")
    if name == "set":
        return as_set(Items(found, True, False, walk.depth))
    if name == "reversed":
        found = found[::-1]
    if name == "sorted":
        try:
            found = [Known(item, "computed") for item in sorted(map(constant, found))]  # type: ignore[type-var]
        except (LookupError, TypeError):
            return Items(found, True, False, walk.depth, spoiled=True)
    return Items(found, name != "tuple", False, walk.depth)


def _pairs(walk: Walk, name: str, values: list[Abstract]) -> Abstract:
    first = values[0] if values else None
    if name == "enumerate" and isinstance(first, Items) and first.open and len(first.items) == 1:
        return Items([Items([Linear(first), first.items[0]], False)], False, True)
    columns = [walk.elements(value, 200) for value in values[: 1 if name == "enumerate" else None]]
    if not columns or any(column is None for column in columns):
        return _row_by_row(walk, name, values)
    rows = list(zip(*[column for column in columns if column is not None]))
    if name == "enumerate":
        start = integer(values[1]) if len(values) > 1 else 0
        if start is None:
            return Unknown("pairs of values that are not known")
        return Items(
            [Items([Known(at, "computed"), *row], False) for at, row in enumerate(rows, start)], False
        )
    return Items([Items(list(row), False) for row in rows], False)


def _columns(walk: Walk, node: cst.Call) -> Abstract:
    """`zip(*pairs)` of a list that a loop filled with pairs: two lists."""
    pairs = walk.evaluate(node.args[0].value) if len(node.args) == 1 else None
    alike = pairs.items[0] if isinstance(pairs, Items) and pairs.open and len(pairs.items) == 1 else None
    if isinstance(pairs, Items) and not pairs.spoiled and isinstance(alike, Items) and not alike.open:
        return Items([Items([item], False, True) for item in alike.items], False)
    return Unknown("pairs of values that are not known")


def _row_by_row(walk: Walk, name: str, values: list[Abstract]) -> Abstract:
    """`zip(x, y)` and `enumerate(x)` of arrays, or of lists whose elements are alike."""
    from lstm_lint.reader.elements import row

    columns = values[:1] if name == "enumerate" else values
    if not any(isinstance(value, Data) for value in columns):
        return Unknown("pairs of values that are not known")
    found: list[Abstract] = [Linear(object())] if name == "enumerate" else []
    for value in columns:
        alike = isinstance(value, Items) and value.open and len(value.items) == 1 and not value.spoiled
        found.append(
            row(value)
            if isinstance(value, Data)
            else value.items[0]
            if alike and isinstance(value, Items)
            else Unknown("an element of a loop")
        )
    return Items([Items(found, False)], False, True)


def _number(name: str, values: list[Abstract]) -> Abstract:
    functions = {
        "int": int, "float": float, "str": str, "bool": bool, "abs": abs, "round": round,
        "max": max, "min": min, "sum": sum,
    }  # fmt: skip
    if not values:
        return Unknown("a number that is not known")
    if type(values[0]) is Unknown:
        return values[0]
    try:
        plain = [constant(value) for value in values]
        if any(isinstance(value, (str, bytes)) and len(value) > 40 for value in plain):
            return Unknown("a long string")
        if name == "round" and len(plain) > 1 and not -_MAX_DIGITS <= plain[1] <= _MAX_DIGITS:  # type: ignore[operator]
            return Unknown("a number rounded to nothing")
        result = functions[name](*plain)  # type: ignore[operator]
    except (LookupError, TypeError, ValueError, ArithmeticError):
        return Unknown("a number that is not known")
    return (
        Known(result, "computed") if isinstance(result, (int, float, str, bool)) else Unknown("not a number")
    )
