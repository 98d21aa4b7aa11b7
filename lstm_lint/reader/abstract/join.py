"""What values hold: their constants, shapes and tensors, the uses before them, and what is left where paths meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from itertools import count

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import MAX_HISTORY, Data, Number
from lstm_lint.reader.abstract.values import (
    LOADED,
    Abstract,
    Built,
    Instance,
    Items,
    Linear,
    Module,
    Network,
    PublishedWord,
    Table,
    Tensor,
    Use,
)
from lstm_lint.script import Known, OneOf, SeriesKind, Shape, Step, Symbol, Unknown


def fresh(yielded: object) -> Abstract:
    """What a generator yields, in a value that its receiver may change: what comes next is another one."""
    if isinstance(yielded, Data):
        return yielded.copy()
    if isinstance(yielded, Items):
        return replace(yielded, items=[one.copy() if isinstance(one, Data) else one for one in yielded.items])
    return yielded  # type: ignore[return-value]  # a value, as the generator keeps it


def constant(value: Abstract) -> object:
    """The plain Python value of an abstract value, with lists and tuples; raises LookupError where it is not known."""
    return value.value if isinstance(value, Known) else _constant(value, count(_MAX_CONSTANT, -1), 0)


_MAX_CONSTANT = 20_000  # elements


MAX_NESTED = 12  # lists in lists; one that holds itself has no end


def _constant(value: Abstract, left: Iterator[int], depth: int) -> object:
    if next(left) <= 0 or depth > MAX_NESTED:
        raise LookupError
    if isinstance(value, Known):
        return value.value
    if isinstance(value, Items) and not value.open and not value.spoiled:
        items = [_constant(item, left, depth + 1) for item in value.items]
        return items if value.mutable else tuple(items)
    if isinstance(value, Table) and not value.open and not value.unsure:
        return {key: _constant(item, left, depth + 1) for key, item in value.entries.items()}
    raise LookupError


_MAX_OPTIONS = 8  # that a value is known to be one of
_MAX_SET = 100  # elements that are compared with each other


def as_set(items: Items) -> Items:
    """The same elements as a set: each once, in no order."""
    unique: list[Abstract] = []
    if len(items.items) > _MAX_SET:
        return Items(items.items, True, True, items.depth, items.spoiled, unordered=True)
    for item in items.items:
        if not any(same(item, other) for other in unique if not isinstance(other, OneOf)):
            unique.append(item)
    sure = all(isinstance(item, Known) for item in unique) or len(unique) < 2
    named = any(isinstance(item, (Known, OneOf)) for item in unique)
    return Items(
        unique, True, items.open or not sure, items.depth, items.spoiled, unordered=len(unique) > 1,
        distinct=items.open and not named, hashed=items.open and holds_words(items),
    )  # fmt: skip


def holds_words(items: Items) -> bool:
    """Whether all elements are words or characters of a text."""
    return bool(items.items) and all(isinstance(item, Data) and item.text for item in items.items)


def integer(value: Abstract) -> int | None:
    """The value as an int, or None."""
    if isinstance(value, Known) and isinstance(value.value, int) and not isinstance(value.value, bool):
        return value.value
    return None


def is_number(value: Abstract) -> bool:
    """Whether it is one integer, known or running; a range of them is none."""
    return integer(value) is not None or (isinstance(value, Linear) and value.bounds is None)


def tensors(value: Abstract) -> Iterator[Tensor]:
    """Every tensor in a value, through lists, tuples and dicts, each of those once."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (Items, Table)):
        yield from _tensors(value, set())


def _tensors(value: Items | Table, seen: set[int]) -> Iterator[Tensor]:
    seen.add(id(value))
    for item in value.items if isinstance(value, Items) else value.entries.values():
        if isinstance(item, Tensor):
            yield item
        elif isinstance(item, (Items, Table)) and id(item) not in seen:
            yield from _tensors(item, seen)


def all_read(value: Abstract) -> bool:
    """Whether it is a tensor, or a list or dict of nothing but tensors, and known where each comes from."""
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return all(isinstance(item, Tensor) and item.traced for item in value.items)
    if isinstance(value, Table) and not value.open and not value.unsure:
        return all(isinstance(item, Tensor) and item.traced for item in value.entries.values())
    return isinstance(value, Tensor) and value.traced


_MAX_PARTS = 100  # in a list


def parts(built: Built) -> Iterator[Built]:
    """The objects given to this one: the wrapped layer, cells, an activation, the backward layer."""
    for given in built.given.values():
        value = given.value
        for item in value.items[:_MAX_PARTS] if isinstance(value, Items) else (value,):
            if isinstance(item, Built):
                yield item


def in_order(ends: Sequence[Use], stop: Collection[int] = ()) -> Iterator[Use]:
    """The uses that lead to these, sources first; what lies before those in `stop` (by id) is left out."""
    seen: set[int] = set()
    stack: list[tuple[Use, bool]] = [(use, False) for use in reversed(ends)]
    while stack:
        use, ready = stack.pop()
        if ready:
            yield use
            continue
        if id(use) in seen:
            continue
        seen.add(id(use))
        stack.append((use, True))
        if id(use) not in stop:
            sources = [tensor.use for tensor in (*use.inputs, *use.states) if tensor.use is not None]
            stack.extend((source, False) for source in reversed(sources))


def same(first: Abstract, second: Abstract) -> bool:
    """Whether two values are certainly equal, or are one of the same values."""
    return first is second or _same(first, second, count(_MAX_CONSTANT, -1), 0)


def _same(first: Abstract, second: Abstract, left: Iterator[int], depth: int) -> bool:
    if first is second:
        return True
    if depth > 3 or next(left) <= 0:
        return False
    if isinstance(first, Known) and isinstance(second, Known):
        return type(first.value) is type(second.value) and bool(first.value == second.value)
    if isinstance(first, Items) and isinstance(second, Items):
        return (
            len(first.items) == len(second.items)
            and not (first.open or second.open or first.spoiled or second.spoiled)
            and all(_same(a, b, left, depth + 1) for a, b in zip(first.items, second.items))
        )
    if isinstance(first, Module) and isinstance(second, Module):
        return first.path == second.path
    return False


def is_keras_object(value: Abstract) -> bool:
    """Whether it is a layer or a model; Keras lets `==` of them ask whether they are the same object."""
    if isinstance(value, Instance):
        return (value.layer or value.network) is not None and value.cls.find("__eq__") is None
    if isinstance(value, Built):
        return value.kind == "layers" and not (value.custom and value.package is not None)
    return isinstance(value, Network)


def same_object(first: Abstract, second: Abstract) -> bool | None:
    """Whether two values, one of them a layer or a model, are one object; None where that is not known."""
    one, other = map(_object, (first, second))
    if one is other:
        return None if isinstance(one, Built) and one.in_open_loop else True
    if isinstance(one, (Known, Items, Table)) or isinstance(other, (Known, Items, Table)):
        return False  # a layer is no number, text or list
    if isinstance(one, Built) and isinstance(other, Built):
        return False if is_keras_object(one) and is_keras_object(other) else None
    if isinstance(one, Network) and isinstance(other, Network):
        return None if one.node is other.node else False  # the same call: it may be a model read twice
    kinds = {type(one), type(other)}
    return False if kinds == {Built, Network} else None


def _object(value: Abstract) -> Abstract:
    """The layer or model that an object of a class of the program is."""
    if isinstance(value, Instance) and is_keras_object(value):
        return value.layer or value.network or value
    return value


def is_among(value: Abstract, listed: Abstract) -> bool | None:
    """Whether a layer or model is in a list, tuple or set; None where that is not known."""
    if not isinstance(listed, Items) or listed.spoiled:
        return None
    found = [same_object(value, item) for item in listed.items]
    if True in found:
        return True
    return None if None in found or listed.open else False


def join(first: Abstract, second: Abstract) -> Abstract:
    """What is known after two paths meet."""
    if same(first, second):
        return first
    options = {}
    for value in (first, second):
        own = _options(value)
        if own is None:
            return _join_data(first, second)
        options.update(own)
    values = tuple(options.values())
    for value in (first, second):  # what a block changes is joined again by each block around it
        if isinstance(value, OneOf) and len(value.values) == len(values) and value.values == values:
            return value
    return OneOf(values) if len(values) <= _MAX_OPTIONS else Unknown("one of many values")


def distinct(values: Sequence[Abstract]) -> list[Abstract]:
    """The values but for those that add nothing to what `join` makes of them; plain ones as the one that they make."""
    options: set[tuple[type, object]] = set()
    unknown = 0
    plain = True
    found: dict[int, Abstract] = {}
    for value in values:
        if id(value) in found:
            continue
        own = _options(value)
        if own is not None:
            if len(options) > _MAX_OPTIONS + 1 or own.keys() <= options:
                continue
            options |= own.keys()
        elif value.__class__ is Unknown and value.reason != LOADED:
            unknown += 1
            if unknown > 2:
                continue
        plain = plain and own is not None
        found[id(value)] = value
    kept = list(found.values())
    return [reduce(join, kept)] if plain and len(options) <= _MAX_OPTIONS else kept


def _options(value: Abstract) -> dict[tuple[type, object], object] | None:
    """The plain values that a value may be; None where it is something else."""
    if isinstance(value, OneOf):
        return {(type(option), option): option for option in value.values}
    if isinstance(value, Known) and isinstance(value.value, (int, float, str, bool, type(None), Symbol)):
        return {(type(value.value), value.value): value.value}
    return None


def _join_data(first: Abstract, second: Abstract) -> Abstract:
    if isinstance(first, Data) and isinstance(second, Data):
        return _joined(first, second)
    if isinstance(first, Tensor) and isinstance(second, Tensor) and first.shape == second.shape:
        return Tensor(first.shape)
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Linear) and isinstance(one.base, PublishedWord) and integer(other) is not None:
            return one  # the number of a word, or that of all words that are unknown
        if isinstance(one, Network) and other.__class__ is Unknown and other.reason == LOADED:
            one.weights_loaded = True  # it was built as is read here, or so when it was saved
            return one
    return Unknown("differs between branches")


def _joined(first: Data, second: Data) -> Data:
    """The steps of both paths: common ones once, and that it is not known which of the others were taken."""
    begin, end = _common(first.steps, second.steps)
    steps = first.steps
    if begin < max(len(first.steps), len(second.steps)):
        one, other = (data.steps[begin : len(data.steps) - end] for data in (first, second))
        seen = set(map(id, one))
        others = [step for step in other if id(step) not in seen]
        after = first.steps[len(first.steps) - end :]
        steps = (*first.steps[:begin], *one, *others, Step("unknown", "branches"), *after)[:MAX_HISTORY]
    found = Data(steps, either(first.shape, second.shape), False, kind=_either_kind(first, second))
    if first.target is not None and second.target is not None:
        found.target = _joined(first.target, second.target)
    return found


def _common(first: Sequence[Step], second: Sequence[Step]) -> tuple[int, int]:
    """How many steps two histories have in common at their beginning, and at their end after these."""
    least = min(len(first), len(second))
    begin = next((at for at in range(least) if not _alike(first[at], second[at])), least)
    rest = range(1, least - begin + 1)
    return begin, next((at - 1 for at in rest if not _alike(first[-at], second[-at])), least - begin)


def _alike(first: Step, second: Step) -> bool:
    """Whether two steps do the same, be it at different places."""
    if first is second:
        return True
    return (first.kind, first.what, first.detail) == (second.kind, second.what, second.detail)


def either(first: Shape | None, second: Shape | None) -> Shape | None:
    """What two shapes have in common: sizes that differ are not known."""
    if first is None or second is None or len(first) != len(second):
        return None
    return tuple(dim if dim == other else "?" for dim, other in zip(first, second, strict=True))


def _either_kind(first: Data, second: Data) -> SeriesKind:
    """The kind of both; else a dataset or generator where one of them is, so that no rule takes it for arrays."""
    kinds = (first.kind, second.kind)
    streams = [kind for kind in kinds if kind in ("dataset", "generator")]
    return first.kind if first.kind == second.kind else streams[0] if streams else "array"


def shape_value(shape: Shape | None, of: Data | None = None) -> Abstract:
    """A shape as the tuple that the program sees. `of`: the array, whose rows the first size counts."""
    if shape is None:
        return Unknown("a shape that is not known")
    dims: list[Abstract] = [
        Number("a size of the data", None if at else of) if dim == "?" else Known(dim, "computed")
        for at, dim in enumerate(shape)
    ]
    return Items(dims, False)
