"""Functions that `compile` is given as loss or metric: Keras calls each with the targets and the predictions."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Class,
    Function,
    Given,
    Instance,
    Items,
    Module,
    Table,
)
from lstm_lint.reader.libraries.keras.loss_order import note_order
from lstm_lint.reader.libraries.keras.names import canonical, split
from lstm_lint.reader.tree.syntax import own_nodes, parts
from lstm_lint.script import Known

_MOST = 50  # losses or metrics of a model


def note_functions(it: Interpreter, given: dict[str, Given]) -> None:
    """Write down a loss or metric that cannot be called with two arrays, or only makes the function that can."""
    if it.control.guards:
        return
    for name in ("loss", "metrics", "weighted_metrics"):
        if name in given:
            for value, node in _each(given[name].value, given[name].node):
                if isinstance(value, Function) and node is not None:
                    _note(it, value, node, "loss" if name == "loss" else "metric")
                if isinstance(value, Instance) and name != "loss":
                    _note_update(it, value)


def _note_update(it: Interpreter, metric: Instance) -> None:
    """Write down a metric class of the program whose `update_state` does not take `sample_weight`: Keras gives it."""
    update = metric.cls.find("update_state")
    bases = [base for one in metric.cls.line() for base in one.bases]
    of_keras = any(
        isinstance(base, Module) and canonical(base.path).startswith("keras.metrics.") for base in bases
    )
    if not of_keras or not isinstance(update, Function) or not isinstance(update.node, cst.FunctionDef):
        return
    params = update.node.params
    ordered = [one.name.value for one in (*params.posonly_params, *params.params)]
    named = {*ordered, *(one.name.value for one in params.kwonly_params)}
    plain = params.star_kwarg is None and not update.node.decorators and update.kind == "plain"
    if plain and len(ordered) >= 3 and "sample_weight" not in named and it.target.at_least(3):
        it.record.refuse(update.node.name, "metric-takes", metric.cls.name)


def note_callbacks(it: Interpreter, given: dict[str, Given]) -> None:
    """Write down a class of a callback that was not called."""
    if "callbacks" not in given or it.control.guards:
        return
    for value, node in _each(given["callbacks"].value, given["callbacks"].node):
        found = split(canonical(value.path)) if isinstance(value, Module) else None
        of_keras = found is not None and found[0] == "callbacks" and found[1][:1].isupper()
        own = isinstance(value, Class) and canonical(value.library).startswith("keras.callbacks.")
        if node is not None and isinstance(value, Known) and isinstance(value.value, str):
            it.record.refuse(node, "callback-text", value.value)
        if node is not None and (of_keras or own):
            name = (
                found[1] if of_keras and found is not None else value.name if isinstance(value, Class) else ""
            )
            it.record.refuse(node, "callback-class", name)
        if isinstance(value, Built):
            for hook, count, place in value.hooks:
                it.record.refuse(place, "callback-takes", hook, str(count))
            if value.cls == "LearningRateScheduler" and not value.custom:
                _note_schedule(it, value, given)


def _note_schedule(it: Interpreter, callback: Built, given: dict[str, Given]) -> None:
    """Write down a schedule that is no function of the epoch, or that returns nothing: the last epoch asks as well."""
    schedule = callback.given.get("schedule")
    if schedule is None or schedule.node is None:
        return
    value = schedule.value
    if isinstance(value, Known) and type(value.value) in (int, float):
        it.record.refuse(schedule.node, "schedule-number", it.text(schedule.node))
    elif isinstance(value, Built) and value.kind == "schedules" and it.target.at_least(3):
        it.record.refuse(schedule.node, "schedule-object", value.cls)
    elif isinstance(value, Function) and value.kind == "plain" and value.owner is None:
        definition = value.node
        if not isinstance(definition, cst.FunctionDef) or definition.decorators or definition.asynchronous:
            return
        ends = (cst.Return, cst.Yield, cst.Raise)
        returned = [one for one in own_nodes(definition.body) if isinstance(one, ends)]
        if all(isinstance(one, cst.Return) and one.value is None for one in returned):
            it.record.refuse(definition.name, "schedule-nothing", value.name, "")
            return
        epochs = given["epochs"].value if "epochs" in given else Known(1)
        last = epochs.value - 1 if isinstance(epochs, Known) and isinstance(epochs.value, int) else 0
        for epoch in {0, max(last, 0)}:
            if _answers(it, value, epoch) == Known(None):
                it.record.refuse(definition.name, "schedule-nothing", value.name, str(epoch))


def _answers(it: Interpreter, schedule: Function, epoch: int) -> Abstract:
    """What a schedule returns for an epoch."""
    params = schedule.node.params
    args = [Given(Known(epoch)), Given(Number("the rate"))]
    return it.trial(schedule, Args(args[: len([*params.posonly_params, *params.params])]))


def _each(value: Abstract, node: cst.CSTNode | None) -> Iterator[tuple[Abstract, cst.CSTNode | None]]:
    """What a list or dict holds, or the one value, and where it is written."""
    if isinstance(value, Items):
        held = [] if value.spoiled else value.items[:_MOST]
        alike = isinstance(node, (cst.List, cst.Tuple)) and len(node.elements) == len(value.items)
        elements = node.elements if alike and isinstance(node, (cst.List, cst.Tuple)) else ()
        for at, item in enumerate(held):
            yield item, elements[at].value if elements else node
    elif isinstance(value, Table):
        for item in list(value.entries.values())[:_MOST]:
            yield item, node
    else:
        yield value, node


def _note(it: Interpreter, function: Function, node: cst.CSTNode, what: str) -> None:
    definition = function.node
    if function.owner is not None or function.kind != "plain":
        return
    if isinstance(definition, cst.FunctionDef) and (definition.decorators or definition.asynchronous):
        return
    params = definition.params
    ordered = [*params.posonly_params, *params.params]
    needed = [one.name.value for one in ordered if one.default is None]
    needed += [one.name.value for one in params.kwonly_params if one.default is None]
    name = function.name if isinstance(definition, cst.FunctionDef) else "lambda"
    if isinstance(definition, cst.FunctionDef) and _makes_function(definition):
        it.record.refuse(node, "function-maker", what, name)
    elif (len(ordered) < 2 and params.star_arg is None) or len(needed) > 2:
        takes = len(needed) if len(needed) > 2 else len(ordered)
        it.record.refuse(node, "function-takes", what, name, str(takes))
    else:
        note_order(it, function, what)


def _makes_function(definition: cst.FunctionDef) -> bool:
    """Whether it returns a function that it defines: `def weighted(w): def loss(y, f): ...; return loss`."""
    waiting: list[cst.CSTNode] = [definition.body]
    defined: set[str] = set()
    returned: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.FunctionDef):
            defined.add(node.name.value)
            continue
        if isinstance(node, cst.Return) and isinstance(node.value, (cst.Name, cst.Lambda)):
            returned.add(node.value.value if isinstance(node.value, cst.Name) else "")
            if isinstance(node.value, cst.Lambda):
                defined.add("")
        waiting.extend(parts(node))
    return bool(returned & defined)
