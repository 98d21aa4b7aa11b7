"""Lists, dicts and strings: their methods, and what the program writes into them."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.join import constant, integer, join
from lstm_lint.reader.abstract.values import MAX_ITEMS, Abstract, Args, Items, Linear, PublishedWord, Table
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Ending, Known, Step, Tokens, Unknown


def list_method(machine: Machine, owner: Items, name: str, args: Args) -> Abstract:
    if name == "append" and args.positional:
        add_item(machine, owner, args.positional[0].value)
        return Known(None)
    if name == "extend" and args.positional:
        extend(machine, owner, args.positional[0].value)
        return Known(None)
    if (
        name in ("add", "update")
        and args.positional
        and _gathers(machine, owner, name, args.positional[0].value)
    ):
        return Known(None)
    if name == "copy":
        return Items(list(owner.items), owner.mutable, owner.open, machine.control.depth, owner.spoiled)
    if name not in ("index", "count", "isdisjoint", "issubset", "issuperset"):
        last = (
            owner.items[-1]
            if name == "pop" and owner.items and not args.positional and not owner.open
            else None
        )
        if last is not None and owner.depth >= machine.control.depth:
            return owner.items.pop()
        owner.spoiled = True
        return Unknown("an element of a list that changes")
    return Number("a place in a list") if name in ("index", "count") else Unknown("a method of a list")


def add_item(machine: Machine, owner: Items, value: Abstract) -> None:
    """`list.append`: exact, or, on an undecided path or in a loop of unknown length, one more element of its kind."""
    if len(owner.items) >= MAX_ITEMS:
        owner.spoiled = True
    elif owner.depth >= machine.control.depth:
        owner.items.append(value)
        owner.blocks = ()
    elif machine.control.endless:
        owner.blocks = _blocks(machine, owner, value)
        if owner.appended is None and _filled_already(machine, owner):
            owner.appended = owner.items[0], value
        owner.count, owner.each = _filled(machine, owner)
        owner.items = [join(owner.items[0], value) if owner.items else value]
        owner.open = True
    else:
        owner.spoiled = True
        if isinstance(value, Linear) and isinstance(value.base, PublishedWord):
            owner.items.append(value)  # that the list may hold it is all that is asked of it


def _blocks(machine: Machine, owner: Items, value: Abstract) -> tuple[tuple[object, float], ...]:
    """The numbers that loops of unknown length append, one loop after the other: the labels of one folder each.

    Empty where one loop, with those in it, appends several.
    """
    filling = machine.control.filling
    number = value.value if isinstance(value, Known) else None
    if filling is None or not isinstance(number, (int, float)) or isinstance(number, bool):
        return ()
    loop = filling.outermost
    if not owner.items:
        return ((loop, number),)
    if owner.blocks and owner.blocks[-1][0] is loop:
        return owner.blocks if owner.blocks[-1][1] == number else ()
    return (*owner.blocks, (loop, number)) if owner.blocks else ()


def _filled(machine: Machine, owner: Items) -> tuple[int | None, bool]:
    """How many elements a list gets that was empty before a loop, and whether each pass appends one to it."""
    filling = machine.control.filling
    if filling is None or owner.items or not any(owner is one for one in filling.empty):
        return None, False
    if owner.depth != filling.depth - 1 or machine.control.depth != filling.depth:
        return None, False
    filling.lists.append(owner)
    return filling.passes, True


def _filled_already(machine: Machine, owner: Items) -> bool:
    """Whether the same pass of a loop appended something to it before, in whatever case."""
    filling = machine.control.filling
    one = len(owner.items) == 1 and owner.each and filling is not None
    return (
        one
        and filling is not None
        and machine.control.depth == filling.depth
        and any(owner is other for other in filling.lists)
    )


def extend(machine: Machine, owner: Items, value: Abstract) -> None:
    """`list.extend` and `+=`."""
    if isinstance(value, Items) and not value.spoiled and not value.open:
        for item in value.items[: MAX_ITEMS + 1]:  # a copy: a list may be extended by itself
            add_item(machine, owner, item)
    elif not owner.spoiled and (owner.open or not owner.items) and _holds_rows(value):
        row = machine.element(value)  # the rows of an array, one behind the other
        owner.blocks = ()
        owner.items, owner.open, owner.count = [join(owner.items[0], row) if owner.items else row], True, None
    else:
        owner.spoiled = True


def _gathers(machine: Machine, owner: Items, name: str, value: Abstract) -> bool:
    """Whether a set that was empty holds words of a text after `words.add(word)`, `words.update(line.split())`."""
    one = machine.element(value) if name == "update" else value
    fresh = owner.hashed or not owner.items
    if owner.spoiled or not fresh or not isinstance(one, Data) or not one.text:
        return False
    owner.items, owner.open, owner.count = [one], True, None
    owner.hashed = owner.unordered = True
    return True


def _holds_rows(value: Abstract) -> bool:
    """Whether it is an array, or a list that a loop filled with arrays of one kind, or with lists."""
    if isinstance(value, Items):
        alike = value.open and not (value.spoiled or value.unordered) and len(value.items) == 1
        row = value.items[0] if alike else None
        return isinstance(row, Items) or (isinstance(row, Data) and not row.text)
    return isinstance(value, Data) and not value.text


def dict_method(machine: Machine, node: cst.CSTNode, owner: Table, name: str, args: Args) -> Abstract:
    if name == "get" and args.positional and isinstance(key := args.positional[0].value, Known):
        found = owner.entries.get(key.value) if isinstance(key.value, (str, int)) else None
        default = args.positional[1].value if len(args.positional) > 1 else Known(None)
        if found is not None:
            return join(found, default) if key.value in owner.unsure else found
        if not owner.open:
            return default
    if name == "get" and owner.numbers and isinstance(node, cst.Call):
        called = node.func
        return ids(machine, owner, called.value if isinstance(called, cst.Attribute) else called)
    if name == "items" and not owner.open:
        return Items([Items([Known(key), value], False) for key, value in owner.entries.items()], False)
    if name == "values":
        return Items(list(owner.entries.values()), False, owner.open)
    if name == "keys" and not owner.open:
        return Items([Known(key) for key in owner.entries], False)
    if name == "copy":
        return Table(
            dict(owner.entries), owner.open, machine.control.depth, owner.unsure, owner.numbers, owner.first
        )
    if name not in ("get", "items", "values", "keys"):
        value = args.positional[0].value if args.positional else None
        if name == "update" and isinstance(value, Table) and owner.depth >= machine.control.depth:
            owner.take_over(value)
        else:
            owner.forget()
    return Unknown("a method of a dict")


def ids(machine: Machine, vocabulary: Table, node: cst.BaseExpression) -> Data:
    """What a dict that numbers its keys gives for a key that is not known: the id of a word or letter."""
    place = machine.place(node)
    first = vocabulary.first if vocabulary.bare else None
    tokens = Tokens(place.text, None, tokenizer=vocabulary, first=first)
    return Data((Step("tokens", place.text, place, tokens),), (), integer=True)


def listed_ids(machine: Machine, vocabulary: Table, node: cst.BaseExpression) -> Data | None:
    """What a dict of words and their ids, all of which are known, gives for a word that is not: one of the ids."""
    numbers = [item.value if isinstance(item, Known) else None for item in vocabulary.entries.values()]
    whole = [number for number in numbers if type(number) is int]
    words = all(isinstance(key, str) for key in vocabulary.entries) and not (
        vocabulary.open or vocabulary.unsure
    )
    if not words or len(whole) < max(2, len(numbers)) or len(set(whole)) < len(whole) or min(whole) < 0:
        return None
    place = machine.place(node)
    tokens = Tokens(place.text, max(whole) + 1, tokenizer=vocabulary, listed=True)
    return Data((Step("tokens", place.text, place, tokens),), (), integer=True, magnitude=float(max(whole)))


# What they give depends on their arguments alone.
_PURE = frozenset(
    {"strip", "lstrip", "rstrip", "startswith", "endswith", "removeprefix", "removesuffix", "isdigit", "isalpha",
     "isalnum", "isupper", "islower", "isspace", "find", "rfind", "count", "swapcase", "casefold"}
)  # fmt: skip
_PADS = frozenset({"ljust", "rjust", "center", "zfill"})


def string_method(text: str, name: str, args: Args) -> Abstract:
    if name in ("lower", "upper", "strip", "title", "capitalize") and not args.values():
        return Known(getattr(text, name)(), "computed")
    if name in _PURE | _PADS:
        wide = (
            name in _PADS and bool(args.positional) and (integer(args.positional[0].value) or 0) > MAX_ITEMS
        )
        try:
            if wide or args.keywords:
                return Unknown("a method of a string")
            return Known(getattr(text, name)(*(constant(value) for value in args.values())), "computed")
        except (LookupError, TypeError, ValueError):
            return Unknown("a method of a string")
    if name == "split":
        try:
            parts = text.split(*(constant(value) for value in args.values()))  # type: ignore[arg-type]
        except (LookupError, TypeError, ValueError):
            return Unknown("a split string")
        return Items([Known(part, "computed") for part in parts])
    if name == "join" and args.positional:
        return _joined(text, args.positional[0].value)
    if name == "format":
        return Ending("a formatted string", text.rpartition("}")[2])
    if name == "read_text":  # of a path
        return Ending("the text of a file")
    return Unknown("a method of a string")


GIVE_STRINGS = frozenset(
    {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "title", "capitalize", "replace", "translate"}
)


def _joined(between: str, parts: Abstract) -> Abstract:
    """`"_".join([name, ".h5"])`: the whole string, or its end as far as the last parts are known."""
    if not isinstance(parts, Items) or parts.open or parts.spoiled or parts.unordered or not parts.items:
        return Ending("a joined string")
    found = ""
    for at, part in enumerate(reversed(parts.items)):
        found = between + found if at else found
        if isinstance(part, Known) and isinstance(part.value, str):
            found = part.value + found
        else:
            return Ending("a joined string", part.text + found if isinstance(part, Ending) else found)
        if len(found) > MAX_ITEMS:
            return Unknown("a very long string")
    return Known(found, "computed")


def set_entry(machine: Machine, owner: Items | Table, key: Abstract, value: Abstract) -> None:
    """`owner[key] = value`."""
    if isinstance(owner, Table):
        if isinstance(key, Known) and isinstance(key.value, (str, int)):
            if owner.depth >= machine.control.depth:
                owner.entries[key.value] = value
                owner.unsure -= {key.value}
            elif key.value in owner.entries:
                owner.entries[key.value] = join(owner.entries[key.value], value)
            else:
                owner.may_have(key.value, value)
        else:
            filling = machine.control.filling
            empty = filling is not None and any(owner is one for one in filling.empty)
            numbers = isinstance(value, Linear) and (empty or owner.numbers)
            owner.forget()
            owner.numbers = numbers
        return
    at = integer(key)
    if at is not None and owner.depth >= machine.control.depth and -len(owner.items) <= at < len(owner.items):
        owner.items[at], owner.blocks = value, ()
    else:
        owner.spoiled = True
