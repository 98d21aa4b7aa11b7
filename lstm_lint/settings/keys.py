"""The keys of a configuration: one table of what each may hold. It checks files, and the JSON Schema is made of it.

A run that finds a configuration checks it, also where it has nothing else to do: nothing heavy is imported here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Protocol

    Trail = tuple[str, ...]  # the keys that lead to a value; of a list the number of the item
    Wrong = tuple[
        Trail, str, str | None
    ]  # where, what is wrong there in words, and the item of the list if it is one

    class Names(Protocol):
        """What is known of rules, for the keys that name them."""

        def unknown(self, selector: str) -> str | None:
            """Why a selector names no rule, in words; None where it names one."""

        def options(self, rule: str) -> Mapping[str, object] | str:
            """The options of a rule with their defaults, by its code or name; in words why there is none."""

        def unlike(self, keras: str) -> str | None:
            """Why a text is no version of Keras; None where it is one."""

        def near(self, word: str, known: Sequence[str]) -> str:
            """The words that propose the nearest known one."""

        def tables(self) -> Iterator[tuple[str, str, Mapping[str, object]]]:
            """Code, name and options of each rule: for the schema."""


class Kind:
    """What a value may be. `expected` says it in words."""

    expected = ""

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        """All that is wrong with a value."""
        raise NotImplementedError

    def schema(self, names: Names) -> dict[str, Any]:
        """The same as JSON Schema."""
        raise NotImplementedError

    def _unexpected(self, value: Any, trail: Trail) -> Wrong:
        return trail, f"expected {self.expected}, found {shown(value)}", None


class Text(Kind):
    """Any text."""

    expected = "a string"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, str):
            yield self._unexpected(value, trail)

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": "string"}


class Flag(Kind):
    """Yes or no."""

    expected = "true or false"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, bool):
            yield self._unexpected(value, trail)

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": "boolean"}


class Choice(Kind):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.expected = f"one of {', '.join(words)}"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not (isinstance(value, str) and value in self.words):
            near = names.near(value, self.words) if isinstance(value, str) else ""
            yield trail, f"expected {self.expected}, found {shown(value)}{near}", None

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}


class Version(Kind):
    """A version of Keras, also as a bare number."""

    expected = "auto, 2, 3 or a version such as 2.15"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            yield self._unexpected(value, trail)
        elif (why := names.unlike(version(value))) is not None:
            yield trail, why, None

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": ["string", "number"]}


class Texts(Kind):
    """A list of texts, of selectors of rules if they are `rules`."""

    def __init__(self, least: int = 0, *, rules: bool = False) -> None:
        self.least = least
        self.rules = rules
        self.expected = "a list of strings" + (' such as ["LL203"]' if rules else "")

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield self._unexpected(value, trail)
            return
        if len(value) < self.least:
            yield trail, f"expected {self.expected} with at least one item, found none", None
        for number, item in enumerate(value):
            if not isinstance(item, str):
                yield (*trail, str(number)), f"expected a string, found {shown(item)}", None
        if self.rules:
            for selector in dict.fromkeys(item for item in value if isinstance(item, str)):
                if (why := names.unknown(selector)) is not None:
                    yield trail, why, selector

    def schema(self, names: Names) -> dict[str, Any]:
        least = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": {"type": "string"}, **least}


class Either(Kind):
    """One kind or the other; the first is told from the second by its type."""

    def __init__(self, first: Text, second: Texts) -> None:
        self.first, self.second = first, second
        self.expected = f"{first.expected} or {second.expected}"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if isinstance(value, list):
            yield from self.second.wrongs(value, trail, names)
        elif not isinstance(value, str):
            yield self._unexpected(value, trail)

    def schema(self, names: Names) -> dict[str, Any]:
        return {"anyOf": [self.first.schema(names), self.second.schema(names)]}


class TableOf(Kind):
    """A table of one kind of values; its keys are selectors of rules if they are `rules`, else whatever they are."""

    expected = "a table"

    def __init__(self, values: Kind, *, rules: bool = False) -> None:
        self.values = values
        self.rules = rules

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield self._unexpected(value, trail)
            return
        for key, inner in value.items():
            yield from self.values.wrongs(inner, (*trail, key), names)
            if self.rules and (why := names.unknown(key)) is not None:
                yield trail, why, key

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.values.schema(names)}


class RuleOptions(Kind):
    """For a rule, by code or name, a table of its options; their types are those of the defaults on its page."""

    expected = "a table"

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, dict):
            yield self._unexpected(value, trail)
            return
        for rule, table in value.items():
            known = names.options(rule)
            if isinstance(known, str):
                yield (*trail, rule), known, None
            elif not isinstance(table, dict):
                yield self._unexpected(table, (*trail, rule))
            else:
                for key, inner in table.items():
                    yield from self._wrongs_of_option(inner, key, (*trail, rule, key), known, names)

    def _wrongs_of_option(
        self, value: Any, key: str, trail: Trail, known: Mapping[str, object], names: Names
    ) -> Iterator[Wrong]:
        if key not in known:
            has = ", ".join(f"`{option}`" for option in known) or "none"
            near = names.near(key, tuple(known))
            yield trail[:-1], f"the rule has no option {quoted(key)}{near} (it has: {has})", key
        elif not _is_like(value, known[key]):
            expected = f"{_TYPES[type(known[key])]} such as {known[key]!r}"
            yield trail, f"expected {expected}, found {shown(value)}", None

    def schema(self, names: Names) -> dict[str, Any]:
        """The tables themselves are `option_tables`. A code or name may be written in any case."""
        plain: dict[str, Any] = {}
        patterns: dict[str, Any] = {}
        for code, name, options in names.tables():
            for word in (code, name):
                patterns[f"^{_any_case(word)}$"] = {"$ref": f"#/$defs/{code}"}
                if options:
                    plain[word] = {"$ref": f"#/$defs/{code}"}
        return {
            "type": "object",
            "properties": plain,
            "patternProperties": patterns,
            "additionalProperties": False,
        }


class Records(Kind):
    """An array of tables, each with the same keys."""

    expected = "an array of tables"

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self.keys = keys

    def wrongs(self, value: Any, trail: Trail, names: Names) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield self._unexpected(value, trail)
            return
        for number, item in enumerate(value):
            yield from wrongs(item, self.keys, names, (*trail, str(number)))

    def schema(self, names: Names) -> dict[str, Any]:
        return {"type": "array", "items": {"$ref": "#/$defs/override"}}


class Key:
    """One key. `of_run`: it is about the whole run, so that it counts in the configuration of the run alone."""

    __slots__ = ("about", "default", "kind", "name", "needed", "of_run")

    def __init__(
        self, name: str, kind: Kind, default: Any, about: str, *, of_run: bool = False, needed: bool = False
    ) -> None:
        self.name = name
        self.kind = kind
        self.default = default
        self.about = about
        self.of_run = of_run
        self.needed = needed


FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "html")
_SEVERITIES = TableOf(Choice("error", "warning", "advice"), rules=True)

OF_OVERRIDE = (
    Key("paths", Texts(1), None, "Globs of the files that this table is for.", needed=True),
    Key("select", Texts(rules=True), None, "Only these rules in them."),
    Key("extend-select", Texts(rules=True), [], "These rules as well in them."),
    Key("ignore", Texts(rules=True), [], "Not these rules in them."),
    Key("severity", _SEVERITIES, {}, "Code, name or group of rules: how bad they are in them."),
    Key("keras", Version(), None, "The Keras version that they are for."),
    Key("rules", RuleOptions(), {}, "Options of rules in them."),
)
KEYS = (
    Key(
        "extend",
        Either(Text(), Texts()),
        None,
        "Config files that this one adds to: paths, or package:NAME of an installed package.",
    ),
    Key("select", Texts(rules=True), None, "Only these rules: codes, prefixes of codes, names or groups."),
    Key("extend-select", Texts(rules=True), [], "These rules as well."),
    Key("ignore", Texts(rules=True), [], "Not these rules."),
    Key("severity", _SEVERITIES, {}, "Code, name or group of rules: how bad they are in this project."),
    Key("require-reason", Flag(), False, "A suppression without a reason is a finding (LL004)."),
    Key(
        "profile",
        Choice("default", "strict", "pedantic"),
        "default",
        "strict lists advice as well, pedantic also what is rarely worth a change.",
    ),
    Key(
        "fail-on",
        Choice("error", "warning", "advice", "never"),
        "warning",
        "The lowest severity that makes the run fail.",
        of_run=True,
    ),
    Key(
        "fail-on-unread",
        Flag(),
        False,
        "The run fails where a recurrent layer could not be read.",
        of_run=True,
    ),
    Key(
        "unfinished",
        Choice("error", "finding"),
        "error",
        "What becomes of a file that takes too long or too much memory: the run fails, or it is a finding (LL001).",
        of_run=True,
    ),
    Key("keras", Version(), "auto", "The targeted Keras version: auto, 2, 3 or a version such as 2.15."),
    Key("output-format", Choice(*FORMATS), "text", "How findings are printed.", of_run=True),
    Key(
        "baseline",
        Text(),
        None,
        "A file of findings to leave out, beside this file; --write-baseline writes it.",
        of_run=True,
    ),
    Key(
        "data",
        Flag(),
        False,
        "Look at the files that the scripts read (pip install 'lstm-lint[data]').",
        of_run=True,
    ),
    Key("exclude", Texts(), None, "Files and folders to leave out, instead of the built-in list."),
    Key("extend-exclude", Texts(), [], "Files and folders to leave out as well."),
    Key(
        "force-exclude",
        Flag(),
        False,
        "Leave excluded files out even where the command line names them.",
        of_run=True,
    ),
    Key("respect-gitignore", Flag(), True, "Leave out what .gitignore leaves out.", of_run=True),
    Key("per-file-ignores", TableOf(Texts(rules=True)), {}, "Glob of files: rules that are off in them."),
    Key("rule-paths", Texts(), [], "Folders of rule pages and checks of this project; their Python is run."),
    Key("overrides", Records(OF_OVERRIDE), [], "Other rules for some paths; a later one wins."),
    Key("rules", RuleOptions(), {}, "Options of rules, a table for each code or name."),
)


def wrongs(table: Any, keys: tuple[Key, ...], names: Names, trail: Trail = ()) -> Iterator[Wrong]:
    """All that is wrong with a table of these keys."""
    if not isinstance(table, dict):
        yield trail, f"expected a table, found {shown(table)}", None
        return
    by_name = {key.name: key for key in keys}
    for name, value in table.items():
        if name in by_name:
            yield from by_name[name].kind.wrongs(value, (*trail, name), names)
        else:
            yield trail, f"there is no setting {quoted(name)}{names.near(name, tuple(by_name))}", name
    for key in keys:
        if key.needed and key.name not in table:
            yield (*trail, key.name), "it is missing", None


def schema(keys: tuple[Key, ...], names: Names) -> dict[str, Any]:
    """The JSON Schema of a table of these keys."""
    return {
        "type": "object",
        "properties": {
            key.name: {
                **key.kind.schema(names),
                "description": key.about,
                **({} if key.default is None else {"default": key.default}),
            }
            for key in keys
        },
        "required": [key.name for key in keys if key.needed],
        "additionalProperties": False,
    }


def option_tables(names: Names) -> dict[str, Any]:
    """The schema of the options of each rule, by code."""
    return {
        code: {
            "title": f"{code} {name}",
            "type": "object",
            "properties": {
                option: {"type": _JSON_TYPES[type(default)], "default": default}
                for option, default in options.items()
            },
            "additionalProperties": False,
        }
        for code, name, options in names.tables()
    }


def version(value: str | float) -> str:
    """A version of Keras as text, a bare number as it is written: `2.10` is not `2.1`."""
    return value if isinstance(value, str) else getattr(value, "written", None) or str(value)


def shown(value: object) -> str:
    """A value as a message quotes it."""
    text = repr(value)
    if isinstance(value, float):
        text = getattr(value, "written", text)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, dict):
        text = "a table"
    return _short(text)


def quoted(word: str) -> str:
    """A word of the file as a message names it."""
    return f"`{_short(word)}`"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _is_like(value: object, default: object) -> bool:
    """Whether the value of an option has the type of its default. A whole number may be written either way."""
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, (int, float)) and value == value  # no nan
    if isinstance(default, int):
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, type(default))


_TYPES: dict[type, str] = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
}
_JSON_TYPES: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
}


def _any_case(word: str) -> str:
    import re

    return "".join(f"[{char.upper()}{char.lower()}]" if char.isalpha() else re.escape(char) for char in word)
