"""LL167: a layer that goes where a tensor is wanted, or what is no layer where one is."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import signature
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Misplaced, Script


@check("layer-not-called", needs="misplaced")
def layer_not_called(script: Script) -> Iterator[Problem]:
    yield from each_place_once(
        Problem(_message(found, script.target), found.place.span) for found in script.misplaced
    )


def _message(found: Misplaced, target: KerasTarget) -> str:
    name, taker = found.name, found.taker
    made = f"{name}({'...' if _needs_arguments(name, target) else ''})"
    match found.what:
        case "tensors" | "tensor":
            on = "[...]" if found.what == "tensors" else "x"
            return f"`{name}(...)` makes a layer, and gets tensors: Keras raises; write {made}({on})"
        case "models" | "layers":
            why = f"`{name}` is made of {found.what}, which it does not merge: Keras raises"
            return f"{why}; write {made}([a.output, ...])"
        case "array":
            return (
                "an array is among the tensors of `Model`: Keras raises; write an Input, and give it to `fit`"
            )
        case "layer":
            return f"`{name}` is a layer, `{taker}` takes a tensor: Keras raises; call it, {made}(x)"
        case "model":
            return f"`{name}` is a model, `{taker}` takes a tensor: Keras raises; call it on one, or take its output"
        case "class" if taker != "Sequential":
            return f"`{name}` is a class, `{taker}` takes a tensor: Keras raises; write {made}(x)"
        case "class":
            return f"`{name}` is a class, not a layer: a Sequential refuses it; write {made}"
        case "output":
            return f"the output of `{name}` is not a layer: a Sequential refuses it; add the layer itself"
        case "list":
            return "a list is not a layer: a Sequential refuses it; put in its elements"
        case "function":
            return f"`{name}` is a function, not a layer: a Sequential refuses it; write Activation or Lambda around it"
    message = f"{name} is not a layer: a Sequential refuses it"
    named = name.strip("'\"")
    return with_cure(message, f"write Activation({name})") if named != name else message


def _needs_arguments(cls: str, target: KerasTarget) -> bool:
    api = signature("layers", cls, target)
    return api is None or bool(api.required)
