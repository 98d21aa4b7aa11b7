"""Whether a configuration holds what it may: keys, types, rules and their options. Every run that finds one asks.

What our own pages are called answers nearly everything; only a rule of others, or a mistake, takes the rule book.
"""

from __future__ import annotations

import os
from itertools import islice

from lstm_lint.rulebook import pages
from lstm_lint.run import limits
from lstm_lint.settings import keys
from lstm_lint.settings.config import ConfigError, ConfigFile, line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

_ENOUGH = 10  # mistakes to look for: each takes a search for the nearest known word
_MOST_GLOBS = 2_000
LISTED = "`lstm-lint rule --all` lists them"


def check(file: ConfigFile, distrusted: Sequence[str] = ()) -> None:
    """Raises ConfigError for the first mistake in the file or in one that it extends, with the nearest known word.

    Nothing in `distrusted` folders is a plug-in. A plug-in that `rule-paths` names is read and not run: PluginError.
    """
    folders = rule_paths(file)
    names = Names(folders, distrusted)
    for one in file.chain:
        if one.checked == folders:
            continue
        wrongs = islice(keys.wrongs(one.section, keys.KEYS, names), _ENOUGH)
        try:
            found: list[keys.Wrong] = limits.within(list, wrongs)
        except limits.Unfinished as unfinished:
            raise ConfigError(f"{one.path}: not read: {unfinished}") from None
        if found:
            _refuse(one, sorted(found, key=lambda wrong: wrong[0][:1] != ("rule-paths",)))
        if (globs := _count_globs(one)) > _MOST_GLOBS:
            raise ConfigError(
                f"{one.path}: more than {_MOST_GLOBS} globs ({globs}); write one for a whole folder"
            )
        one.checked = folders
    names.book_of_plugins()


def _count_globs(file: ConfigFile) -> int:
    """Each is held against each file."""
    overrides = file.section.get("overrides", ())
    return len(file.section.get("per-file-ignores", ())) + sum(len(one["paths"]) for one in overrides)


def check_given(given: Mapping[str, Any], names: Names) -> None:
    """The same for the options of a command line that name rules and versions. Raises ConfigError."""
    for option in ("select", "extend_select", "ignore"):
        for selector in dict.fromkeys(given.get(option) or ()):
            if (why := names.unknown(selector)) is not None:
                raise ConfigError(f"--{option.replace('_', '-')}: {why}")
    if (keras := given.get("keras")) is not None and (why := names.unlike(keras)) is not None:
        raise ConfigError(f"--keras: {why}")


def rule_paths(file: ConfigFile) -> tuple[str, ...]:
    """The folders of local plug-ins that a file and those it extends name."""
    found: dict[str, None] = {}
    for one in file.chain:
        paths = one.section.get("rule-paths", ())
        for path in paths if isinstance(paths, list) else ():
            if isinstance(path, str):
                found[os.path.normpath(os.path.join(one.folder, path))] = None
    return tuple(found)


class Names:
    """What is known of rules: our own by their pages, those of plug-ins by the rule book."""

    def __init__(self, rule_paths: Sequence[str] = (), distrusted: Sequence[str] = ()) -> None:
        self._rule_paths = rule_paths
        self._distrusted = distrusted

    def unknown(self, selector: str) -> str | None:
        word = selector.strip().lower()
        known = word in pages.own() or word == "all" or _starts_codes(word) or word in pages.groups()
        if known:
            return None
        book = self._book()
        try:
            book.matching(selector)
        except book.UnknownRule as error:
            return f"{error}; {LISTED}"
        return None

    def options(self, rule: str) -> Mapping[str, object] | str:
        page = pages.own().get(rule.lower())
        if page is not None:
            options: Mapping[str, object] = pages.front_matter(page).get("options", {})
            return options
        book = self._book()
        found = book.find(rule) if rule == rule.strip() else None
        if found is not None:
            options = found.options
            return options
        known = tuple(word for one in book.rules() for word in (one.code, one.name))
        return f"there is no such rule{book.did_you_mean(rule, known)}; {LISTED}"

    def unlike(self, keras: str) -> str | None:
        if keras in ("auto", "2", "3"):
            return None
        from lstm_lint.keras_api.versions import parse_target

        try:
            parse_target(keras)
        except ValueError as error:
            return f"{error}, or auto"
        return None

    def near(self, word: str, known: Sequence[str]) -> str:
        from difflib import get_close_matches

        by_folded = {one.lower(): one for one in known}
        near = get_close_matches(word[:100].lower(), by_folded, n=1)
        return f"; did you mean `{by_folded[near[0]]}`?" if near else ""

    def tables(self) -> Iterator[tuple[str, str, Mapping[str, object]]]:
        for rule in self._book().rules():
            yield rule.code, rule.name, rule.options

    def book_of_plugins(self) -> None:
        """Reads the pages of local plug-ins, if there are any. Raises PluginError."""
        if self._rule_paths:
            self._book().rules()

    def _book(self) -> Any:
        from lstm_lint.rulebook import plugins, rulebook

        plugins.distrust(self._distrusted)
        plugins.use_local(self._rule_paths)
        return rulebook


def _starts_codes(word: str) -> bool:
    digits = word.removeprefix("ll")
    if digits == word or not (digits.isdigit() or not digits):
        return False
    return any(known.startswith(word) for known in pages.own())


def _refuse(file: ConfigFile, wrongs: Sequence[keys.Wrong]) -> None:
    trail, what, item = wrongs[0]
    line = line_of(file, trail, item) if item is not None else None
    if line is None and trail:
        line = line_of(file, trail[:-1], trail[-1], item)
    if line is None and len(trail) > 1 and trail[-1].isdigit():
        line = line_of(file, trail[:-2], trail[-2])
    place = f"{file.path}:{line}" if line else file.path
    key = f"{keys.quoted('.'.join(trail))}: " if trail else ""
    least = "at least " if len(wrongs) == _ENOUGH else ""
    more = f" (and {least}{len(wrongs) - 1} more)" if len(wrongs) > 1 else ""
    raise ConfigError(f"{place}: {key}{what}{more}")
