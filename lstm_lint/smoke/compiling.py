"""The loss and the optimizer of a rebuilt model, as the last `compile` has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import loss_of, name_of
from lstm_lint.script import Compile, Configured, Known, Model, Unknown
from lstm_lint.smoke import allowed
from lstm_lint.smoke.encode import NoEncoding, encode, part
from lstm_lint.smoke.specification import Part

ADAM = Part("Adam", {"learning_rate": 0.001})
_BY_HEAD = {"softmax": "sparse_categorical_crossentropy", "sigmoid": "binary_crossentropy"}
_LOSS_ARGUMENTS = frozenset({"from_logits", "label_smoothing", "delta"})


def losses_of(model: Model, notes: list[str]) -> tuple[Part, ...]:
    """The loss of each output, or one for all of them; a stand-in that fits the head where it is not known."""
    compiled = model.compiles[-1] if model.compiles else None
    name = loss_of(compiled) if compiled is not None else None
    if compiled is not None and name in allowed.LOSSES:
        return (
            Part(
                allowed.LOSSES[name],
                _loss_arguments(compiled.loss.value if isinstance(compiled.loss, Known) else None),
            ),
        )
    if compiled is not None and (each := _of_outputs(model, compiled)) is not None:
        return each
    by_head = {head.activated: _BY_HEAD.get(head.activation, "mean_squared_error") for head in heads(model)}
    names = tuple(by_head.values()) or ("mean_squared_error",)
    if len(names) != len(model.heads):
        names = names[:1]
    notes.append(f"the loss {names[0]}, as that of the script is not known")
    return tuple(Part(allowed.LOSSES[one]) for one in names)


def _of_outputs(model: Model, compiled: Compile) -> tuple[Part, ...] | None:
    """The losses of a list or a dict, in the order of the outputs; None where one of them is not known."""
    given = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if isinstance(given, Mapping):
        names = {str(name): one for name, one in given.items()}
        if set(names) != {head.name for head in model.heads}:
            return None
        given = [names[head.name] for head in model.heads]
    if not isinstance(given, (list, tuple)) or len(given) != len(model.heads):
        return None
    found = []
    for one in given:
        value = one if isinstance(one, (Known, Unknown)) else Known(one)
        name = name_of(value)
        if name not in allowed.LOSSES:
            return None
        found.append(
            Part(allowed.LOSSES[name], _loss_arguments(value.value if isinstance(value, Known) else None))
        )
    return tuple(found)


def optimizer_of(model: Model, notes: list[str]) -> Part:
    """The optimizer as configured; Adam where it is not known."""
    compiled = model.compiles[-1] if model.compiles else None
    configured = compiled.optimizer if compiled is not None else None
    if configured is None:
        if compiled is not None and compiled.given("optimizer"):
            notes.append("Adam(0.001), as the optimizer is not known")
        return ADAM
    return optimizer_part(configured, notes)


def optimizer_part(configured: Configured, notes: list[str], keep: frozenset[str] = frozenset()) -> Part:
    """An optimizer with what is known of its arguments; those in `keep` are passed on as written."""
    cls = configured.cls.rpartition(".")[2]
    if cls not in allowed.OPTIMIZERS:
        notes.append(f"Adam(0.001) instead of {cls}")
        return ADAM
    arguments: dict[str, Any] = {}
    for name, argument in configured.arguments.items():
        if (
            not argument.given
            or argument.place is None
            or (name in ("name", "decay", "jit_compile") and name not in keep)
        ):
            continue
        try:
            value = argument.value
            inner = value.value if isinstance(value, Known) else None
            arguments[name] = part(inner) if isinstance(inner, Configured) else encode(value)
        except NoEncoding:
            notes.append(f"the default {name} of {cls}, which is not known")
    if "lr" in arguments and "lr" not in keep:
        arguments["learning_rate"] = arguments.pop("lr")
    if isinstance(arguments.get("learning_rate"), int) and "learning_rate" not in keep:
        arguments["learning_rate"] = float(arguments["learning_rate"])
    return Part(cls, arguments)


def compile_of(model: Model) -> Compile | None:
    """The `compile` that a rebuilt model goes by."""
    return model.compiles[-1] if model.compiles else None


def _loss_arguments(loss: object) -> dict[str, Any]:
    if not isinstance(loss, Configured):
        return {}
    found: dict[str, Any] = {}
    for name in _LOSS_ARGUMENTS & set(loss.arguments):
        if loss.given(name):
            try:
                found[name] = encode(loss[name])
            except NoEncoding:
                continue
    return found
