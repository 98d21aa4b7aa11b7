"""LL513: an optimizer that Keras refuses, or that climbs instead of descending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.signatures import exists, identifiers
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.training import compiled, optimizers, plain_name, rate_argument, reschedules
from lstm_lint.script import Compile, Configured, Known, Model, Script, Symbol, is_text

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_LONGEST_NAME = 11  # that leaves a message in its line


@check("optimizer-misuse")
def optimizer_misuse(script: Script) -> Iterator[Problem]:
    yield from _not_an_instance(script)
    yield from _shared(script)
    yield from refusals(script, of_kind("gradients", _alone))
    yield from refusals(script, of_kind("gradients-apart", _apart))
    yield from refusals(script, of_kind("second-model", _second_model))
    pinned = script.target.certainty == "pinned"  # those of Keras 2 have it
    yield from refusals(script, of_kind("minimize", _without_minimize), None if pinned else Severity.WARNING)
    if script.target.at_least(3):
        yield from _outer_arguments(script)
        yield from _no_averages(script)
        yield from each_place_once(_out_of_range(script))
    rescheduled = {id(optimizer) for optimizer, models in compiled(script) if reschedules(models)}
    for optimizer in optimizers(script):
        if exists("optimizers", optimizer.cls, script.target):  # else LL902 says that it is gone
            yield from _rate(optimizer, script.target, id(optimizer) in rescheduled)


def _alone(written: str) -> str:
    shown = written if written.isidentifier() and len(written) <= _LONGEST_NAME else "gradients"
    message = "`apply_gradients` takes pairs, and gets gradients without their variables: ValueError"
    return f"{message}; write zip({shown}, variables)"


def _apart() -> str:
    message = "`apply_gradients` takes pairs, and gets gradients beside their variables: it raises"
    return f"{message}; write zip(...) around them"


def _second_model(cls: str, first: str, second: str) -> str:
    named = f"`{first}`, then `{second}`" if first and second and len(first + second) < 30 else "two models"
    return f"this {cls} gets the weights of {named}: it raises for those of the second; make one for each"


def _without_minimize(cls: str) -> str:
    message = f"`{cls}` of Keras 3 has no `minimize`: AttributeError"
    return f"{message}; use a GradientTape and apply_gradients(zip(...))"


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
            return (
                f"`optimizer={value!r}` is not an optimizer of Keras: compile raises; use e.g. 'adam'",
                None,
            )
    return None


# What the optimizer inside LossScaleOptimizer is to be told: optimizers/loss_scale_optimizer.py of Keras 3.15.
_OF_THE_INNER = (
    "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "ema_overwrite_frequency", "weight_decay",
    "loss_scale_factor", "gradient_accumulation_steps",
)  # fmt: skip


def _outer_arguments(script: Script) -> Iterator[Problem]:
    """Arguments of LossScaleOptimizer itself, which the newest Keras refuses and older ones pass over."""
    seen: set[object] = set()
    for model in script.models:
        for outer in (call.optimizer for call in model.compiles if call.optimizer is not None):
            if outer.cls != "LossScaleOptimizer" or outer.place.node in seen:
                continue
            seen.add(outer.place.node)
            for name in _OF_THE_INNER:
                if outer.given(name) and outer.known(name) not in (None, False):
                    message = f"`{outer.written(name)}` of LossScaleOptimizer raises ValueError; "
                    message += "give it to the inner optimizer"
                    yield Problem(message, outer.span(name), model=model.name)


def _fraction(value: object) -> bool:
    return isinstance(value, float) and 0 <= value <= 1


def _not_negative(value: object) -> bool:
    return not isinstance(value, (int, float)) or value >= 0


def _above_zero(value: object) -> bool:
    return not isinstance(value, (int, float)) or value > 0


# What Keras 3.15 takes, by argument: of which optimizers and schedules (empty: of all), and what to write else.
# optimizers/base_optimizer.py, sgd.py, lion.py, ftrl.py, adamw.py, schedules/learning_rate_schedule.py.
_TAKEN: dict[str, tuple[tuple[str, ...], Callable[[object], bool], str]] = {
    "momentum": (("SGD",), _fraction, "write a float from 0.0 to 1.0"),
    "beta_1": (
        ("Lion",),
        lambda value: not isinstance(value, (int, float)) or 0 < value <= 1,
        "write a number between 0 and 1",
    ),
    "weight_decay": (("AdamW",), lambda value: value is not None, "write a float, such as 0.004"),
    "gradient_accumulation_steps": (
        (),
        lambda value: not isinstance(value, (int, float)) or not value or value >= 2,
        "write 2 or more, or leave it out",
    ),
    "initial_accumulator_value": (("Ftrl",), _not_negative, "write 0 or more"),
    "learning_rate_power": (
        ("Ftrl",),
        lambda value: not isinstance(value, (int, float)) or value <= 0,
        "write 0 or less",
    ),
    "l1_regularization_strength": (("Ftrl",), _not_negative, "write 0 or more"),
    "l2_regularization_strength": (("Ftrl",), _not_negative, "write 0 or more"),
    "l2_shrinkage_regularization_strength": (("Ftrl",), _not_negative, "write 0 or more"),
    "decay_steps": (
        ("CosineDecay", "ExponentialDecay", "InverseTimeDecay", "PolynomialDecay"),
        _above_zero,
        "write how many batches it takes",
    ),
    "first_decay_steps": (("CosineDecayRestarts",), _above_zero, "write how many batches it takes"),
}
# Of averages of the weights, which are kept with `use_ema=True` alone.
_OF_AVERAGES: dict[str, tuple[Callable[[object], bool], str]] = {
    "ema_momentum": (
        lambda value: not isinstance(value, (int, float)) or 0 <= value <= 1,
        "write a number from 0 to 1",
    ),
    "ema_overwrite_frequency": (
        lambda value: not value or (isinstance(value, int) and value >= 1),
        "write a whole number above 0",
    ),
}


def _out_of_range(script: Script) -> Iterator[Problem]:
    """Arguments of which Keras takes some values only."""
    for optimizer in optimizers(script):
        if optimizer.cls.startswith("legacy.") or optimizer.cls == "LossScaleOptimizer":
            continue
        schedule = optimizer.known(rate_argument(optimizer))
        for what in (optimizer, schedule) if isinstance(schedule, Configured) else (optimizer,):
            for name, (classes, takes, cure) in _TAKEN.items():
                if not classes or what.cls in classes:
                    yield from _refused(what, name, takes, cure)
        if isinstance(schedule, Configured) and schedule.cls == "PiecewiseConstantDecay":
            yield from _uneven(schedule)
        for name, (takes, cure) in _OF_AVERAGES.items() if optimizer.known("use_ema") is True else ():
            yield from _refused(optimizer, name, takes, cure)


def _uneven(schedule: Configured) -> Iterator[Problem]:
    """A rate before each boundary, and one after the last."""
    boundaries, rates = schedule.known("boundaries"), schedule.known("values")
    if not isinstance(boundaries, (list, tuple)) or not isinstance(rates, (list, tuple)):
        return
    if len(rates) != len(boundaries) + 1:
        message = f"{len(boundaries)} boundaries and {len(rates)} values: ValueError"
        yield Problem(f"{message}; write {len(boundaries) + 1} values", schedule.span("values"))


def _refused(what: Configured, name: str, takes: Callable[[object], bool], cure: str) -> Iterator[Problem]:
    value = what.argument(name).value
    if what.given(name) and isinstance(value, Known) and not takes(value.value):
        yield Problem(f"`{what.written(name)}` of {what.cls} raises ValueError; {cure}", what.span(name))


def _no_averages(script: Script) -> Iterator[Problem]:
    """SwapEMAWeights where the optimizer keeps no average of the weights: callbacks/swap_ema_weights.py."""
    seen: set[object] = set()
    for model in script.models:
        optimizer = model.in_force[-1].optimizer if len(model.in_force) == 1 else None
        if optimizer is None or optimizer["use_ema"] != Known(False) or optimizer.cls == "LossScaleOptimizer":
            continue
        for fit in model.fits:
            for callback in fit.callbacks or ():
                swaps = callback.cls == "SwapEMAWeights" and callback.place.node not in seen
                if swaps and (callback["swap_on_epoch"] == Known(True) or fit.validation is True):
                    seen.add(callback.place.node)
                    message = f"SwapEMAWeights raises ValueError: {plain_name(optimizer)} keeps no average; "
                    yield Problem(
                        f"{message}write use_ema=True in {optimizer.cls}", callback.span(), model=model.name
                    )


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
    elif (
        name == "learning_rate"
        and target.at_least(3)
        and (isinstance(value, int) or is_text(optimizer[name]))
    ):
        kind = "an int" if isinstance(value, int) else "a string"
        instead = _as_float(value) if isinstance(value, (int, str)) else "float(...)"
        message = f"`{optimizer.written(name)}` is {kind}: Keras 3 raises ValueError; write {instead}"
        yield Problem(message, optimizer.span(name), fix=_float_fix(optimizer, value))


def _as_float(value: int | str) -> str:
    try:
        return repr(float(value))
    except ValueError:
        return "a float or a schedule"


def _float_fix(optimizer: Configured, value: object) -> Fix | None:
    """A number where a number stands, `float(...)` around a name."""
    place = optimizer.argument("learning_rate").place
    if (
        place is None
        or isinstance(value, bool)
        or not isinstance(value, (int, str))
        or _as_float(value).startswith("a ")
    ):
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
