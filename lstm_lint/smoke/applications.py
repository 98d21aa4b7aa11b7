"""How often each layer of a model is called, and what each call reads: a layer called twice has one set of weights.

The reading has the wires between layers, each once, and the names that a merge lists, once for each call. From both
follows what every call reads wherever towers of shared layers meet in one merge; where it does not follow, it is said.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lstm_lint.script import Layer, Model
from lstm_lint.smoke import allowed

Key = TypeVar("Key", bound=Hashable)


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
    layers = [layer for layer in model.layers if layer.cls != "InputLayer"]
    read = [(id(layer), list(map(id, model.before(layer)))) for layer in layers]
    listed: dict[int, int] = {}
    for at in in_order(read, made):
        layer = layers[at]
        made[id(layer)] = []
        for inputs in _inputs(model, layer, made, starts, listed):
            number = len(made[id(layer)])
            name = ids[id(layer)] + (f"_call_{number + 1}" if number else "")
            yield Call(name, layer, inputs, ids[id(layer)] if number else None)
            made[id(layer)].append(name)
    if any(id(layer) not in made for layer in layers):
        raise Ambiguous("its layers read each other in a circle, or what one of them reads is not known")


def in_order(items: Sequence[tuple[Key, Iterable[Key]]], known: Iterable[Key]) -> Iterator[int]:
    """The numbers of the items, given by name with what each reads, after those that they read: in waves.

    Those that read each other in a circle, or what is not there, are left out.
    """
    there = frozenset(known)
    readers: dict[Key, list[int]] = {}
    missing = []
    for number, (_, read) in enumerate(items):
        lacking = set(read) - there
        missing.append(len(lacking))
        for one in lacking:
            readers.setdefault(one, []).append(number)
    wave = [number for number, count in enumerate(missing) if not count]
    while wave:
        yield from wave
        for reader in [reader for number in wave for reader in readers.get(items[number][0], ())]:
            missing[reader] -= 1
        wave = sorted(
            {reader for number in wave for reader in readers.get(items[number][0], ()) if not missing[reader]}
        )


def _inputs(
    model: Model, layer: Layer, made: dict[int, list[str]], starts: dict[int, str], listed: dict[int, int]
) -> Sequence[tuple[str, ...]]:
    """What each call of a layer reads."""
    before = model.before(layer)
    if not before:
        return [(starts[id(layer)],)] if id(layer) in starts else [()]
    if layer.cls in allowed.MERGES or layer.cls == "Operation":
        return [_merged(layer, before, made)]
    sources = [name for one in before for name in made[id(one)]]
    if len(sources) == 1 or _listed(model, layer, listed) == len(sources):
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


def _listed(model: Model, layer: Layer, known: dict[int, int]) -> int:
    """How many calls of a layer are read: as often as a merge lists it, or the layers behind it are called."""
    waiting = [layer]
    while waiting:
        one = waiting[-1]
        readers = [(reader, _merges(reader)) for reader in model.after(one)]
        behind = [reader for reader, merges in readers if not merges and id(reader) not in known]
        if behind and id(one) not in known:
            known[id(one)] = 1  # until more is known; also for a circle
            waiting += behind
            continue
        waiting.pop()
        counts = [r.inputs.count(one.name) if merges else known[id(r)] for r, merges in readers] + [1]
        known[id(one)] = max(counts)
    return known[id(layer)]


def _merges(layer: Layer) -> bool:
    return layer.cls in allowed.MERGES or layer.cls == "Operation"
