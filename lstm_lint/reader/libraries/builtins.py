"""The builtins of Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data, Number, Unordered
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import as_set, constant, holds_words, integer
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.swept import each
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Class,
    Given,
    Instance,
    Items,
    Linear,
    Method,
    Module,
    Published,
    Table,
    WordIndex,
    published_of,
)
from lstm_lint.reader.libraries import kinds, texts
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.keras.logs import noting_best
from lstm_lint.reader.libraries.unpacking import printed
from lstm_lint.script import Dim, Ending, Known, Overridable, Selected, Step, Swept, Unknown, is_text

_LONGEST_RANGE = 100_000  # a longer one is any number of passes: `max(range(10**9))` takes a minute
_MOST_MAPPED = 40  # elements that a function is mapped over
_MAX_DIGITS = 100  # of `round(x, -10**9)`, which is 10**10**9 on the way


def _other(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values()
    first = values[0] if values else None
    return first if type(first) is Unknown else Unknown(f"the result of `{call.name}`")


def _array(it: Interpreter, call: Call) -> Data | None:
    """The array that the first argument is."""
    values = call.args.values()
    return columns.as_column(values[0], call.place) if values else None


def _converted(it: Interpreter, call: Call) -> Abstract:
    """`list(frame["text"])`, `tuple(x)`, `iter(x)`, `str(x)`; a list of what is listed."""
    values = call.args.values()
    first = values[0] if values else None
    if call.name in ("list", "tuple", "iter") and (first is None or isinstance(first, (Items, Known))):
        return _listed(it, call.name, first)
    if isinstance(first, Unordered) or (call.name == "str" and isinstance(first, (Ending, Overridable))):
        return first
    data = _array(it, call)
    if data is not None and data.string and call.name == "str":
        return data
    if data is not None and data.shape == () and call.name != "str":
        return Unknown("an element that is a sequence itself")  # of an array of objects: no number is listed
    if data is not None:
        held = data.copy()
        if data.may_hold_arrays:
            held.shape = None
        elif data.kind == "generator":  # one value after the other
            each, held.kind = data.yielded, "array"
            held.shape = ("?", *each.shape) if isinstance(each, Data) and each.shape is not None else None
            held.yielded = None
        elif data.kind == "dataset" and call.name != "iter":
            plain = data.target is None and data.parts is None and data.inner is None
            rows: Dim = data.count if data.count is not None else "?"
            held = data.copy()
            held.kind, held.shape = "array", (rows, *data.shape) if plain and data.shape is not None else None
        if call.name == "list" and held.kind == "array" and not held.text:
            held.listed, held.dtype = True, None  # a list has `append`, and no arithmetic
        return held
    return _number(it, call) if call.name == "str" else _other(it, call)


def _next(it: Interpreter, call: Call) -> Abstract:
    """`next(values)`: it is taken out of them."""
    values = call.args.values()
    first = values[0] if values else None
    if not isinstance(first, Items) or first.open or first.unordered:
        return _other(it, call)
    if first.spoiled or it.control.loops or first.depth < it.control.depth or not call.args.complete:
        first.spoiled = True  # a loop over the same values goes on from there
        return Unknown("an element of an iterator")
    return first.items.pop(0) if first.items else _other(it, call)


def _ordered(it: Interpreter, call: Call) -> Abstract:
    """`sorted(x)`, `reversed(x)`."""
    values = call.args.values()
    first = values[0] if values else None
    if call.args.keywords and isinstance(first, (Items, Known)):
        found = _listed(it, "list", first)  # by a key, or from the last to the first
        if isinstance(found, Items):
            found.hashed = False
            found.spoiled = found.spoiled or not found.open or len(found.items) != 1
        return found
    if first is None or isinstance(first, (Items, Known)):
        return _listed(it, call.name, first)
    if isinstance(first, Unordered) and call.name == "sorted":
        word = Data((Step("unknown", "a word of a text"),), (), False, text=True)
        return Items([word], True, True, it.control.depth, distinct=True)
    data = _array(it, call)
    if data is None:
        return _other(it, call)
    step = Step("select", call.name, call.place, Selected(strided=True) if call.name == "reversed" else None)
    return data.then(step, shape=data.shape, magnitude=data.magnitude, integer=data.integer)


def _set(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values()
    first = values[0] if values else None
    if isinstance(first, Known) and isinstance(first.value, str):
        letters: list[Abstract] = [Known(letter, "computed") for letter in sorted(set(first.value))]
        return Items(letters, True, False, it.control.depth, unordered=len(letters) > 1)
    if first is None or isinstance(first, (Items, Known)):
        found = _listed(it, "set", first)
        if isinstance(found, Items) and found.open:
            found.hashed = holds_words(found) or _holds_lower_case(call)
        return found
    if (isinstance(first, Data) and first.text) or isinstance(first, Ending):
        return Unordered("the elements of a set")
    return _other(it, call)


_CASES = frozenset({"lower", "upper", "casefold", "title", "capitalize", "swapcase"})


def _holds_lower_case(call: Call) -> bool:
    """`set([word.lower() for word in row])`: a method that strings alone have."""
    of = call.node.args[0].value if isinstance(call.node, cst.Call) and call.node.args else None
    each = of.elt if isinstance(of, (cst.ListComp, cst.GeneratorExp)) else None
    return (
        isinstance(each, cst.Call) and isinstance(each.func, cst.Attribute) and each.func.attr.value in _CASES
    )


def _dict(it: Interpreter, call: Call) -> Abstract:
    """`dict(units=64)`."""
    if call.args.positional:
        return _of_pairs(it, call) or _numbered(it, call) or _other(it, call)
    entries: dict[object, Abstract] = {key: given.value for key, given in call.args.keywords.items()}
    return Table(entries, not call.args.complete, it.control.depth)


def _of_pairs(it: Interpreter, call: Call) -> Table | None:
    """`dict(zip(names, values))` of names that are known."""
    pairs = call.args.positional[0].value
    if not isinstance(pairs, Items) or pairs.open or pairs.spoiled or len(call.args.values()) != 1:
        return None
    entries: dict[object, Abstract] = {}
    for pair in pairs.items:
        known = isinstance(pair, Items) and len(pair.items) == 2 and not pair.open and not pair.spoiled
        key = pair.items[0] if known and isinstance(pair, Items) else None
        if not isinstance(pair, Items) or not isinstance(key, Known) or not isinstance(key.value, (str, int)):
            return None
        entries[key.value] = pair.items[1]
    return Table(entries, not call.args.complete, it.control.depth)


def _vars(it: Interpreter, call: Call) -> Table | None:
    """`vars(parser.parse_args())`: its attributes by their names."""
    owner = call.args.at(0, "object")
    return Table(dict(owner.names.items()), True, it.control.depth) if isinstance(owner, Instance) else None


def _numbered(it: Interpreter, call: Call) -> Table | Published | None:
    """`dict((word, i) for i, word in enumerate(words))`, `dict(zip(words, range(len(words))))`."""
    pairs = call.args.positional[0].value
    alike = pairs.items[0] if isinstance(pairs, Items) and pairs.open and len(pairs.items) == 1 else None
    if not isinstance(alike, Items) or len(alike.items) != 2 or alike.open or len(call.args.values()) != 1:
        return None
    key, value = alike.items
    published = published_of(key, value)
    if published is not None:
        return published
    if not isinstance(value, Linear) or isinstance(key, Linear):
        return None
    return Table({}, True, it.control.depth, numbers=True, first=value.offset if value.stride == 1 else None)


def _float(it: Interpreter, call: Call) -> Abstract:
    """`float(row[1])`."""
    data = _array(it, call)
    if it.control.guards == 0:
        it.record.convert(call.node, call.name, data)
    if data is not None:
        return texts.number(call, data)
    found = _number(it, call)
    return Number(found.reason) if type(found) is Unknown else found


def _print(it: Interpreter, call: Call) -> Abstract:
    printed(it, call.node)
    return Known(None, "nothing")


def _len(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values()
    return _length(values[0]) if values else _other(it, call)


def _range_of(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values() if call.args.complete else []
    for given in call.args.positional if not it.control.guards else ():
        if is_text(given.value) and given.node is not None:
            it.record.refuse(given.node, "range-text", it.text(given.node))
    return each(values, lambda *one: _range([*one])) or _range(values)


def _paired(it: Interpreter, call: Call) -> Abstract:
    """`zip(x, y)`, `enumerate(x)`."""
    if any(_is_set_of_text(value) for value in call.args.values()):
        it.record.numbered.append(call.place)
    return _pairs(it, call.name, call.args.values()) if call.args.complete else _columns(call)


def _is_set_of_text(value: Abstract) -> bool:
    """Whether its elements are words or characters in the order of a set, which hashes decide."""
    if isinstance(value, Items) and value.hashed:
        return not value.spoiled
    if isinstance(value, Items) and value.unordered and value.items and not value.spoiled:
        return all(
            isinstance(one, Known) and isinstance(one.value, str) for one in value.items[:_LONGEST_RANGE]
        )
    return isinstance(value, Unordered)


def _getattr(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values()
    if len(values) > 1 and isinstance(values[1], Known) and isinstance(values[1].value, str):
        return it.attribute(values[0], values[1].value)
    if len(values) > 1:
        it.settle(values[1])
    return _other(it, call)


def _setattr(it: Interpreter, call: Call) -> Abstract:
    values = call.args.values()
    if len(values) > 2:
        owner, name, value = values[:3]
        if isinstance(name, Known) and isinstance(name.value, str):
            it.set_attribute(owner, name.value, value)
        elif isinstance(owner, Instance):
            owner.forget()
    return _other(it, call)


def _mapped(it: Interpreter, call: Call) -> Abstract:
    """`map(f, x)`, `filter(f, x)`."""
    values = call.args.values()
    if len(values) > 1 and isinstance(values[1], Data):
        return Data(values[1].steps, None, False)
    items = it.elements(values[1], _MOST_MAPPED) if call.name == "map" and len(values) == 2 else None
    if items is not None and call.args.complete:
        made = [it.call(values[0], Args([Given(item)]), call.node) for item in items]
        return Items(made, True, False, it.control.depth)
    if values and isinstance(values[0], Method):
        forget(values[0].owner)
    return _other(it, call)


def forget(value: Abstract) -> None:
    """A list or dict whose method is handed over may be changed by it."""
    if isinstance(value, Items):
        value.spoiled = True
    elif isinstance(value, Table):
        value.forget()


def _super(it: Interpreter, call: Call) -> Abstract:
    """`super()` in a method: the same object seen as its base class, if that is in the file."""
    scope = it.control.scope
    owner = next((value for value in scope.names.values() if isinstance(value, Instance)), None)
    if owner is None:
        return Unknown("`super()` outside a method")
    base = next((base for base in owner.cls.bases if isinstance(base, Class)), None)
    if base is None and owner.transformer is not None:
        return owner.transformer
    if base is None:
        return Unknown("a base class of another file")
    return Instance(base, owner.names, owner.depth, owner.network, owner.layer)


def _length(value: Abstract) -> Abstract:
    if isinstance(value, Items) and not value.open and not value.spoiled:
        return Known(len(value.items), "computed")
    filled = isinstance(value, Items) and value.open and not value.spoiled and len(value.items) == 1
    if filled and isinstance(value, Items) and value.count is not None:  # and nothing was put in since
        return Known(value.count, "computed")
    if isinstance(value, Table) and not value.open:
        return Known(len(value.entries), "computed")
    if isinstance(value, Known) and isinstance(value.value, (str, tuple, range)):
        return Known(len(value.value), "computed")
    if isinstance(value, Data) and value.kind in ("dataset", "generator"):
        return Known(value.count, "computed") if value.count is not None else Number("how many elements")
    if isinstance(value, Data) and value.shape and isinstance(value.shape[0], int):
        return Known(value.shape[0], "computed")
    if isinstance(value, Table) and value.first == 1 and not value.entries:
        return Linear(value)
    if isinstance(value, WordIndex) and not value.transformer.changed:
        return Linear(value.transformer)
    return Number(
        "a length that is not known", value if isinstance(value, (Items, Data, Unordered)) else None
    )


def _range(values: list[Abstract]) -> Abstract:
    numbers = [integer(value) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and 1 <= len(known) <= 3 and (len(known) < 3 or known[2] != 0):
        numbered = range(*known)
        if not numbered[_LONGEST_RANGE:]:
            return Known(numbered, "computed")
    stride = numbers[2] if len(numbers) > 2 else 1
    if not 1 <= len(values) <= 3:
        return Linear(object(), 0, stride)
    begin, end = (Known(0), values[0]) if len(values) == 1 else values[:2]
    return Linear(object(), 0, stride, bounds=(begin, end, values[2] if len(values) > 2 else None))


def _listed(it: Interpreter, name: str, value: Abstract | None) -> Abstract:
    if value is None:
        return Items([], name != "tuple", False, it.control.depth)
    if name == "sorted" and isinstance(value, Items) and value.unordered:
        value = Items(value.items, True, value.open, value.depth, value.spoiled, distinct=value.distinct)
    found = it.elements(value, 1000)
    if isinstance(value, Known) and isinstance(value.value, str) and len(value.value) <= 100:
        found = [Known(letter, "computed") for letter in value.value]  # `columns=list("abc")`
    if found is None:
        if isinstance(value, Items):
            kept = Items(list(value.items), name != "tuple", value.open, it.control.depth, value.spoiled)
            kept.unordered, kept.hashed = value.unordered, value.hashed and name != "sorted"
            named = any(isinstance(one, Known) for one in value.items)
            kept.distinct = value.distinct or (name == "set" and value.open and not named)
            return kept
        return Unknown("a sequence that is not known")
    if name == "set":
        return as_set(Items(found, True, False, it.control.depth))
    if name == "reversed":
        found = found[::-1]
    if name == "sorted":
        try:
            found = [Known(item, "computed") for item in sorted(map(constant, found))]  # type: ignore[type-var]
        except (LookupError, TypeError):
            return Items(found, True, False, it.control.depth, spoiled=True)
    return Items(found, name != "tuple", False, it.control.depth)


def _pairs(it: Interpreter, name: str, values: list[Abstract]) -> Abstract:
    first = values[0] if values else None
    if name == "enumerate" and isinstance(first, Items) and first.open and len(first.items) == 1:
        return Items([Items([_counter(values, first), first.items[0]], False)], False, True)
    columns = [it.elements(value, 200) for value in values[: 1 if name == "enumerate" else None]]
    if not columns or any(column is None for column in columns):
        return _row_by_row(it, name, values)
    rows = list(zip(*[column for column in columns if column is not None]))
    if name == "enumerate":
        start = integer(values[1]) if len(values) > 1 else 0
        if start is None:
            return Unknown("pairs of values that are not known")
        return Items(
            [Items([Known(at, "computed"), *row], False) for at, row in enumerate(rows, start)], False
        )
    return Items([Items(list(row), False) for row in rows], False)


def _counter(values: list[Abstract], base: object) -> Linear:
    """The numbers of `enumerate(x, start)`."""
    start = integer(values[1]) if len(values) > 1 else 0
    return Linear(base, start) if start is not None else Linear(object(), 0, None)


def _columns(call: Call) -> Abstract:
    """`zip(*pairs)` of a list that a loop filled with pairs: two lists."""
    pairs = call.args.rest if not call.args.positional else None
    alike = pairs.items[0] if isinstance(pairs, Items) and pairs.open and len(pairs.items) == 1 else None
    if isinstance(pairs, Items) and not pairs.spoiled and isinstance(alike, Items) and not alike.open:
        return Items([Items([item], False, True) for item in alike.items], False)
    return Unknown("pairs of values that are not known")


def _row_by_row(it: Interpreter, name: str, values: list[Abstract]) -> Abstract:
    """`zip(x, y)` and `enumerate(x)` of arrays, or of lists whose elements are alike."""
    columns = values[:1] if name == "enumerate" else values
    counts = name == "enumerate" or any(isinstance(value, Linear) for value in columns)
    if not counts and not any(isinstance(value, Data) for value in columns):
        return Unknown("pairs of values that are not known")
    found: list[Abstract] = [_counter(values, object())] if name == "enumerate" else []
    for value in columns:
        alike = isinstance(value, Items) and value.open and len(value.items) == 1 and not value.spoiled
        found.append(
            it.element(value)
            if isinstance(value, Data)
            else Linear(object(), 0, None)  # of a range, which may begin anywhere
            if isinstance(value, Linear)
            else value.items[0]
            if alike and isinstance(value, Items)
            else Unknown("an element of a loop")
        )
    return Items([Items(found, False)], False, True)


def _number(it: Interpreter, call: Call) -> Abstract:
    """`max(a, b)`, `int(x)`, of constants."""
    name, values = call.name, call.args.values()
    if not values or not call.args.complete:
        return Unknown("a number that is not known")
    if type(values[0]) is Unknown:
        rounded = values[0].reason.startswith("the result of `numpy.")  # whole now, and no float any more
        return Unknown("a number that is not known") if rounded else values[0]
    if any(isinstance(value, Swept) for value in values):
        found = each(
            values, lambda *one: _number(it, replace(call, args=Args([Given(each) for each in one])))
        )
        return found if found is not None else Unknown("a number that is not known")
    try:
        plain = [constant(value) for value in values]
        if any(isinstance(value, (str, bytes)) and len(value) > 40 for value in plain):
            return Unknown("a long string")
        if name == "round" and len(plain) > 1 and not -_MAX_DIGITS <= plain[1] <= _MAX_DIGITS:  # type: ignore[operator]
            return Unknown("a number rounded to nothing")
        result = _NUMBERS[name](*plain)
    except (LookupError, TypeError, ValueError, ArithmeticError):
        return Unknown("a number that is not known")
    return (
        Known(result, "computed") if isinstance(result, (int, float, str, bool)) else Unknown("not a number")
    )


def _extreme(it: Interpreter, call: Call) -> Abstract:
    """`min(values)`, `max(values)`: of a list or array of numbers what NumPy makes of it."""
    values = call.args.values()
    only = values[0] if len(values) == 1 and call.args.complete else None
    if isinstance(only, Data) and only.kind == "array" and not only.text and len(only.shape or ()) == 1:
        return it.call(Module(f"numpy.{call.name}"), call.args, call.node)
    return _number(it, call)


def find(path: str) -> Handler | None:
    return _other if path.startswith("builtins.") else None


_NUMBERS: dict[str, Callable[..., Any]] = {
    "int": int, "float": float, "str": str, "bool": bool, "abs": abs, "round": round, "max": max, "min": min,
    "sum": sum,
}  # fmt: skip
FUNCTIONS: dict[str, Handler] = {
    "builtins.super": _super,
    "builtins.isinstance": kinds.is_instance,
    "builtins.hasattr": kinds.has_attribute,
    "builtins.len": _len,
    "builtins.print": _print,
    "builtins.range": _range_of,
    "builtins.list": _converted,
    "builtins.tuple": _converted,
    "builtins.iter": _converted,
    "builtins.next": _next,
    "builtins.str": _converted,
    "builtins.sorted": _ordered,
    "builtins.reversed": _ordered,
    "builtins.set": _set,
    "builtins.dict": _dict,
    "builtins.vars": _vars,
    "builtins.enumerate": _paired,
    "builtins.zip": _paired,
    "builtins.input": lambda it, call: Ending("what is typed in"),
    "builtins.int": _float,
    "builtins.float": _float,
    **{f"builtins.{name}": _number for name in ("bool", "abs", "round", "sum")},
    **{f"builtins.{name}": noting_best(_extreme) for name in ("max", "min")},
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.map": _mapped,
    "builtins.filter": _mapped,
}
LIBRARY = Library(FUNCTIONS, find=find)
