"""The rule book: every rule, our own and those of plug-ins, and what a selector names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from lstm_lint.rulebook import entry_points, plugins
from lstm_lint.rulebook.rule_page import Rule, body, directory, read_rules

if TYPE_CHECKING:
    from lstm_lint.rulebook.library_plugins import LibraryPlugin


class UnknownRule(ValueError):
    """A selector that names no rule. The message says which known one is nearest."""


def rules() -> tuple[Rule, ...]:
    """Every rule, by code; those of plug-ins follow. Raises RulebookError and PluginError."""
    return _rules_with(plugins.all_of_them(), plugins.are_mixed())


@lru_cache(maxsize=256)
def _rules_with(others: tuple[plugins.Plugin, ...], mixed: bool) -> tuple[Rule, ...]:
    own = _rules_with((), False) if others or mixed else read_rules(directory())
    return (*own, *plugins.rules(own, others, mixed))


def about_versions() -> frozenset[str]:
    """The codes of the rules about what changed between versions of Keras."""
    return _about_versions(plugins.all_of_them(), plugins.are_mixed())


@lru_cache(maxsize=256)
def _about_versions(others: tuple[plugins.Plugin, ...], mixed: bool) -> frozenset[str]:
    return frozenset(rule.code for rule in _rules_with(others, mixed) if rule.outdated)


def explained() -> Mapping[str, Sequence[str]]:
    """The codes of the rules that a rule explains, by its own."""
    return _explained(plugins.all_of_them(), plugins.are_mixed())


@lru_cache(maxsize=256)
def _explained(others: tuple[plugins.Plugin, ...], mixed: bool) -> Mapping[str, Sequence[str]]:
    return {rule.code: rule.explains.split() for rule in _rules_with(others, mixed) if rule.explains}


def libraries() -> tuple[LibraryPlugin, ...]:
    """The installed plug-ins that describe libraries; the same object until other plug-ins may take part.

    Raises PluginError.
    """
    global _libraries
    points = plugins.points()
    if _libraries is None or _libraries[0] is not points:
        named = [one for one in points if one.group == entry_points.LIBRARIES and one.counts]
        found: tuple[LibraryPlugin, ...] = ()
        if named:
            from lstm_lint.rulebook import library_plugins

            found = tuple(library_plugins.find(named))
        _libraries = points, found
    return _libraries[1]


_libraries: tuple[tuple[entry_points.Point, ...], tuple[LibraryPlugin, ...]] | None = None


def load_plugins() -> None:
    """Imports the checks of all plug-ins and sees that each rule has its own. Raises PluginError."""
    for plugin in plugins.all_of_them():
        if not plugins.is_loaded(plugin):
            plugins.load(plugin, [rule for rule in rules() if rule.page.parent == plugin.folder])


def find(code_or_name: str) -> Rule | None:
    """The rule of that code (in any case) or name."""
    wanted = code_or_name.strip()
    known = _by_name(plugins.all_of_them(), plugins.are_mixed())
    return known.get(wanted.upper()) or known.get(wanted.lower())


def search(words: str) -> list[Rule]:
    """The rules whose code, name or page has each of these words, in any case."""
    wanted = words.lower().split()
    texts = ((rule, f"{rule.code} {rule.name} {body(rule)}".lower()) for rule in rules())
    return [rule for rule, text in texts if all(word in text for word in wanted)]


@lru_cache(maxsize=256)
def _by_name(others: tuple[plugins.Plugin, ...], mixed: bool) -> dict[str, Rule]:
    return {name: rule for rule in _rules_with(others, mixed) for name in (rule.code, rule.name)}


def matching(selector: str) -> frozenset[str]:
    """The codes that a selector names: a code, the start of codes such as `LL2`, a name, a group or `ALL`.

    Raises UnknownRule.
    """
    wanted = selector.strip()
    if wanted.upper() == "ALL":
        return frozenset(rule.code for rule in rules())
    codes = frozenset(rule.code for rule in rules() if wanted.lower() in (rule.name, rule.group))
    if not codes and _START.fullmatch(wanted.upper()):
        codes = frozenset(rule.code for rule in rules() if rule.code.startswith(wanted.upper()))
    if not codes:
        raise UnknownRule(f"there is no rule `{_shown(selector)}`{did_you_mean(wanted, _selectors())}")
    return codes


def weight(selector: str) -> int:
    """How exactly a selector names its rules: the heavier one wins where two disagree."""
    wanted = selector.strip()
    if wanted.upper() in ("ALL", "LL"):
        return 0
    start = _START.fullmatch(wanted.upper())
    if start and start["digits"]:
        return 2 + len(start["digits"])  # LL2: 3, LL203: 5
    return 5 if find(wanted) else 2  # a rule's name, or a group


def is_code(word: str) -> bool:
    """Whether a word is the code of a rule, or the start of one such as `LL2`, in any case."""
    return _START.fullmatch(word.upper()) is not None and any(
        r.code.startswith(word.upper()) for r in rules()
    )


_START = re.compile(r"[A-Z]{2,10}(?P<digits>\d{0,3})")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean \\`LL203\\`?` for the nearest known word, or nothing where none is near."""
    near = _nearest(word, known)
    return f"; did you mean `{near}`?" if near else ""


def nearest(selector: str) -> str | None:
    """The code, name or group that a selector of no rule may stand for."""
    return _nearest(selector.strip(), _selectors())


_DIGITS = str.maketrans("oil", "011")  # letters that are read as digits


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches

    by_folded = {candidate.lower(): candidate for candidate in known}
    folded, cutoff = word[:100].lower(), 0.6
    if folded[:2] == "ll":  # meant for a code: these all look alike, and no other word is near
        by_folded = {code: one for code, one in by_folded.items() if code.startswith("ll")}
        folded, cutoff = "ll" + folded[2:].translate(_DIGITS), 0.75
    near = get_close_matches(folded, by_folded, n=1, cutoff=cutoff)
    return by_folded[near[0]] if near else None


def _selectors() -> list[str]:
    named = [selector for rule in rules() for selector in (rule.code, rule.name)]
    return [*named, *sorted({rule.group for rule in rules()}), "ALL"]


def _shown(selector: str) -> str:
    text = selector.encode("unicode_escape").decode("ascii")
    return text if len(text) <= 60 else f"{text[:57]}..."
