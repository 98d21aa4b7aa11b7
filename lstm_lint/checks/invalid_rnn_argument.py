"""LL115: an argument of a recurrent layer that Keras rejects or takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.layers import traits
from lstm_lint.keras_api.signatures import identifiers, names
from lstm_lint.keras_api.versions import KerasTarget, parse_target
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.sizes import no_size
from lstm_lint.script import Configured, Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_FLAGS = (
    "return_sequences", "return_state", "go_backwards", "stateful", "unroll", "use_bias", "unit_forget_bias",
    "reset_after",
)  # fmt: skip
_NAMED = {
    "activation": "activations", "recurrent_activation": "activations", "kernel_initializer": "initializers",
    "recurrent_initializer": "initializers", "bias_initializer": "initializers",
    "kernel_regularizer": "regularizers", "recurrent_regularizer": "regularizers",
    "bias_regularizer": "regularizers", "activity_regularizer": "regularizers",
    "kernel_constraint": "constraints", "recurrent_constraint": "constraints", "bias_constraint": "constraints",
}  # fmt: skip
_BOTH = r"(elastic|l1)[ _-]?(and)?[ _-]?(net|l2)"


@check("invalid-rnn-argument")
def invalid_rnn_argument(script: Script) -> Iterator[Problem]:
    held: list[tuple[Model, Layer, Problem]] = []
    for layer, model in script.layers():
        if not layer.is_recurrent and layer.traits.family != "cell":
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


def _problems(part: Configured, layer: Layer, model: Model | None, script: Script) -> Iterator[Problem]:
    for name in part.arguments:
        found = None
        if name == "units":
            wrong = no_size(part, name, script.target)
            found = (*wrong, False) if wrong is not None else None
        elif name in _FLAGS:
            found = _of_flag(part, name)
        elif name in _NAMED and not script.registers_objects:
            found = _of_name(part, name, script.target)
        if found is not None:
            message, text, safe = found
            fix = part.set_argument(name, text, applicability="safe" if safe else "unsafe") if text else None
            about = (model.name if model else None, layer.name)
            yield Problem(message, part.span(name), _severity(part, name), fix, *about)


def _severity(part: Configured, name: str) -> Severity | None:
    """None, an error, where Keras raises. It takes any string for True, so that "True" does no harm."""
    if name not in _FLAGS:
        return None
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
    value, kind = part.known(name), _NAMED[name]
    if not isinstance(value, str) or not identifiers(kind, target) or _accepted(value, kind, target):
        return None
    what = kind.removesuffix("s")
    from difflib import get_close_matches  # 2 ms that only a wrong name is worth

    if kind == "regularizers" and re.fullmatch(_BOTH, value.strip().lower()):
        # Keras 3 reads "l1l2" as L1L2() with both factors 0: a name that builds and penalizes nothing.
        both = "regularizers.L1L2(l1=0.01, l2=0.01)"
        return f"`{part.written(name)}` names no {what} of Keras; write {both}", "", False
    near = get_close_matches(value.strip().lower(), sorted(identifiers(kind, target)), 1, 0.7)
    if not near:
        return f"`{part.written(name)}` names no {what} of Keras", "", False
    text = quoted(near[0], part.argument(name))
    return f"`{part.written(name)}` names no {what} of Keras; write {near[0]!r}", text, False


def _accepted(value: str, kind: str, target: KerasTarget) -> bool:
    """Keras 2 looked names up among everything that its modules held, layers such as LeakyReLU too."""
    if value in identifiers(kind, target):
        return True
    return not target.at_least(3) and (
        value in names("layers") or value in identifiers(kind, parse_target("3"))
    )


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
