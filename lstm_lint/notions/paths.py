"""Calls that lie on several paths through a program: what is wrong on one of them may be right on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lstm_lint.findings import Problem, Span
from lstm_lint.ir.records import replace
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Configured, Fit, Layer, Model, Script


def on_their_paths(script: Script, found: Iterable[tuple[Model, Layer, Problem]]) -> Iterator[Problem]:
    """The problems of layers, without a fix where the same call is read without the problem in another model.

    Such a problem holds on some paths only, so its message names the condition of its own, if there is one.
    """
    held = list(found)
    if not held:
        return
    blamed = _by_place((model, layer) for model, layer, _ in held)
    readings = _by_place((model, layer) for model in script.models for layer in model.layers)
    for model, layer, problem in held:
        node = id(layer.place.node)
        if readings.get(node, set()) <= blamed[node]:
            yield problem
            continue
        on = _explained(model, script.models, blamed[node], readings[node])
        on = on or _in_common([one for one in script.models if id(one) in blamed[node]])
        yield replace(problem, message=_on(on, problem.message) if on else problem.message, fix=None)


def _on(condition: str, message: str) -> str:
    """The message with the condition; without the remedy, which other paths may not need, where that is too long."""
    shorter, _, _ = message.rpartition("; ")
    said = (f"{text} (when {condition})" for text in (message, shorter) if text)
    return next((text for text in said if len(text) <= LONGEST), message)


def _in_common(blamed: list[Model]) -> str | None:
    """The condition of the blamed models, which is none where one stands under another or under no condition."""
    conditions = {model.when for model in blamed}
    return conditions.pop() if len(conditions) == 1 else None


def _explained(model: Model, models: Iterable[Model], blamed: set[int], read: set[int]) -> str | None:
    """The values, tried one after the other, for which a call is blamed in all models and otherwise in none."""
    held = [one for one in models if id(one) in read]
    for name, _ in model.trial:
        values = [(dict(one.trial).get(name, ...), id(one) in blamed) for one in held]
        wrong = [value for value, bad in values if bad]
        right = [value for value, bad in values if not bad]
        if ... not in (*wrong, *right) and not any(value in right for value in wrong):
            return _said(name, list(dict.fromkeys(wrong)), right)
    return None


def _said(name: str, wrong: list[object], right: list[object]) -> str:
    if len(wrong) == 1:
        return f"{name} = {wrong[0]!r}"
    numbers = [value for value in wrong if isinstance(value, (int, float))]
    others = [value for value in right if isinstance(value, (int, float))]
    if len(numbers) == len(wrong) and len(others) == len(right):
        if min(numbers) > max(others):
            return f"{name} is {min(numbers)!r} or more"
        if max(numbers) < min(others):
            return f"{name} is {max(numbers)!r} or less"
    return f"{name} is {' or '.join(map(repr, wrong))}"


def on_every_path(script: Script, found: Iterable[tuple[Model, Fit, Problem]]) -> Iterator[Problem]:
    """The problems of `fit`, `predict` and `evaluate` calls that hold for every model which the call may be made on."""
    held = list(found)
    if not held:
        return
    told: set[int] = set()
    blamed = _by_place((model, call) for model, call, _ in held)
    called = _by_place((model, call) for model in script.models for call in (*model.fits, *model.predictions))
    for _, call, problem in held:
        node = id(call.place.node)
        if called.get(node, set()) <= blamed[node] and node not in told:
            told.add(node)
            yield problem


def _by_place(pairs: Iterable[tuple[Model, Configured]]) -> dict[int, set[int]]:
    """The `id`s of the models that hold an object, by the `id` of the call that makes it."""
    found: dict[int, set[int]] = {}
    for model, built in pairs:
        found.setdefault(id(built.place.node), set()).add(id(model))
    return found


def each_place_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problem at each place: the same call of the program read in several models is one mistake."""
    seen: set[Span] = set()
    for problem in problems:
        if problem.span not in seen:
            seen.add(problem.span)
            yield problem
