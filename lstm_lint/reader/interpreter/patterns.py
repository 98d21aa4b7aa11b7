"""Patterns of `match`: whether a value fits one, and what the names in it stand for then."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Abstract, Items, Module, Table, kind
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.script import Known, OneOf, Unknown

Captured = dict[str, Abstract]
_BUILTIN: dict[str, type] = {"int": int, "float": float, "str": str, "bool": bool}
_NOT_KNOWN = Unknown("a part of what a pattern fits")


def matches(machine: Machine, pattern: cst.MatchPattern, value: Abstract, found: Captured) -> bool | None:
    """Whether the value fits; None where that is not known. `found` gets what the pattern captures."""
    if isinstance(pattern, cst.MatchAs):
        fits = matches(machine, pattern.pattern, value, found) if pattern.pattern is not None else True
        if pattern.name is not None and fits is not False:
            found[pattern.name.value] = value
        return fits
    if isinstance(pattern, cst.MatchOr):
        return _or(machine, pattern, value, found)
    if isinstance(value, OneOf):
        own: Captured = {}
        answers = {matches(machine, pattern, Known(one, "computed"), own) for one in value.values}
        found.update(dict.fromkeys(own, _NOT_KNOWN))
        return answers.pop() if len(answers) == 1 else None
    if isinstance(pattern, cst.MatchValue):
        return _equal(machine.evaluate(pattern.value), value)
    if isinstance(pattern, cst.MatchSingleton):
        return _is(pattern.value.value, value)
    if isinstance(pattern, (cst.MatchList, cst.MatchTuple)):
        return _sequence(machine, pattern.patterns, value, found)
    if isinstance(pattern, cst.MatchMapping):
        return _mapping(machine, pattern, value, found)
    if isinstance(pattern, cst.MatchClass):
        return _class(machine, pattern, value, found)
    return None


def _or(machine: Machine, pattern: cst.MatchOr, value: Abstract, found: Captured) -> bool | None:
    """The first alternative that fits captures; where it is not known which one does, what is captured is not."""
    answer: bool | None = False
    for element in pattern.patterns:
        own: Captured = {}
        fits = matches(machine, element.pattern, value, own)
        if fits and answer is False:
            found.update(own)
            return True
        if fits is not False:
            found.update(dict.fromkeys(own, _NOT_KNOWN))
            answer = True if fits else None
            if fits:
                break
    return answer


def _equal(wanted: Abstract, value: Abstract) -> bool | None:
    if isinstance(wanted, Known):
        if isinstance(value, Known):
            return bool(wanted.value == value.value)
        if isinstance(value, (Items, Table)):
            return False  # a literal is no list
    return None


def _is(name: str, value: Abstract) -> bool | None:
    if isinstance(value, Known):
        return value.value is {"None": None, "True": True, "False": False}[name]
    return False if isinstance(value, (Items, Table)) else None


def _sequence(
    machine: Machine,
    patterns: Sequence[cst.MatchSequenceElement | cst.MatchStar],
    value: Abstract,
    found: Captured,
) -> bool | None:
    stars = [at for at, part in enumerate(patterns) if isinstance(part, cst.MatchStar)]
    if isinstance(value, Known) and not isinstance(value.value, (tuple, range)):
        return False  # a string is no sequence here
    if isinstance(value, Table):
        return False
    known = isinstance(value, Items) and not (value.open or value.spoiled or value.unordered)
    items = list(value.items) if known and isinstance(value, Items) else None
    if items is None:
        for part in patterns:
            _part(machine, part, _NOT_KNOWN, found)
        return None
    sure = len(patterns) - len(stars)
    if len(items) < sure or (not stars and len(items) > sure):
        return False
    if stars:
        end = len(items) - (sure - stars[0])
        items[stars[0] : end] = [Items(items[stars[0] : end], True, False, machine.control.depth)]
    return _all([_part(machine, part, item, found) for part, item in zip(patterns, items)])


def _part(
    machine: Machine, part: cst.MatchSequenceElement | cst.MatchStar, value: Abstract, found: Captured
) -> bool | None:
    if isinstance(part, cst.MatchStar):
        if part.name is not None:
            found[part.name.value] = value
        return True
    return matches(machine, part.value, value, found)


def _mapping(machine: Machine, pattern: cst.MatchMapping, value: Abstract, found: Captured) -> bool | None:
    if isinstance(value, (Known, Items)):
        return False
    table = value if isinstance(value, Table) else None
    answers: list[bool | None] = [True if table is not None else None]
    for element in pattern.elements:
        key = machine.evaluate(element.key)
        entry = table.entries.get(key.value) if table is not None and isinstance(key, Known) else None
        if entry is None:
            closed = table is not None and not table.open and isinstance(key, Known)
            answers.append(False if closed else None)
            entry = _NOT_KNOWN
        elif table is not None and key.value in table.unsure:  # type: ignore[union-attr]
            answers.append(None)
        answers.append(matches(machine, element.pattern, entry, found))
    if pattern.rest is not None:
        found[pattern.rest.value] = Unknown("the rest of a dict")
    return _all(answers)


def _class(machine: Machine, pattern: cst.MatchClass, value: Abstract, found: Captured) -> bool | None:
    cls = machine.evaluate(pattern.cls)
    name = cls.path.removeprefix("builtins.") if isinstance(cls, Module) else ""
    wanted = _BUILTIN.get(name)
    answer: bool | None = None
    if wanted is not None and isinstance(value, Known):
        answer = isinstance(value.value, wanted)
    elif name in ("list", "tuple") and isinstance(value, Items) and not value.unordered:
        answer = value.mutable is (name == "list")
    elif name == "dict" and isinstance(value, Table):
        answer = True
    elif (wanted is not None or name in ("list", "tuple", "dict")) and isinstance(
        value, (Known, Items, Table)
    ):
        answer = kind(value) == name
    if len(pattern.patterns) == 1 and not pattern.kwds and answer is not None:  # `int(n)` captures the whole
        return _all([answer, matches(machine, pattern.patterns[0].value, value, found)])
    for part in (*(one.value for one in pattern.patterns), *(one.pattern for one in pattern.kwds)):
        matches(machine, part, _NOT_KNOWN, found)
    return answer if answer is False or not (pattern.patterns or pattern.kwds) else None


def _all(answers: Sequence[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True
