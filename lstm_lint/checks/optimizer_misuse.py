"""LL513: an optimizer that Keras refuses, or that climbs instead of descending."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.signatures import exists, identifiers
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.training import compiled, optimizers, rate_argument, reschedules
from lstm_lint.script import Compile, Configured, Known, Model, Script, Symbol

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification


@check("optimizer-misuse")
def optimizer_misuse(script: Script) -> Iterator[Problem]:
    yield from _not_an_instance(script)
    yield from _shared(script)
    rescheduled = {id(optimizer) for optimizer, models in compiled(script) if reschedules(models)}
    for optimizer in optimizers(script):
        if optimizer.cls.startswith("legacy.") and not exists("optimizers", optimizer.cls, script.target):
            name = optimizer.cls.removeprefix("legacy.")
            yield Problem(
                f"`optimizers.legacy.{name}` is not in the targeted Keras: building it raises; use `optimizers.{name}`",
                optimizer.span(),
            )
        else:
            yield from _rate(optimizer, script.target, id(optimizer) in rescheduled)


def _not_an_instance(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for model in script.models:
        for call in model.compiles:
            found = _identifier_problem(call, script) if call.place.node not in seen else None
            if found is not None:
                seen.add(call.place.node)
                message, fix = found
                yield Problem(message, call.span("optimizer"), fix=fix, model=model.name)


def _identifier_problem(call: Compile, script: Script) -> tuple[str, Fix | None] | None:
    given = call.argument("optimizer")
    value = given.value.value if isinstance(given.value, Known) else None
    if isinstance(value, Symbol) and value.path.startswith("keras.optimizers."):
        if not exists("optimizers", value.name, script.target) or value.name.islower() or given.place is None:
            return None
        name = value.name
        text = given.place.text
        fix = call.set_argument("optimizer", f"{text}()") if text.replace(".", "_").isidentifier() else None
        return f"`optimizer={name}` is a class, compile raises ValueError; write `{name}()`", fix
    if isinstance(value, str) and given.given and not script.registers_objects:
        known = {name.lower() for name in identifiers("optimizers", script.target)}
        if value.lower() not in known and ">" not in value:
            return f"`optimizer={value!r}` names no optimizer of Keras: compile raises; use e.g. 'adam'", None
    return None


def _shared(script: Script) -> Iterator[Problem]:
    """One instance for two models: it keeps its moments by variable and knows those of the first model only."""
    if not script.target.at_least(2, 11):
        return
    first: dict[int, Model] = {}
    for model in script.models:
        for call in model.compiles[-1:]:
            optimizer = call.optimizer
            if optimizer is None or not optimizer.is_call or not _certainly_trained(model):
                continue
            if optimizer.cls.startswith("legacy."):
                continue
            other = first.setdefault(id(optimizer), model)
            if other is not model and not {id(layer) for layer in other.layers} & {
                id(layer) for layer in model.layers
            }:
                yield Problem(
                    f"this {optimizer.cls} is compiled into `{other.name}` too: the second model to train raises; "
                    "build one for each",
                    call.span("optimizer"),
                    model=model.name,
                )


@once
def _certainly_trained(model: Model) -> bool:
    return any(not fit.undecided for fit in model.fits) and model.when is None


def _rate(optimizer: Configured, target: KerasTarget, rescheduled: bool) -> Iterator[Problem]:
    name = rate_argument(optimizer)
    value = optimizer.known(name)
    if not optimizer.given(name):
        return
    number = optimizer.number(name)
    if number is not None and (number < 0 or (number == 0 and not rescheduled)):
        effect = "climbs the loss instead of descending" if number < 0 else "changes nothing"
        message = f"`{optimizer.written(name)}` {effect}; write a rate above 0, such as 0.001"
        yield Problem(message, optimizer.span(name))
    elif name == "learning_rate" and target.at_least(3) and isinstance(value, (int, str)):
        kind = "an int" if isinstance(value, int) else "a string"
        message = (
            f"`{optimizer.written(name)}` is {kind}: Keras 3 raises ValueError; write {_as_float(value)}"
        )
        yield Problem(message, optimizer.span(name), fix=_float_fix(optimizer, value))


def _as_float(value: int | str) -> str:
    try:
        return repr(float(value))
    except ValueError:
        return "a float or a schedule"


def _float_fix(optimizer: Configured, value: int | str) -> Fix | None:
    """A number where a number stands, `float(...)` around a name."""
    place = optimizer.argument("learning_rate").place
    if place is None or isinstance(value, bool) or _as_float(value).startswith("a "):
        return None
    text = f"float({place.text})" if place.text.isidentifier() else _as_float(value)
    return optimizer.set_argument("learning_rate", text)


@mends("optimizer-misuse")
def rate_as_number(specification: Specification, defect: Defect) -> Specification:
    try:
        rate = float(specification.optimizer.arguments.get("learning_rate", 0.001))
    except (TypeError, ValueError):
        rate = 0.001
    return specification.with_optimizer(learning_rate=rate if rate > 0 else 0.001)
