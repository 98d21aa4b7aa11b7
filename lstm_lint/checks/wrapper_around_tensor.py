"""LL165: a wrapper or RNN gets the output of a layer, or its class, instead of the layer."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.argument_roles import LAYERS_HELD
from lstm_lint.keras_api.layers import traits
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Known, LayerOutput, Script, Symbol


@check("wrapper-around-tensor", needs="Bidirectional|TimeDistributed|SpectralNormalization|RNN")
def wrapper_around_tensor(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for layer, model in script.layers():
        for part in (*layer.wrappers, layer) if not layer.custom else ():
            for name in LAYERS_HELD.get(part.cls, ()):
                value = part[name]
                meant = "cell" if name == "cell" else "layer"
                message = ""
                if isinstance(value, LayerOutput):
                    message = _message(part.cls, value.of, meant)
                elif isinstance(value, Known) and isinstance(value.value, Symbol):
                    message = _of_class(part.cls, value.value, meant)
                if message:
                    about = (model.name if model else None, layer.name)
                    yield Problem(message, part.span(name), None, None, *about)


def _message(wrapper: str, inner: str, meant: str) -> str:
    if inner == "InputLayer":
        return f"`{wrapper}` gets an Input, which is a tensor, not a {meant}: ValueError"
    return f"`{wrapper}` gets the output of `{inner}`, not the {meant}: ValueError; write {wrapper}({inner}(...))(x)"


def _of_class(wrapper: str, given: Symbol, meant: str) -> str:
    if not given.path.startswith("keras.layers.") or traits(given.name).family == "":
        return ""
    return f"`{wrapper}` gets the class `{given.name}`, not a {meant}: ValueError; write {given.name}(...)"
