"""How often each layer of a model is called, and what each call reads: a layer called twice has one set of weights.

The reading has the wires between layers, each once, and the names that a merge lists, once for each call. From both
follows what every call reads wherever towers of shared layers meet in one merge; where it does not follow, it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lstm_lint.script import Layer, Model
from lstm_lint.smoke import allowed


class Ambiguous(Exception):
    """A layer is called several times, and which call a reader takes was not read; the message says so."""


@dataclass(frozen=True)
class Call:
    """One call of a layer. `inputs` are ids of calls or inputs; `first` is the id of the call that made the weights."""

    id: str
    layer: Layer
    inputs: tuple[str, ...]
    first: str | None


def calls(model: Model, ids: dict[int, str], starts: dict[int, str]) -> Iterator[Call]:
    """Every call, each after those that it reads. Raises Ambiguous."""
    made: dict[int, list[str]] = {id(entry): [ids[id(entry)]] for entry in model.entries}
    waiting = [layer for layer in model.layers if layer.cls != "InputLayer"]
    while waiting:
        ready = [layer for layer in waiting if all(id(one) in made for one in model.before(layer))]
        if not ready:
            raise Ambiguous("its layers read each other in a circle, or what one of them reads is not known")
        for layer in ready:
            made[id(layer)] = []
            for inputs in _inputs(model, layer, made, starts):
                number = len(made[id(layer)])
                name = ids[id(layer)] + (f"_call_{number + 1}" if number else "")
                yield Call(name, layer, inputs, ids[id(layer)] if number else None)
                made[id(layer)].append(name)
        waiting = [layer for layer in waiting if id(layer) not in made]


def _inputs(
    model: Model, layer: Layer, made: dict[int, list[str]], starts: dict[int, str]
) -> Sequence[tuple[str, ...]]:
    """What each call of a layer reads."""
    before = model.before(layer)
    if not before:
        return [(starts[id(layer)],)] if id(layer) in starts else [()]
    if layer.cls in allowed.MERGES or layer.cls == "Operation":
        return [_merged(layer, before, made)]
    sources = [name for one in before for name in made[id(one)]]
    wanted = _listed(model, layer)
    if len(sources) == 1 or wanted == len(sources):
        return [(source,) for source in sources]
    raise Ambiguous(f"`{layer.title}` is applied several times, and to what was not read")


def _merged(layer: Layer, before: tuple[Layer, ...], made: dict[int, list[str]]) -> tuple[str, ...]:
    """The inputs of a merge in the order in which it lists them; each name stands for the next call of its layer."""
    if all(len(made[id(one)]) == 1 for one in before):
        by_name = {one.name: made[id(one)][0] for one in before}
        listed = tuple(by_name[name] for name in layer.inputs if name in by_name)
        return listed if set(listed) == set(by_name.values()) else tuple(made[id(one)][0] for one in before)
    taken: list[str] = []
    for one in before:
        if layer.inputs.count(one.name) != len(made[id(one)]):
            raise Ambiguous(
                f"`{one.title}` is applied several times, and which of them `{layer.title}` reads was not read"
            )
    left = {one.name: list(made[id(one)]) for one in before}
    for name in layer.inputs:
        taken.append(left[name].pop(0))
    return tuple(taken)


def _listed(model: Model, layer: Layer) -> int:
    """How many calls of a layer are read: as often as a merge lists it, or the layers behind it are called."""
    counts = [1]
    for reader in model.after(layer):
        merges = reader.cls in allowed.MERGES or reader.cls == "Operation"
        counts.append(reader.inputs.count(layer.name) if merges else _listed(model, reader))
    return max(counts)
