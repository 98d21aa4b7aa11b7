"""Calls that lie on several paths through a program: what is wrong on one of them may be right on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lstm_lint.findings import Problem, Span
from lstm_lint.script import Fit, Layer, Model, Script

_LONGEST_MESSAGE = 120


def on_their_paths(script: Script, found: Iterable[tuple[Model, Layer, Problem]]) -> Iterator[Problem]:
    """The problems of layers, without a fix where the same call is read without the problem in another model.

    Such a problem holds on some paths only, so its message names the condition of its own, if there is one.
    """
    held = list(found)
    for model, layer, problem in held:
        node = layer.place.node
        blamed = {id(other) for other, named, _ in held if named.place.node is node}
        readings = {
            id(other) for other in script.models if any(one.place.node is node for one in other.layers)
        }
        if readings <= blamed:
            yield problem
            continue
        message = f"{problem.message} (when {model.when})" if model.when else problem.message
        if len(message) > _LONGEST_MESSAGE:
            message = problem.message
        yield replace(problem, message=message, fix=None)


def on_every_path(script: Script, found: Iterable[tuple[Model, Fit, Problem]]) -> Iterator[Problem]:
    """The problems of `fit`, `predict` and `evaluate` calls that hold for every model which the call may be made on."""
    held = list(found)
    told: set[int] = set()
    for _, call, problem in held:
        node = call.place.node
        blamed = {id(model) for model, other, _ in held if other.place.node is node}
        called = {
            id(model)
            for model in script.models
            if any(other.place.node is node for other in (*model.fits, *model.predictions))
        }
        if called <= blamed and id(node) not in told:
            told.add(id(node))
            yield problem


def each_place_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first problem at each place: the same call of the program read in several models is one mistake."""
    seen: set[Span] = set()
    for problem in problems:
        if problem.span not in seen:
            seen.add(problem.span)
            yield problem
