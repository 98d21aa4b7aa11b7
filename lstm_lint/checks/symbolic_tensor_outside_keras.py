"""LL166: a function of TensorFlow or NumPy is called on a symbolic tensor of Keras 3."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.successors import OPS
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Outside, Script

_SHORT = {"tensorflow": "tf", "numpy": "np"}
_METHODS = {
    ".numpy": "a symbolic tensor has no `numpy`: AttributeError; predict first, or compute with `keras.ops`",
    ".get_shape": "a symbolic tensor of Keras 3 has no `get_shape`: AttributeError; write `.shape`",
    ".set_shape": "a symbolic tensor of Keras 3 has no `set_shape`: AttributeError; state the shape in `Input`",
    ".add_loss": "`add_loss` of a Keras 3 model takes no symbolic tensor: NotImplementedError; call it in a layer",
}


@check("symbolic-tensor-outside-keras", needs="outside")
def symbolic_tensor_outside_keras(script: Script) -> Iterator[Problem]:
    yield from each_place_once(
        Problem(_message(found, script.target), found.place.span, cause="symbolic tensors")
        for found in script.outside
    )


def _message(found: Outside, target: KerasTarget) -> str:
    if found.path in _METHODS:
        return _METHODS[found.path]
    root, _, rest = found.path.partition(".")
    last = rest.rpartition(".")[2]
    name = OPS.get(last, last)
    shown = f"{_SHORT.get(root, root)}.{rest}"
    write = f"write `keras.ops.{name}`" if exists("ops", name, target) else "call it inside a layer"
    return f"`{shown}` takes no symbolic tensor of Keras 3: ValueError; {write}"
