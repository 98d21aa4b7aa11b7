"""What several rules ask of a training: optimizer and learning rate, planned steps, what limits overfitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, inf, isfinite

from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.onlookers import ONLOOKERS
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.script import Configured, Fit, Known, Layer, Model, Script

# Default learning rates of Keras 3 (of Keras 2 for Lion: 10 times less, as its paper asks).
DEFAULT_RATES = {
    "SGD": 0.01, "RMSprop": 0.001, "Adam": 0.001, "AdamW": 0.001, "Adamax": 0.001, "Nadam": 0.001, "Lion": 0.0001,
    "Adagrad": 0.001, "Adadelta": 0.001, "Ftrl": 0.001, "Adafactor": 0.001, "Lamb": 0.001, "Muon": 0.001,
    "ScheduleFreeAdamW": 0.0025,
}  # fmt: skip
# Those of the package `keras` before 2.4, where it took them from TensorFlow.
_OLD_RATES = {"Adamax": 0.002, "Nadam": 0.002, "Adagrad": 0.01, "Adadelta": 1.0}
_SINCE_OLD_RATES = (2, 4)
# Their steps do not grow with the gradient.
ADAM_FAMILY = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Lion"})
_MAX_READINGS = 100  # of one call
CLIPPING = ("clipnorm", "global_clipnorm", "clipvalue")
_AGAINST_OVERFITTING = ("dropout", "noise", "penalty", "augmentation")
_PENALTIES = ("kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer")
_AUGMENTATION = ("Random", "Augment")  # of other packages, too
PASSIVE_CALLBACKS = ONLOOKERS | {  # they leave the learning rate, the logs and the end of training alone
    "BackupAndRestore", "BaseLogger", "CSVLogger", "History", "ModelCheckpoint", "ProgbarLogger", "RemoteMonitor",
    "TensorBoard", "TerminateOnNaN",
}  # fmt: skip
_KEEPS_RATE = PASSIVE_CALLBACKS | {
    "EarlyStopping",
    "ReduceLROnPlateau",
    "LambdaCallback",
}  # or lowers it later on
_ENDS_NOTHING = PASSIVE_CALLBACKS | {"ReduceLROnPlateau", "LearningRateScheduler"}


def plain_name(optimizer: Configured) -> str:
    """The class of an optimizer, `Adam` also for `legacy.Adam`."""
    return optimizer.cls.rpartition(".")[2]


@once
def compiled(script: Script) -> tuple[tuple[Configured, tuple[Model, ...]], ...]:
    """Each optimizer that is compiled into a recurrent model, with all models that get it from the same place.

    Of a call that is read very often the first readings speak for all.
    """
    pairs = [
        (compile.optimizer, model)
        for model in script.models
        for compile in model.in_force
        if compile.optimizer is not None and model.recurrent
    ]
    models = _by_place(pairs)
    seen: set[int] = set()
    found: list[tuple[Configured, tuple[Model, ...]]] = []
    readings: Counter[int] = Counter()
    for optimizer, _ in pairs:
        if id(optimizer) not in seen and plain_name(optimizer) in DEFAULT_RATES:
            seen.add(id(optimizer))
            at = id(optimizer.place.node)
            readings[at] += 1
            if readings[at] <= _MAX_READINGS:
                found.append((optimizer, models[at]))
    return tuple(found)


def user_of(optimizer: Configured, models: Sequence[Model]) -> Model:
    """The model, of those compiled at one place, that gets this very optimizer."""
    found = (model for model in models if any(one.optimizer is optimizer for one in model.in_force))
    return next(found, models[0])


def optimizers(script: Script) -> Iterator[Configured]:
    """Every optimizer of the script once, compiled or not; those written as a string have no arguments."""
    built = [call.optimizer for model in script.models for call in model.compiles]
    seen: set[object] = set()
    for optimizer in (*built, *script.loose):
        if (
            optimizer is not None
            and plain_name(optimizer) in DEFAULT_RATES
            and optimizer.place.node not in seen
        ):
            seen.add(optimizer.place.node)
            yield optimizer


@once
def trained(script: Script) -> tuple[tuple[Fit, tuple[Model, ...]], ...]:
    """Each `fit` of a recurrent model, with all models that it may train: one for each path that leads there."""
    pairs = [(fit, model) for model in script.models if model.recurrent for fit in model.fits]
    models = _by_place(pairs)
    first: dict[int, Fit] = {}
    for fit, _ in pairs:
        first.setdefault(id(fit.place.node), fit)
    return tuple((fit, models[at]) for at, fit in first.items())


@once
def learned(script: Script) -> tuple[tuple[Fit, tuple[Model, ...]], ...]:
    """What `trained` gives, and the calls below a GradientTape by which a loop of the program trains such a model.

    Such a call has the array that goes in, and nothing else: no target, no validation.
    """
    pairs = [(call, model) for model in script.models if model.recurrent for call in model.taught_on]
    models = _by_place(pairs)
    first: dict[int, Fit] = {}
    for call, _ in pairs:
        first.setdefault(id(call.place.node), call)
    return (*trained(script), *((call, models[at]) for at, call in first.items()))


def is_left_aside(script: Script, model: Model) -> bool:
    """Whether the program trains other models, and nobody is seen to train this one, nor to get it."""
    if not trained(script) or model.handed_out or model.asked:
        return False
    same = (one for one in script.models if one.place.node is model.place.node)
    return not any(one.fits or one.taught for one in same)


def _by_place(pairs: Iterable[tuple[Configured, Model]]) -> dict[int, tuple[Model, ...]]:
    """The models of all objects that come from the same call, by the `id` of its node."""
    found: dict[int, list[Model]] = {}
    for built, model in pairs:
        found.setdefault(id(built.place.node), []).append(model)
    return {node: tuple(models) for node, models in found.items()}


def callbacks(script: Script) -> Iterator[tuple[Configured, Fit | None, Model | None]]:
    """Every callback, each place once, with the training that it is passed to, if it is passed to one."""
    seen: set[int] = set()
    for model in script.models:
        for fit in model.fits:
            for callback in fit.callbacks or ():
                if id(callback.place.node) not in seen:
                    seen.add(id(callback.place.node))
                    yield callback, fit, model
    for loose in script.loose:
        if loose.kind == "callbacks" and id(loose.place.node) not in seen:
            seen.add(id(loose.place.node))
            yield loose, None, None


def same_place(first: Configured, second: Configured) -> bool:
    """Whether two objects come from the same call of the program, read on two paths or for two models."""
    return first.place.node is second.place.node


def rate_argument(optimizer: Configured) -> str:
    """The argument that holds the learning rate: `lr` where the program uses that older name."""
    return "lr" if optimizer.given("lr") else "learning_rate"


def learning_rate(optimizer: Configured) -> float | None:
    """The learning rate if it is a known constant; None for a schedule and for what is not known."""
    return optimizer.number(rate_argument(optimizer))


def rate_bounds(optimizer: Configured) -> tuple[float, float] | None:
    """The least and the greatest learning rate that a search draws; twice the same where it is a constant."""
    return optimizer.bounds(rate_argument(optimizer))


def default_rate(optimizer: Configured, target: KerasTarget) -> float:
    """Its default in the Keras that the script is written for; the older one where it may be both."""
    name = plain_name(optimizer)
    old = target.low < _SINCE_OLD_RATES and target.standalone is not False
    return _OLD_RATES.get(name, DEFAULT_RATES[name]) if old else DEFAULT_RATES[name]


def rate_problem(
    optimizer: Configured, usual: float, models: tuple[Model, ...], message: str, severity: Severity
) -> Problem:
    """A problem of the learning rate, with the fix that writes the default."""
    argument = rate_argument(optimizer)
    fix = optimizer.set_argument(argument, f"{usual}", applicability="unsafe")
    return Problem(message, optimizer.span(argument), severity, fix, models[0].name)


def reschedules(models: tuple[Model, ...]) -> bool:
    """Whether a callback may change the learning rate: warm-up, cycles, a finder, or callbacks that were not read."""
    return any(map(_is_rescheduled, models))


@once
def _is_rescheduled(model: Model) -> bool:
    return any(
        fit.callbacks is None or not all(is_one_of(callback, _KEEPS_RATE) for callback in fit.callbacks)
        for fit in model.fits
    )


def is_own(callback: Configured, target: KerasTarget) -> bool:
    """Whether it is of a class of the program, and none of Keras."""
    return not exists("callbacks", callback.cls, target)


def is_one_of(callback: Configured, classes: frozenset[str]) -> bool:
    """Whether it is of one of these classes, among which are those that look on, or of one of the program that does."""
    return callback.looks_on or callback.cls in classes


def sweeps_rate(fit: Fit) -> bool:
    """Whether it runs through learning rates to find one, and its model is thrown away."""
    return any(callback.cls == "LearningRateScheduler" for callback in fit.callbacks or ())


def is_clipped(optimizer: Configured) -> bool | None:
    """Whether the optimizer clips gradients. Values of 0 and below are ignored by Keras. None where not known."""
    values = [optimizer[name] for name in CLIPPING if name in optimizer.arguments]
    if any((optimizer.number(name) or 0) > 0 for name in CLIPPING):
        return True
    if not optimizer.complete or not all(isinstance(value, Known) for value in values):
        return None
    return False


@once
def longest_sequence(model: Model) -> int | None:
    """The most time steps that a recurrent layer of the model reads, as far as known."""
    return max((layer.timesteps for layer in model.recurrent if layer.timesteps is not None), default=None)


@once
def largest_units(model: Model) -> int | None:
    """The most units of a recurrent layer of the model, as far as known."""
    units = [layer.number("units") or layer.number("filters") for layer in model.recurrent]
    return max((int(count) for count in units if count is not None and count >= 1), default=None)


@once
def is_regression(model: Model) -> bool | None:
    """Whether every loss that the model is compiled with is one on real values; None where a loss is not known."""
    losses = [loss_of(compile) for compile in model.in_force]
    if not losses or None in losses:
        return None
    return all(loss in REGRESSION for loss in losses)


def sequences(fit: Fit) -> int | None:
    """Number of sequences that `fit` trains on, without those that `validation_split` takes away."""
    count = fit.x.rows if fit.x is not None else None
    if count is None:
        return None
    held = held_out(count, fit.number("validation_split") or 0.0)
    return count - held if held is not None else None


def held_out(rows: int, share: float) -> int | None:
    """The last rows, which `validation_split` keeps from training: none below 0; None where it is no share.

    Source: keras/src/trainers/data_adapters/data_adapter_utils.py.
    """
    return rows - floor(rows * (1 - max(share, 0.0))) if share < 1 else None


def epochs(fit: Fit) -> float | None:
    """Number of epochs, under whatever name the program gives it."""
    return fit.number("nb_epoch" if fit.given("nb_epoch") else "epochs")


def planned_steps(fit: Fit) -> int | None:
    """Number of weight updates that `fit` makes if nothing stops it: `epochs * ceil(sequences / batch_size)`."""
    passes = epochs(fit)
    per_epoch = fit.number("steps_per_epoch")
    if per_epoch is None:
        count, batch = sequences(fit), fit.number("batch_size")
        if batch is None and fit["batch_size"] == Known(None):
            batch = 32.0  # the default of Keras
        if (
            count is None
            or batch is None
            or batch < 1
            or fit.given("steps_per_epoch")
            and fit["steps_per_epoch"] != Known(None)
        ):
            return None
        per_epoch = ceil(count / batch)
    planned = passes * per_epoch if passes is not None else inf
    return int(planned) if isfinite(planned) else None


def longest_training(models: Sequence[Model]) -> int | None:
    """The weight updates of the longest `fit`; None without any, or where one is not known."""
    found = [_longest_training(model) for model in models if model.fits]
    known = [steps for steps in found if steps is not None]
    return max(known) if known and len(known) == len(found) else None


@once
def _longest_training(model: Model) -> int | None:
    found = [planned_steps(fit) for fit in model.fits]
    known = [steps for steps in found if steps is not None]
    return max(known) if known and len(known) == len(found) else None


def is_only_loaded(model: Model) -> bool:
    """Whether its weights were trained elsewhere, as the layers are, and it is not trained here."""
    return model.weights_loaded and not model.fits


@once
def has_frozen_layers(model: Model) -> bool:
    """Whether weights come from elsewhere: loaded, or in a layer that is frozen or gets its weights when built."""
    return model.weights_loaded or any(
        layer.given("weights") or (layer.given("trainable") and layer["trainable"] != Known(True))
        for layer in model.layers
    )


@once
def limits_overfitting(model: Model, target: KerasTarget) -> bool | None:
    """Whether the model or its training holds anything against overfitting; None where that is not known.

    Counts dropout of any kind, noise, L1/L2, weight decay, augmentation, EarlyStopping and the best checkpoint.
    """
    found = [
        *(_layer_limits(layer, target) for layer in model.layers),
        *(_optimizer_limits(compile.optimizer) for compile in model.in_force),
        *(_fit_limits(fit) for fit in model.fits),
    ]
    if True in found:
        return True
    return None if None in found or not model.complete else False


def _layer_limits(layer: Layer, target: KerasTarget) -> bool | None:
    if layer.traits.family in _AGAINST_OVERFITTING or layer.cls.startswith(_AUGMENTATION):
        return layer.number("rate") != 0
    if not exists("layers", layer.cls, target):
        return None  # of the program's own: it may hold anything
    parts: list[Configured] = (
        [layer, *layer.wrappers] if layer.cell is None else [layer, layer.cell, *layer.wrappers]
    )
    values = [part.argument(name).value for part in parts for name in _PENALTIES if name in part.arguments]
    values += [
        part[name] for part in parts for name in ("dropout", "recurrent_dropout") if name in part.arguments
    ]
    if any(isinstance(value, Known) and value.value for value in values):
        return True
    return False if all(isinstance(value, Known) for value in values) else None


def _optimizer_limits(optimizer: Configured | None) -> bool | None:
    if optimizer is None:
        return None
    if "weight_decay" not in optimizer.arguments:
        return False
    value = optimizer["weight_decay"]
    return bool(value.value) if isinstance(value, Known) else None


def _fit_limits(fit: Fit) -> bool | None:
    if fit.in_loop:
        return None  # folds, a sweep, or a loop that decides itself when to stop
    if fit.callbacks is None:
        return None
    known = True
    for callback in fit.callbacks:
        if callback.cls == "EarlyStopping" or callback.known("save_best_only") is True:
            return True
        known = known and is_one_of(callback, _ENDS_NOTHING)
    return False if known else None
