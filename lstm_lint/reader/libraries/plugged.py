"""Tables of plug-ins: seen to be whole before they are used, and watched while they are.

A table that is malformed, says again what ours say, or fails is an error of its author, never silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, get_args

from lstm_lint.ir.records import fields
from lstm_lint.keras_api.dims import NotDeterminable
from lstm_lint.keras_api.layers import TRAIT_WORDS, Traits
from lstm_lint.reader.abstract.registry import Handler, Library, Registry
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.effects import CANNOT_SAY, Effect, parameters
from lstm_lint.reader.libraries.keras.described import DescribedLayer
from lstm_lint.script import Known, SeriesKind, StepKind

_STEPS = frozenset(get_args(StepKind))
_KINDS = frozenset(get_args(SeriesKind))
_TABLES = ("functions", "methods", "constants", "aliases")
_OTHERS = tuple(one.name for one in fields(Library) if one.name not in _TABLES)


class Plugin(Protocol):
    """An installed plug-in: the library that it describes, by its top-level module, and how to get at its tables."""

    @property
    def root(self) -> str: ...

    def load(self) -> object:
        """Its `Library`, imported now."""

    def error(self, what: str) -> Exception:
        """What to raise where something is wrong with it."""


_adopted: dict[Plugin, Library] = {}


def adopted(plugin: Plugin, registry: Registry) -> Library:
    """The tables of a plug-in, once a script imports its library; ours for that library are in the registry."""
    if plugin not in _adopted:
        library = plugin.load()
        if not isinstance(library, Library):
            raise plugin.error(f"what it gives is no Library but a {type(library).__name__}")
        for wrong in _wrong(plugin, library, registry):
            raise plugin.error(wrong)
        _adopted[plugin] = Library(
            {path: _watched(plugin, path, one) for path, one in library.functions.items()},
            {
                (kind, name): _watched(plugin, f"{kind}.{name}", one)
                for (kind, name), one in library.methods.items()
            },
            constants=library.constants,
            aliases=library.aliases,
        )
    return _adopted[plugin]


# --- malformed -----------------------------------------------------------------------------------------------------


def _wrong(plugin: Plugin, library: Library, registry: Registry) -> Iterator[str]:
    for name in _OTHERS:
        if getattr(library, name):
            yield f"`{name}` is not for plug-ins; give functions, methods, constants and aliases"
    for table in _TABLES:
        if not isinstance(getattr(library, table), Mapping):
            yield f"`{table}` is no dict"
    for path, handler in library.functions.items():
        yield from _wrong_path(plugin, path)
        if registry.function(path) is not None:
            yield f"`{path}` is in our tables already; leave it out"
        yield from _wrong_handler(path, handler)
    for key, handler in library.methods.items():
        if not (isinstance(key, tuple) and len(key) == 2 and key[0] in _KINDS and str(key[1]).isidentifier()):
            kinds = ", ".join(sorted(_KINDS))
            yield f"{key!r} is no method; write (kind, name), the kind one of {kinds}"
        kind, name = key
        ours = registry.method(kind, name)
        if ours is not None and ours is not registry.method(kind, ""):  # what stands for any other name
            yield f"method `{kind}.{name}` is in our tables already; leave it out"
        yield from _wrong_handler(f"{kind}.{name}", handler)
    for path, value in library.constants.items():
        yield from _wrong_path(plugin, path)
        if registry.constant(path) is not None:
            yield f"`{path}` is in our tables already; leave it out"
        if not isinstance(value, Known):
            yield f"`{path}` is {value!r}; write Known(value)"
    for path, real in library.aliases.items():
        yield from _wrong_path(plugin, path)
        if registry.function(path) is not None:
            yield f"`{path}` is in our tables already; leave it out"
        same = str(real).rpartition(".")[2] == path.rpartition(".")[2]
        if path in library.functions or not (
            real in library.functions or (same and registry.function(real) is not None)
        ):
            yield f"alias `{path}`: `{real}` is no function of this table, and none of ours with the same name"


def _wrong_path(plugin: Plugin, path: object) -> Iterator[str]:
    parts = path.split(".") if isinstance(path, str) else []
    if len(parts) < 2 or parts[0] != plugin.root or not all(part.isidentifier() for part in parts):
        yield f"{path!r} is no path in `{plugin.root}`; write the whole path, `{plugin.root}.module.function`"


def _wrong_handler(name: str, handler: object) -> Iterator[str]:
    if not callable(handler):
        yield f"`{name}` is {handler!r}; write an Effect or a function"
    if isinstance(handler, DescribedLayer):
        yield from _wrong_layer(name, handler)
    if isinstance(handler, Effect):
        for field, fits in _FIELDS.items():
            value = getattr(handler, field)
            if not fits(value):
                yield f"`{name}`: {field} is {value!r}, which means nothing"
        names = parameters(handler.params).names
        if len(set(names)) < len(names) or not all(one.isidentifier() for one in names):
            yield f"`{name}`: {handler.params!r} are no parameters; write such as 'x y|axis keepdims'"
        if handler.in_place not in ("", "always", *names):
            yield f"`{name}`: in_place is {handler.in_place!r}, which is no parameter"


def _wrong_layer(name: str, layer: DescribedLayer) -> Iterator[str]:
    if not all(one.isidentifier() for one in layer.params):
        yield f"`{name}`: {layer.params!r} are no parameters; write such as 'units activation'"
    if not isinstance(layer.traits, Traits):
        yield f"`{name}`: traits are {layer.traits!r}; write Traits(...)"
        return
    for field, words in TRAIT_WORDS.items():
        if getattr(layer.traits, field) not in words:
            said = ", ".join(repr(word) for word in words if word)
            yield f"`{name}`: {field} is {getattr(layer.traits, field)!r}; write one of {said}"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_is_number, value))


def _is_shape(value: object) -> bool:
    return isinstance(value, tuple) and all(
        dim is None or dim == "?" or (isinstance(dim, int) and dim >= 0) for dim in value
    )


def _are_names(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(name, str) for name in value)


# What a rule of each field may give; None says nothing.
_RESULTS: dict[str, Callable[[object], bool]] = {
    "shape": _is_shape,
    "dtype": lambda value: isinstance(value, str),
    "magnitude": _is_number,
    "range": _is_pair,
    "whole": lambda value: isinstance(value, bool),
    "offset": lambda value: isinstance(value, int),
    "makes": lambda value: value in _KINDS,
    "labels": _are_names,
    "detail": lambda value: hasattr(value, "__dataclass_fields__"),
}
_ONLY_RULES = ("shape", "detail", "labels")


def _rule_or(field: str) -> Callable[[object], bool]:
    plain = _RESULTS[field] if field not in _ONLY_RULES else lambda value: False
    return lambda value: value is None or callable(value) or plain(value)


_FIELDS: dict[str, Callable[[object], bool]] = {
    "params": lambda value: isinstance(value, str),
    "step": lambda value: value is None or value in _STEPS,
    "what": lambda value: isinstance(value, str),
    **{field: _rule_or(field) for field in _RESULTS},
}


# --- failing -------------------------------------------------------------------------------------------------------


def _watched(plugin: Plugin, name: str, handler: Handler) -> Handler:
    """The same; what fails in it is said to be the plug-in's."""
    if isinstance(handler, DescribedLayer):
        return handler.watched(lambda rule: _rule(plugin, name, "shape", rule))
    if isinstance(handler, Effect):
        rules = {field: getattr(handler, field) for field in _RESULTS}
        own = {field: rule for field, rule in rules.items() if callable(rule) and not _is_ours(rule)}
        return handler.but(**{field: _rule(plugin, name, field, rule) for field, rule in own.items()})

    def watched(it: Any, call: Any) -> Abstract | None:
        try:
            found = handler(it, call)
        except NotDeterminable:
            return None
        except BaseException as error:
            raise _theirs(plugin, name, error) from error
        if found is not None and not isinstance(found, get_args(Abstract)):
            raise plugin.error(f"`{name}` gives a {type(found).__name__}, which is no value of the reading")
        return found

    return watched


def _rule(plugin: Plugin, name: str, field: str, rule: Callable[..., Any]) -> Callable[..., Any]:
    def watched(*bound: Any) -> Any:
        try:
            found = rule(*bound)
        except NotDeterminable:
            raise
        except BaseException as error:
            if isinstance(error, CANNOT_SAY) and _is_raised_by_us(error):
                raise
            raise _theirs(plugin, f"{name}: {field}", error) from error
        if found is not None and not _RESULTS[field](found):
            raise plugin.error(f"`{name}`: its {field} is {found!r}, which means nothing")
        return found

    return watched


def _theirs(plugin: Plugin, name: str, error: BaseException) -> BaseException:
    """What to raise for what a plug-in raised. What ends the reading, or the run, goes through."""
    passes = (KeyboardInterrupt, MemoryError, RecursionError)
    if isinstance(error, passes) or _is_ours(type(error)):
        return error
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return plugin.error(f"`{name}` failed: {said}; its author can mend it")


def _is_ours(made: object) -> bool:
    return str(getattr(made, "__module__", "")).partition(".")[0] == __name__.partition(".")[0]


def _is_raised_by_us(error: BaseException) -> bool:
    """Whether a rule of ours could not say, and not the code of the plug-in around it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    home = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    return str(home).partition(".")[0] == __name__.partition(".")[0]
