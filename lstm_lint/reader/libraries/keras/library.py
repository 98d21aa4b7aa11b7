"""The tables of Keras, and what goes by a pattern: classes of the API, functions of `keras.preprocessing`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from lstm_lint.keras_api.signatures import names
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Base, Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.conversion import same_data
from lstm_lint.reader.libraries.data.transformers import property_of, set_property
from lstm_lint.reader.libraries.keras import (
    classes,
    ctc,
    datasets,
    gradients,
    layer_objects,
    logs,
    models,
    ops,
    preprocessing,
    saved,
    training,
    uninstanced,
    word_numbers,
)
from lstm_lint.reader.libraries.keras.names import FUNCTIONAL, KINDS, split
from lstm_lint.reader.libraries.keras.objects import build, input_tensor
from lstm_lint.reader.libraries.sklearn import scored

_BUILT = frozenset({*KINDS, "schedules"})


def find(path: str) -> Handler | None:
    """What goes by a pattern, by canonical path."""
    if not path.startswith("keras."):
        return None
    if ".preprocessing." in path or path.startswith("keras.utils."):
        return preprocessing.FUNCTIONS.get(path.rpartition(".")[2])
    if path.startswith("keras.datasets."):
        return _data_set(path)
    if path.startswith("keras.wrappers."):
        from lstm_lint.reader.libraries import wrappers  # what few scripts use

        return wrappers.find(path)
    found = split(path)
    return _of_kind(path, *found) if found is not None else None


def _of_kind(path: str, kind: str, name: str) -> Handler | None:
    if kind == "layers" and name in FUNCTIONAL:
        return partial(_call_with_class, layer_objects.make_and_apply, FUNCTIONAL[name])
    if kind == "optimizers" and ".legacy." in path:
        return partial(_built, kind, f"legacy.{name}")
    if kind in _BUILT and (name in names(kind) or name[:1].isupper()):
        return (
            partial(_call_with_class, layer_objects.make_layer, name)
            if kind == "layers"
            else partial(_built, kind, name)
        )
    return scored if kind in ("metrics", "losses") and name.islower() else None


def _call_with_class(
    make: Callable[[Interpreter, Call, str], Abstract], cls: str, it: Interpreter, call: Call
) -> Abstract:
    return make(it, call, cls)


def _built(kind: str, cls: str, it: Interpreter, call: Call) -> Abstract:
    return build(it, call, kind, cls, call.args)


def _data_set(path: str) -> Handler | None:
    parts = path.split(".")
    if parts[-1] == "get_word_index":
        return lambda it, call: word_numbers.word_index(it, call, parts[2])
    if parts[-1] != "load_data":
        return None
    return lambda it, call: datasets.loaded(it, call, parts[2])


def _first(it: Interpreter, call: Call) -> Abstract | None:
    """`multi_gpu_model(model)`: the model that it is given."""
    return call.args.positional[0].value if call.args.positional else None


def find_base(path: str) -> Base | None:
    """The class of Keras that a class of the program derives from."""
    if ".preprocessing." in path and path.endswith(".Tokenizer"):
        return preprocessing.TOKENIZER_BASE
    if path.startswith("keras.wrappers."):
        from lstm_lint.reader.libraries import wrappers

        return wrappers.base_of(path)
    return classes.find_base(path)


FUNCTIONS: dict[str, Handler] = {
    **uninstanced.FUNCTIONS,
    "keras.Sequential": models.sequential,
    "keras.Model": models.functional,
    "keras.Input": input_tensor,
    "keras.models.load_model": saved.load,
    "keras.saving.load_model": saved.load,
    **dict.fromkeys(
        (
            "keras.models.model_from_json",
            "keras.models.model_from_yaml",
            "keras.models.model_from_config",
            "keras.models.clone_model",
            "keras.Sequential.from_config",
            "keras.Model.from_config",
        ),
        saved.rebuild,
    ),
    "keras.utils.multi_gpu_model": _first,
    "keras.backend.int_shape": ops.int_shape,
    "keras.backend.ctc_batch_cost": ctc.batch_cost,
    "keras.ops.full": ctc.filled,
    "tensorflow.fill": ctc.filled,
    "keras.ops.convert_to_tensor": same_data,
    "keras.ops.one_hot": preprocessing.ONE_HOT,
    "keras.backend.one_hot": preprocessing.ONE_HOT,
    "keras.ops.normalize": preprocessing.FUNCTIONS["normalize"],
}
METHODS: dict[tuple[str, str], Handler] = {
    **training.METHODS,
    **preprocessing.METHODS,
    ("keras", "__call__"): layer_objects.call_object,
    ("keras", "*"): layer_objects.method,
    ("unknown", "gradient"): gradients.gradient,
    ("published", "get"): word_numbers.get,
    ("published", "items"): word_numbers.items,
    ("published", "copy"): word_numbers.copy,
    ("published", "*"): word_numbers.other_method,
    ("tensor", "__call__"): ops.called,
    ("tensor", "*"): ops.method,
}
LIBRARY = Library(
    FUNCTIONS,
    METHODS,
    attributes={
        ("model", "*"): training.attribute,
        ("keras", "*"): layer_objects.attribute,
        ("tensor", "*"): ops.attribute,
        ("tokenizer", "*"): property_of,
        ("vocabulary", "*"): preprocessing.vocabulary,
        ("published", "*"): word_numbers.attribute,
        ("logs", "*"): logs.attribute,
    },
    setters={
        "model": training.set_attribute,
        "keras": layer_objects.set_attribute,
        "tokenizer": set_property,
    },
    operators={("tensor", "*"): ops.operator, ("logs", "*"): logs.operator},
    subscripts={"tensor": ops.subscript, "logs": logs.look_up, "published": word_numbers.subscript},
    stores={
        "vocabulary": preprocessing.edit_vocabulary,
        "logs": logs.set_entry,
        "published": word_numbers.store,
    },
    find=find,
    find_base=find_base,
)
