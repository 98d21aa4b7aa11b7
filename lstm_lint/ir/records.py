"""`dataclass` at a tenth of its price: 280 of them are made in every run that reads a file.

The standard decorator compiles up to six functions for a class, 0.4 to 1.4 ms each on a quiet machine, and its module
imports `inspect`. Here one is compiled, `__init__`, when the first object is made, and the rest is shared. Type
checkers see the standard one, whose functions take these classes for its own; `replace` and `fields` of here are
faster. What is not needed here (`kw_only`, `InitVar`, `__post_init__`, ...) is not supported.

That what is frozen is never assigned to is seen by the type checker. An object that refuses it takes twice as long to
make, and four times as long to read where it has no slots: so it does only after `guard`, in tests.
"""

from __future__ import annotations

import operator
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["MISSING", "dataclass", "field", "fields", "guard", "replace"]

_MISSING: Any = type("Missing", (), {"__repr__": lambda self: "<missing>"})()


class _Field:
    """What the decorator knows of one field; `name` and `type` are those of its class."""

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        repr: bool = True,
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.type: Any = None
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare


def _dataclass(
    cls: Any = None, *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False
) -> Any:
    def decorate(cls: Any) -> Any:
        return _made(cls, frozen, slots, eq, order)

    return decorate if cls is None else decorate(cls)


def _fields(of: Any) -> tuple[_Field, ...]:
    """The fields of a class or of an object of it, in their order."""
    return tuple(of.fields_of_record.values())


def _replace(one: Any, /, **changes: Any) -> Any:
    """A copy in which some fields have other values."""
    cls = one.__class__
    names = cls.__match_args__
    return cls(*[changes.pop(name) if name in changes else getattr(one, name) for name in names], **changes)


# From 3.14 on annotations are computed on demand; until that is worth a second way, the standard one serves.
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from dataclasses import MISSING as MISSING
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import replace as replace
else:
    MISSING, dataclass, field, fields, replace = _MISSING, _dataclass, _Field, _fields, _replace


class _Standard:
    """The fields of a class as the functions of `dataclasses` look for them, made where one does: none in most runs."""

    def __init__(self, fields: dict[str, _Field]) -> None:
        self._fields = fields
        self._made: dict[str, Any] | None = None

    def __get__(self, instance: Any, owner: type) -> dict[str, Any]:
        if self._made is None:
            import dataclasses

            listed = [(name, one.type, _standard(one)) for name, one in self._fields.items()]
            made = dataclasses.make_dataclass(owner.__name__, listed, init=False, repr=False, eq=False)
            self._made = {one.name: one for one in dataclasses.fields(made)}
        return self._made


def _standard(one: _Field) -> Any:
    import dataclasses

    if one.default_factory is not _MISSING:
        return dataclasses.field(default_factory=one.default_factory, repr=one.repr, compare=one.compare)
    if one.default is not _MISSING:
        return dataclasses.field(default=one.default, repr=one.repr, compare=one.compare)
    return dataclasses.field(repr=one.repr, compare=one.compare)


def _made(cls: Any, frozen: bool, slots: bool, eq: bool, order: bool) -> Any:
    fields: dict[str, _Field] = {}
    for base in cls.__mro__[-1:0:-1]:
        fields.update(getattr(base, "fields_of_record", {}))
    own = {name: _field(cls, name, kind) for name, kind in cls.__dict__.get("__annotations__", {}).items()}
    fields.update(own)
    members: dict[str, Any] = {
        "fields_of_record": fields,
        "__dataclass_fields__": _Standard(fields),
        "__match_args__": tuple(fields),
    }
    if "__repr__" not in cls.__dict__:
        members["__repr__"] = _repr
    if eq:
        members.update(_compared(fields, frozen))
    if order:
        members.update(_ORDERED)
    if slots:
        cls = _slotted(cls, fields, own, members)
    else:
        for name, value in members.items():
            setattr(cls, name, value)
        for name, one in own.items():
            if one.default is not _MISSING:
                setattr(cls, name, one.default)
            elif name in cls.__dict__:
                delattr(cls, name)
    cls.__init__ = _init_when_called(cls, fields, frozen and _guarded)
    if frozen:
        _frozen.append((cls, fields))
        if _guarded:
            _bar(cls)
    return cls


def _field(cls: Any, name: str, kind: Any) -> _Field:
    default = cls.__dict__.get(name, _MISSING)
    made = default if isinstance(default, _Field) else _Field(default=default)
    made.name, made.type = name, kind
    return made


_frozen: list[tuple[Any, dict[str, _Field]]] = []
_guarded = False


def guard() -> None:
    """From now on objects of all frozen classes refuse to be assigned to; those of the standard decorator always do."""
    global _guarded
    _guarded = True
    for cls, fields in _frozen:
        _bar(cls)
        cls.__init__ = _init_when_called(cls, fields, True)


def _bar(cls: Any) -> None:
    cls.__setattr__ = cls.__delattr__ = _refuse


def _refuse(self: Any, name: str, value: Any = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _init_when_called(cls: Any, fields: dict[str, _Field], guarded: bool) -> Callable[..., None]:
    """`__init__` until the first object is made: compiling it takes 0.1 ms, and half the classes have none in a run."""

    def __init__(*given: Any, **named: Any) -> None:
        cls.__init__ = _init(cls, fields, guarded)
        cls.__init__(*given, **named)

    return __init__


def _init(cls: Any, fields: dict[str, _Field], guarded: bool) -> Any:
    """`__init__` of a class that is made. A guarded one puts values where they are kept, in slots or `__dict__`."""
    parameters, lines = [], []
    names: dict[str, Any] = {"_missing": _MISSING}
    slots = {name for base in cls.__mro__ for name in getattr(base, "__slots__", ())} if guarded else set()
    for name, one in fields.items():
        value = name
        if one.default_factory is not _MISSING:
            names[f"_make_{name}"] = one.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif one.default is not _MISSING:
            names[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        if not guarded:
            lines.append(f" self.{name} = {value}")
        elif name in slots:
            names[f"_put_{name}"] = getattr(cls, name).__set__
            lines.append(f" _put_{name}(self, {value})")
        else:
            lines.append(f" self.__dict__[{name!r}] = {value}")
    text = f"def __init__({', '.join(['self', *parameters])}):\n" + ("\n".join(lines) or " pass")
    exec(text, names)
    return names["__init__"]


def _compared(fields: dict[str, _Field], frozen: bool) -> dict[str, Any]:
    compared = [name for name, one in fields.items() if one.compare]
    key: Any = operator.attrgetter(*compared) if compared else type

    def __eq__(self: Any, other: Any) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


def _ordered(compare: Any) -> Any:
    def method(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(*(tuple(getattr(one, name) for name in self.__match_args__) for one in (self, other)))

    return method


_ORDERED = {f"__{name}__": _ordered(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}


def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in _fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _slotted(cls: Any, fields: dict[str, _Field], own: dict[str, _Field], members: dict[str, Any]) -> Any:
    """The class again, for slots can only be given when it is made."""
    inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
    kept = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in own and name not in ("__dict__", "__weakref__")
    }
    kept.update(members)
    kept["__slots__"] = tuple(name for name in own if name not in inherited)
    names = tuple(fields)

    def __getstate__(self: Any) -> list[Any]:
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state):
            object.__setattr__(self, name, value)

    kept.update(__getstate__=__getstate__, __setstate__=__setstate__)
    made = type(cls)(cls.__name__, cls.__bases__, kept)
    made.__qualname__ = cls.__qualname__
    return made
