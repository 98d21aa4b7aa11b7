"""Elements: what unpacking a value gives, and looping over it."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Fold, Generator
from lstm_lint.reader.abstract.join import fresh, join
from lstm_lint.reader.abstract.values import Abstract, Built, Items, Linear, Module, Table, Tensor
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Known, Step, Unknown


def unpacked(
    machine: Machine, value: Abstract, count: int, starred: int | None = None
) -> list[Abstract] | None:
    """The parts of a value on the right of `a, b = value` or `a, *b = value`, or None where they are not known."""
    if isinstance(value, Tensor) and count > 1 and starred is None:
        return [Tensor(None, value.use, index) for index in range(count)]
    parts: list[Abstract] | None = None
    if isinstance(value, Data) and starred is None:
        return _unpacked_data(machine, value, count)
    if isinstance(value, Items) and not value.open and not value.spoiled and not value.unordered:
        parts = list(value.items)
    elif isinstance(value, Known) and isinstance(value.value, tuple):
        parts = [Known(item, "computed") for item in value.value]
    if parts is not None and starred is not None and len(parts) >= count - 1:
        end = len(parts) - (count - starred - 1)
        parts[starred:end] = [Items(parts[starred:end])]
    return parts if parts is not None and len(parts) == count else None


def _unpacked_data(machine: Machine, value: Data, count: int) -> list[Abstract] | None:
    """The words of a line and what a file stores, each as little known as the whole; the rows of an array."""
    stored = value.shape is None and not value.columns and all(step.kind == "read" for step in value.steps)
    if value.text or (stored and value.steps and not value.certain):
        return [value.copy() for _ in range(count)]  # `x, y = joblib.load(path)`
    rows = value.shape is not None and value.shape[:1] == (count,)
    return [element(machine, value)] * count if rows else None


def element(machine: Machine, value: Abstract, base: object = None) -> Abstract:
    """What is true of every element of an iterable whose elements cannot be listed; numbers count from `base`."""
    if isinstance(value, Data):
        own = machine.registry.element(value.kind)
        return own(machine, value) if own is not None else _row(value)
    if isinstance(value, Linear):
        return Linear(base or object(), 0, value.stride)
    if isinstance(value, Known) and isinstance(value.value, range):
        return Linear(base or object(), 0, value.value.step)
    if isinstance(value, Items) and value.items and not value.spoiled:
        found = value.items[0]
        for item in value.items[1:]:
            found = join(found, item)
        return found
    if isinstance(value, Generator) and value.yielded is not None:
        return fresh(value.yielded)
    return value if type(value) is Unknown else Unknown("an element of a loop")


def length(iterable: Abstract) -> int | None:
    """How many elements a loop gets from a value, where that is known."""
    if isinstance(iterable, Known) and isinstance(iterable.value, (range, tuple)):
        return len(iterable.value)
    if isinstance(iterable, Items) and not iterable.spoiled and not iterable.unordered:
        if iterable.open:
            return iterable.count if len(iterable.items) == 1 else None
        return len(iterable.items)
    if isinstance(iterable, Data) and iterable.kind == "array" and iterable.shape:
        return iterable.shape[0] if isinstance(iterable.shape[0], int) else None
    return None


_MOST = 12  # values that a pass is made with


def trial_of(target: cst.BaseExpression, value: Abstract) -> dict[str, object]:
    """What a pass of a loop over listed values sets: `rate` of `for rate in (0.1, 0.2)`, the entries of a dict."""
    if isinstance(value, Table):
        return {str(name): _told(item) for name, item in value.entries.items() if _told(item) is not ...}
    if isinstance(target, cst.Name) and isinstance(value, Items) and not value.mutable:
        told = ((f"{target.value}[{at}]", _told(item)) for at, item in enumerate(value.items[:_MOST]))
        return {name: one for name, one in told if one is not ...}
    if isinstance(target, cst.Name):
        return {target.value: _told(value)} if _told(value) is not ... else {}
    found: dict[str, object] = {}
    if isinstance(target, (cst.Tuple, cst.List)) and isinstance(value, Items):
        for part, item in zip(target.elements, value.items):
            found.update(trial_of(part.value, item))
    return found


def _told(value: Abstract) -> object:
    """A constant, or the name of a class or object that is one of those tried; else an ellipsis."""
    if isinstance(value, Known) and isinstance(value.value, (int, float, str, type(None))):
        return value.value
    if isinstance(value, Module):
        return value.path.rpartition(".")[2]
    return value.cls if isinstance(value, Built) else ...


def _row(value: Data) -> Data:
    """A row of an array; a line, a word or a character of a text."""
    if value.text:
        return value.copy() if value.string else value.some_texts()
    shape = value.shape[1:] if value.shape and not value.may_hold_arrays else None
    return Data(value.steps, shape, value.sure, value.magnitude, value.integer, single=value.kind == "array")


def folded(element: Abstract) -> list[Step]:
    """The splitter that made this pair of row numbers, if one did."""
    seen: set[int] = set()
    waiting = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Fold) and item.step is not None:
            return [item.step]
        if isinstance(item, Items) and id(item) not in seen:
            seen.add(id(item))
            waiting.extend(reversed(item.items))
    return []
