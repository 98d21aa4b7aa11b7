"""Attributes: `keras.layers`, `self.model`, `x.shape`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lstm_lint.reader import command_line, frames
from lstm_lint.reader.graph import Built, Network, Tensor
from lstm_lint.reader.values import (
    Abstract,
    Class,
    Data,
    Function,
    Given,
    Instance,
    Items,
    Method,
    Module,
    Table,
    Tool,
    WordIndex,
)
from lstm_lint.script import Known, Shape, Step, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_CONSTANTS = {"numpy.pi": math.pi, "math.pi": math.pi, "numpy.e": math.e}
_LARGEST = 1 << 128  # elements of an array; a program that squares it 60 times means no array
_SAME_DATA = frozenset({"values", "loc", "iloc", "at", "iat", "data"})


def attribute(walk: Walk, owner: Abstract, name: str) -> Abstract:
    """`owner.name`, as a value or as a method about to be called."""
    if isinstance(owner, Module):
        path = f"{owner.path}.{name}"
        number = _CONSTANTS.get(path)
        return Module(path, owner.importer) if number is None else Known(number, "computed")
    if isinstance(owner, Instance):
        return _of_instance(walk, owner, name)
    if isinstance(owner, Class):
        found = owner.find(name)
        return found if found is not None else Unknown(f"`{name}` is not an attribute of this class")
    if isinstance(owner, Method) and isinstance(owner.owner, Data) and owner.owner.kind == "frame":
        return _of_data(walk, frames.column(owner.owner, owner.name, None), name)  # `frame.close.values`
    if isinstance(owner, Data):
        return _of_data(walk, owner, name)
    if isinstance(owner, Tensor):
        return shape_value(owner.shape) if name == "shape" else Method(owner, name)
    if isinstance(owner, Network):
        return _of_network(owner, name)
    if isinstance(owner, Built):
        return _of_built(owner, name)
    if isinstance(owner, (Tool, Items, Table)) or (isinstance(owner, Known) and isinstance(owner.value, str)):
        if isinstance(owner, Tool) and owner.cls == "Tokenizer" and name in ("word_index", "index_word"):
            return WordIndex(owner)
        if isinstance(owner, Tool) and name in ("word_index", "vocabulary_", "classes_", "index_word"):
            return Unknown("the vocabulary of the data")
        return Method(owner, name)
    if isinstance(owner, Unknown) and name == "padded_batch":
        return Method(owner, name)  # only a tf.data.Dataset has it
    if isinstance(owner, WordIndex) and name in ("update", "setdefault", "pop", "clear"):
        owner.tool.changed = True
    if type(owner) is Unknown:
        return owner  # what is not known of the whole is not known of its parts
    return Unknown("an attribute of a value that is not known")


def _of_instance(walk: Walk, owner: Instance, name: str) -> Abstract:
    if name in owner.names:
        return owner.names[name]
    found = owner.cls.find(name)
    if isinstance(found, Function):
        if found.kind == "property":
            from lstm_lint.reader.calls import Args

            return walk.run_function(found, Args([Given(owner)]), found.node)
        return Method(owner, name)
    if found is not None:
        return found
    if owner.network is not None or command_line.is_parser(owner):
        return Method(owner, name)
    if owner.tool is not None:
        return attribute(walk, owner.tool, name)
    return Unknown(f"`self.{name}` is not set where this is read")


def _of_data(walk: Walk, owner: Data, name: str) -> Abstract:
    if name == "shape":
        return shape_value(owner.shape)
    if owner.kind == "bunch" and name == "target" and owner.target is not None:
        return owner.target
    if owner.kind == "bunch" and name == "data":
        found = owner.copy()
        found.kind, found.target = "array", None
        return found
    if name == "values" and owner.kind in ("frame", "column"):
        return Data(owner.steps, owner.shape, owner.sure, owner.magnitude, owner.integer, text=owner.text)
    if name in _SAME_DATA:
        return owner
    if name == "str":
        found = owner.copy()
        found.text = True
        return found
    if name == "dt":
        return owner
    if owner.kind in ("frame", "column") and (date := frames.date_part(walk, owner, name)) is not None:
        return date
    if name == "T":
        shape = tuple(reversed(owner.shape)) if owner.shape else None
        return owner.then(Step("reshape", "T"), shape=shape, magnitude=owner.magnitude, integer=owner.integer)
    if name == "size" and owner.shape and all(isinstance(dim, int) for dim in owner.shape):
        size = math.prod(dim for dim in owner.shape if isinstance(dim, int))
        return Known(size, "computed") if size <= _LARGEST else Unknown("a number out of range")
    if name == "ndim" and owner.shape:
        return Known(len(owner.shape), "computed")
    if name in ("columns", "index", "dtype", "dtypes"):
        return Unknown("a property of the data")
    return Method(owner, name)


def _of_network(owner: Network, name: str) -> Abstract:
    if name == "layers":
        known = owner.kind == "sequential" and owner.complete
        return Items(list(owner.stack), False, not known)
    if name in ("input", "output", "inputs", "outputs"):
        tensors = owner.outputs if name.startswith("output") else owner.inputs
        if len(tensors) == 1 and not name.endswith("s"):
            return tensors[0]
        return Unknown("the tensors of a model")
    if name in (
        "history",
        "optimizer",
        "weights",
        "trainable_variables",
        "trainable_weights",
        "metrics_names",
        "name",
    ):
        return Unknown("known only at run time")
    return Method(owner, name)


def _of_built(owner: Built, name: str) -> Abstract:
    if name in owner.settings:
        return owner.settings[name]
    if name in owner.given:
        return owner.given[name].value
    if name == "output" and owner.first_use is not None:
        return Tensor(None, owner.first_use)
    return Method(owner, name)


def shape_value(shape: Shape | None) -> Abstract:
    """A shape as the tuple that the program sees."""
    if shape is None:
        return Unknown("a shape that is not known")
    dims: list[Abstract] = [
        Unknown("a size of the data") if dim == "?" else Known(dim, "computed") for dim in shape
    ]
    return Items(dims, False)
