"""What a run goes by: a config file under the command line, and for each rule whether it is on and why."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, Literal

from lstm_lint import rulebook
from lstm_lint.config import ConfigError, ConfigFile
from lstm_lint.findings import Finding, Severity
from lstm_lint.rulebook import Rule, UnknownRule

Profile = Literal["default", "strict"]
FailOn = Literal["error", "warning", "advice", "never"]


@dataclass(frozen=True, slots=True)
class Selection:
    """One layer of choices; a later layer beats an earlier one. `select` None leaves the earlier choice standing."""

    source: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a rule is on in this run, and because of what."""

    rule: Rule
    on: bool
    reason: str


@dataclass(frozen=True)
class Settings:
    """The settings in effect. `rule_options` holds, by code, only what differs from the rule's defaults."""

    selections: tuple[Selection, ...] = ()
    profile: Profile = "default"
    fail_on: FailOn = "warning"
    keras: str = "auto"
    output_format: str = "text"
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rule_options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    config_path: str | None = None

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Every rule, on or off, by code. Raises ConfigError for a selector that names no rule."""
        return _decide(self.selections)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        return tuple(decision.rule for decision in self.decisions if decision.on)

    def options(self, rule: Rule) -> dict[str, object]:
        """The options of a rule, its own defaults under what the config says."""
        return {**rule.options, **self.rule_options.get(rule.code, {})}

    def ignored_in(self, path: str) -> frozenset[str]:
        """The codes that `per-file-ignores` switches off for a file."""
        codes: set[str] = set()
        for pattern, selectors in self.per_file_ignores.items():
            if self._names(pattern, path):
                codes.update(*(_codes(selector, "per-file-ignores") for selector in selectors))
        return frozenset(codes)

    def lists(self, finding: Finding) -> bool:
        """Whether a finding is listed; advice is only counted, unless the user asks for it."""
        asked = self.profile == "strict" or self.fail_on == "advice"
        return asked or finding.severity is not Severity.ADVICE

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail."""
        return self.fail_on != "never" and finding.severity.rank >= Severity(self.fail_on).rank

    def _names(self, pattern: str, path: str) -> bool:
        """Whether a glob names a file: by its name, or by its path from the config's folder (`*` crosses `/`)."""
        root = os.path.dirname(os.path.abspath(self.config_path)) if self.config_path else os.getcwd()
        try:
            relative = os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        except ValueError:  # another drive
            relative = path.replace(os.sep, "/")
        glob = pattern.removeprefix("./")
        glob = glob + "*" if glob.endswith("/") else glob
        return fnmatchcase(relative, glob) or (
            "/" not in glob and fnmatchcase(relative.rpartition("/")[2], glob)
        )


def load(config: ConfigFile | None, arguments: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a config file with the command line over them. Raises ConfigError.

    `arguments` are the options as given, by name with underscores; what was not given is absent or None.
    """
    settings = Settings()
    if config is not None:
        from lstm_lint.schema import validate  # pydantic: 120 ms that a run without config does not pay

        settings = validate(config)
    settings = _override(settings, {k: v for k, v in (arguments or {}).items() if v is not None})
    _check_keras(settings.keras)
    _ = settings.decisions  # an unknown code is an error before the first file is read
    for selectors in settings.per_file_ignores.values():
        for selector in selectors:
            _codes(selector, "per-file-ignores")
    return settings


_PLAIN = ("profile", "fail_on", "keras", "output_format", "exclude", "extend_exclude", "force_exclude")


def _override(settings: Settings, given: dict[str, Any]) -> Settings:
    layer = Selection(
        "the command line", given.get("select"), given.get("ignore", ()), given.get("extend_select", ())
    )
    plain = {name: given[name] for name in _PLAIN if name in given}
    return replace(settings, selections=(*settings.selections, layer), **plain)


def _check_keras(keras: str) -> None:
    if keras == "auto":
        return
    from lstm_lint.keras_api.versions import parse_target

    try:
        parse_target(keras)
    except ValueError as error:
        raise ConfigError(
            f"keras version {keras!r}: {error}; write auto, 2, 3 or a version such as 2.15"
        ) from error


def _decide(layers: tuple[Selection, ...]) -> tuple[Decision, ...]:
    state = {rule.code: Decision(rule, rule.default, _by_default(rule)) for rule in rulebook.rules()}
    for layer in layers:
        chosen = (*(layer.select or ()), *layer.extend_select)
        on = _strongest(chosen, layer.source)
        off = _strongest(layer.ignore, layer.source)
        for code, before in state.items():
            state[code] = _layered(before, layer, on.get(code), off.get(code))
    return tuple(state.values())


def _by_default(rule: Rule) -> str:
    return "on by default" if rule.default else "off by default"


def _layered(before: Decision, layer: Selection, on: str | None, off: str | None) -> Decision:
    if off is not None and (on is None or rulebook.weight(off) >= rulebook.weight(on)):
        return Decision(before.rule, False, f"`{off}` is ignored by {layer.source}")
    if on is not None:
        return Decision(before.rule, True, f"`{on}` is selected by {layer.source}")
    if layer.select is not None:
        return Decision(before.rule, False, f"not selected by {layer.source}")
    return before


def _strongest(selectors: tuple[str, ...], source: str) -> dict[str, str]:
    """For each code the selector that names it most exactly."""
    strongest: dict[str, str] = {}
    for selector in selectors:
        for code in _codes(selector, source):
            held = strongest.get(code)
            if held is None or rulebook.weight(selector) > rulebook.weight(held):
                strongest[code] = selector
    return strongest


def _codes(selector: str, source: str) -> frozenset[str]:
    try:
        return rulebook.matching(selector)
    except UnknownRule as error:
        raise ConfigError(f"{error} (from {source}; `lstm-lint rule --all` lists them)") from error
