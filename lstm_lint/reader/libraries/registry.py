"""Every library that the reading knows, and what holds for all others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

from lstm_lint import nodes as cst
from lstm_lint.keras_api.numpy_names import removed_names
from lstm_lint.keras_api.packages import package
from lstm_lint.keras_api.signatures import is_gone_today, names
from lstm_lint.keras_api.tensorflow_names import asks_keras_2, is_of_before_1, releases_with, some_lack
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Library, Part, Registry
from lstm_lint.reader.abstract.values import (
    Abstract,
    Function,
    Instance,
    Items,
    Network,
    Table,
)
from lstm_lint.reader.libraries import asked, command_line, lacking, older_pandas, unpacking
from lstm_lint.reader.libraries.data import batches, transformers
from lstm_lint.reader.libraries.keras.names import as_imported, canonical, is_keras, starred
from lstm_lint.reader.libraries.keras.ops import arguments, of_function, operation, tensors_in
from lstm_lint.reader.libraries.keras.symbolic import note_outside, note_unpacked
from lstm_lint.script import Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.libraries.plugged import Plugin

# Libraries whose functions look at a model and leave its layers alone.
_LIBRARIES = sys.stdlib_module_names | {
    "keras", "tensorflow", "numpy", "pandas", "sklearn", "matplotlib", "seaborn", "tqdm", "visualkeras",
    "ann_visualizer", "netron", "wandb", "mlflow", "tensorflowjs", "tensorflow_model_optimization", "tf2onnx",
    "keras2onnx", "onnxmltools", "coremltools", "joblib", "shap", "lime", "eli5", "scikeras", "IPython", "streamlit",
    "cv2", "vis", "keras_flops", "livelossplot", "talos", "hyperas", "keras_tuner", "kerastuner", "ray",
    "optuna", "hyperopt",
}  # fmt: skip
# What only makes values of values, and pictures: no models, no data.
_COMPUTES = frozenset(
    {"datetime", "logging", "math", "matplotlib", "re", "string", "textwrap", "time", "warnings"}
)
_COMPUTING = frozenset(
    {"Exception", "abs", "all", "any", "bool", "dict", "enumerate", "filter", "float", "hasattr", "int", "isinstance",
     "len", "list", "map", "max", "min", "print", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple",
     "type", "zip"}
)  # fmt: skip
_BUILDING = frozenset({"add", "pop", "compile", "Sequential", "Model", "Input"})


# Packages that work with some Keras only, and another that an old one may run on.
_NOTED = ("tensorflow_addons", "keras_contrib", "theano")

Use = Literal["import", "call", "attribute"]


# Asked of each name that a program uses, as often as it does.
@lru_cache(maxsize=4096)
def _notes(path: str, use: Use) -> bool:
    if use == "attribute":
        if path.startswith("numpy."):
            return path[6:] in removed_names()
        return is_gone_today(path) if is_keras(path) else some_lack(path) or asks_keras_2(path)
    if is_keras(path):
        return True
    if use != "import":
        return False
    return path.partition(".")[0] in _NOTED or releases_with(path) is not None or is_of_before_1(path)


@lru_cache(maxsize=4096)
def _is_library(path: str) -> bool:
    root = path.partition(".")[0]
    return root in _LIBRARIES or root == "builtins" or is_keras(path)


class AllLibraries:
    """What holds for names of every library, and for code that no library lists."""

    # Asked for each name and call of a program: these are cached functions, with no other one around them.
    canonical = staticmethod(canonical)
    notes = staticmethod(_notes)
    is_library = staticmethod(_is_library)

    def starred(self, module: str, name: str, target: KerasTarget) -> str | None:
        path = starred(canonical(module), name)
        return as_imported(path, module) if path is not None else None

    def only_computes(self, path: str) -> bool:
        root, _, name = path.partition(".")
        return root in _COMPUTES or (root == "builtins" and name in _COMPUTING)

    def builds(self, name: str) -> bool:
        return name in _BUILDING or name in names("layers")

    def unlisted(self, it: Interpreter, call: Call) -> Abstract:
        path = canonical(call.path)
        if call.name == "__init__" and (made := transformers.initialize(it, call)) is not None:
            return made
        inputs = tensors_in(call)
        note_outside(it, call, inputs)
        if inputs:
            certain = path.startswith(("keras.", "tensorflow.", "numpy."))
            formula = of_function(path, call.args)
            made = operation(it, call.node, inputs, certain, formula, arguments(call.args), call.name)
            if made.use is not None and not isinstance(made.use.layer, Network):
                made.use.layer.package = package(call.path)
            return made
        if not path.startswith(("matplotlib.", "seaborn.", "keras.utils.plot_model")):
            _hand_over(path, call)
        return Unknown(f"the result of `{path}`")

    def unknown(self, it: Interpreter, call: Call) -> Abstract:
        if call.name != "__call__":
            return Unknown("a method that is not followed")
        for value in call.args.values():  # what is handed to code that is not followed may change there
            if isinstance(value, Network) and not value.compiles and value.kind == "sequential":
                value.spoil("it is passed to a function that is not in this file")
            elif isinstance(value, Items) and value.mutable:
                value.spoiled = True
            elif isinstance(value, (Table, Instance)):
                value.forget()
        found = tensors_in(call)
        if found:
            return operation(it, call.node, found, certain=False)
        owner = call.owner
        return owner if type(owner) is Unknown else Unknown("the result of a call that is not followed")

    def generated(self, it: Interpreter, yields: Sequence[Abstract], node: cst.CSTNode) -> Abstract:
        return batches.generated(it, yields, node)

    def unpacks(self, it: Interpreter, target: cst.Tuple | cst.List, value: Abstract) -> None:
        note_unpacked(it, target, value)
        unpacking.unpacked(it, target, value)

    def asks(self, it: Interpreter, node: cst.Attribute, owner: Abstract) -> None:
        asked.attribute(it, node, owner)

    def looks_up(self, it: Interpreter, node: cst.Subscript, owner: Abstract, parts: Sequence[Part]) -> None:
        asked.subscript(it, node, owner, parts)

    def discards(self, it: Interpreter, method: cst.Attribute) -> None:
        asked.discarded(it, method)

    def calls(self, it: Interpreter, call: Call) -> None:
        if call.owner is None:
            lacking.note_function(it, call, canonical(call.path))
            older_pandas.note_function(it, call, call.path)
        else:
            lacking.note_method(it, call)
            older_pandas.note_method(it, call)

    def parameter(self, it: Interpreter, function: Function, given: cst.Param) -> Abstract | None:
        return command_line.parameter(it, function, given)


def _hand_over(path: str, call: Call) -> None:
    """A list or dict given to a library function may be changed by it; a sibling module may change a model too."""
    for value in call.args.values():
        if isinstance(value, Network):
            half_built = value.kind == "sequential" and not value.compiles
            if half_built and path.partition(".")[0] not in _LIBRARIES:
                value.spoil("it is passed to a function of another file")
        elif isinstance(value, (Table, Instance)) and path.startswith("."):
            value.forget()
        elif isinstance(value, Items) and path.endswith(".shuffle"):
            value.spoiled = value.spoiled or not value.open or len(value.items) != 1  # else all are alike
        elif isinstance(value, Items) and path.startswith("."):
            value.spoiled = True


def _of(*names: str) -> tuple[str, ...]:
    return tuple(f"lstm_lint.reader.libraries.{name}" for name in names)


_STDLIB = _of("stdlib", "texts", "command_line")
_ROOTS = {
    "builtins": _of("builtins", "texts"),
    "keras": _of("keras.library"),
    "numpy": _of("numpy"),
    "scipy": _of("scipy"),
    "sklearn": _of("sklearn", "wrappers", "estimators"),
    **dict.fromkeys(("scikeras", "skopt"), _of("wrappers")),
    "imblearn": _of("sklearn"),
    "tensorflow": _of("keras.library", "tf_data", "texts"),
    "pandas": _of("pandas"),
    **dict.fromkeys(
        ("yfinance", "pandas_datareader", "quandl", "Quandl", "nasdaqdatalink", "yahoo_fin", "yahooquery", "investpy",
         "nsepy", "tushare", "FinanceDataReader", "alpha_vantage", "vega_datasets", "seaborn"),
        _of("markets"),
    ),
    "statsmodels": _of("statsmodels", "decompositions"),
    **dict.fromkeys(("pywt", "PyEMD", "vmdpy"), _of("decompositions")),
    **dict.fromkeys(
        ("os", "types", "functools", "pathlib", "copy", "joblib", "pickle", "cPickle", "_pickle", "json", "math",
         "random", "io", "codecs", "gzip", "bz2", "csv", "re", "collections"),
        _STDLIB,
    ),
    **dict.fromkeys(("argparse", "typer"), _STDLIB),
    **dict.fromkeys(("keras_tuner", "kerastuner", "optuna"), _of("searches")),
    **dict.fromkeys(("hyperopt", "hyperas", "ray"), _of("spaces")),
    "wandb": _of("wandb", "onlookers"),
    **dict.fromkeys(
        ("lstm_lint", "tqdm", "keras_tqdm", "livelossplot", "mlflow", "dvclive", "neptune", "tensorflow_docs"),
        _of("onlookers"),
    ),
    "itertools": _STDLIB,
}  # fmt: skip
_KINDS = {
    "data": _of("data.methods", "tf_data"),
    "array": _of("numpy"),
    "frame": _of("pandas"),
    "method": _of("pandas"),
    **dict.fromkeys(("groups", "rolling"), _of("pandas")),
    "dataset": _of("tf_data"),
    "text": _of("texts"),
    **dict.fromkeys(("tensor", "model", "keras", "tokenizer"), _of("keras.library")),
    **dict.fromkeys(("transformer", "composite", "splitter"), _of("sklearn")),
    **dict.fromkeys(("vocabulary", "published"), _of("keras.library")),
    "unknown": _of("keras.library", "data.methods", "tf_data", "ipython", "searches"),
}
_GENERAL = {
    "column": "frame",
    "frame": "data",
    "array": "data",
    "dataset": "data",
    "generator": "dataset",
    "bunch": "data",
}
REGISTRY = Registry(_ROOTS, _KINDS, _GENERAL, AllLibraries())


def with_plugins(plugins: Sequence[Plugin]) -> Registry:
    """A registry in which plug-ins describe more libraries, for one script: they are loaded as it imports these."""
    from lstm_lint.reader.libraries.plugged import adopted

    plugged: dict[str, list[Callable[[Registry], Library]]] = {}
    for plugin in plugins:
        plugged.setdefault(plugin.root, []).append(partial(adopted, plugin))
    return Registry(_ROOTS, _KINDS, _GENERAL, AllLibraries(), plugged)
