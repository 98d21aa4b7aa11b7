"""LL115: an argument of a recurrent layer that Keras rejects or takes for something else; flags of anything as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import signature
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.named import NAMED, is_unresolved, kind_of, nearest, no_name
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.sizes import wrong_size
from lstm_lint.script import Configured, Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_FLAGS = (
    "return_sequences", "return_state", "go_backwards", "stateful", "unroll", "use_bias", "unit_forget_bias",
    "reset_after",
)  # fmt: skip


@check("invalid-rnn-argument")
def invalid_rnn_argument(script: Script) -> Iterator[Problem]:
    held: list[tuple[Model, Layer, Problem]] = []
    for layer, model in script.layers():
        if not layer.is_recurrent and layer.traits.family != "cell":
            told = _flags_as_text(layer, script.target) if not layer.custom else ()
            held.extend((model, layer, problem) for problem in told if model is not None)
            continue
        of_keras = layer.cell is not None and traits(layer.cell.cls).family == "cell"
        parts = [layer, layer.cell] if layer.cell is not None and of_keras else [layer]
        for part in parts:
            for problem in _problems(part, layer, model, script):
                if model is None:
                    yield problem
                else:
                    held.append((model, layer, problem))
    yield from on_their_paths(script, held)
    called = {id(one): one for model in script.models for fit in model.fits for one in fit.callbacks or ()}
    for callback in called.values():
        yield from _flags_as_text(callback, script.target)


def _flags_as_text(part: Configured, target: KerasTarget) -> Iterator[Problem]:
    """`use_bias="False"` of any layer of Keras, `restore_best_weights="False"` of a callback."""
    texts = [name for name in part.names_given if isinstance(part.known(name), str)]
    api = signature(part.kind, part.cls, target) if part.kind and texts else None
    for parameter in api.parameters if api is not None else ():
        name = parameter.name
        if isinstance(parameter.default, bool) and name in texts and (found := _of_flag(part, name)):
            message, text, _ = found
            fix = part.set_argument(name, text) if text else None
            yield Problem(message, part.span(name), _severity_of_flag(part, name), fix)


def _problems(part: Configured, layer: Layer, model: Model | None, script: Script) -> Iterator[Problem]:
    for name in part.names_given:
        found = None
        if name == "units":
            wrong = wrong_size(part, name, script.target, wrapped=bool(layer.wrappers))
            found = (*wrong[:2], False) if wrong is not None else None
        elif name in _FLAGS:
            found = _of_flag(part, name)
        elif name in NAMED and not script.registers_objects:
            found = _of_name(part, name, script.target)
        if found is not None:
            message, text, safe = found
            fix = part.set_argument(name, text, applicability="safe" if safe else "unsafe") if text else None
            about = (model.name if model else None, layer.name)
            yield Problem(message, part.span(name), _severity(part, name), fix, *about)


def _severity(part: Configured, name: str) -> Severity | None:
    """None, an error, where Keras raises. It takes any string for True, so that "True" does no harm."""
    return _severity_of_flag(part, name) if name in _FLAGS else None


def _severity_of_flag(part: Configured, name: str) -> Severity:
    meant = str(part.known(name)).strip().capitalize()
    return Severity.ADVICE if meant == "True" else Severity.WARNING


_Found = tuple[str, str, bool]  # the message, the value to write ("" for none), whether that is safe


def _of_flag(part: Configured, name: str) -> _Found | None:
    value = part.known(name)
    if not isinstance(value, str):
        return None
    meant = value.strip().capitalize()
    if meant not in ("True", "False"):
        return f"`{part.written(name)}` is a string and counts as True; write True or False", "", False
    if meant == "True":
        return f"`{part.written(name)}` is a string; write {name}=True", "True", True
    return f"`{part.written(name)}` is a string and counts as True; write {name}=False", "False", True


def _of_name(part: Configured, name: str, target: KerasTarget) -> _Found | None:
    value = part.known(name)
    if wrong := no_name(part, name):
        return wrong, "", False
    if not isinstance(value, str) or not is_unresolved(value, NAMED[name], target):
        return None
    what = f"`{part.written(name)}`: Keras has no such {kind_of(name)}"
    new = nearest(value, NAMED[name], target)
    if new is None or "(" in new:
        return (f"{what}; write {new}" if new else what), "", False
    return f"{what}; write {new!r}", quoted(new, part.argument(name)), False


@mends("invalid-rnn-argument")
def valid_argument(specification: Specification, defect: Defect) -> Specification | None:
    """A flag for one written as text, a size for one that is none, the default for a name that Keras does not know."""
    if defect.argument is None:
        return None
    if defect.value in ("True", "False"):
        return specification.changed(defect.node, **{defect.argument: defect.value == "True"})
    if defect.argument == "units":
        return specification.changed(defect.node, units=32)
    return specification.dropped(defect.node, defect.argument)
