"""What a run goes by: a config file under the command line, and for each rule whether it is on and why."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import compress
from typing import Any, Literal

from lstm_lint.findings import Finding, Severity
from lstm_lint.ir.records import dataclass, field, replace
from lstm_lint.rulebook import plugins, rulebook
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.rulebook.rulebook import UnknownRule
from lstm_lint.settings.config import ConfigError, ConfigFile, line_of

Profile = Literal["default", "strict", "pedantic"]
FailOn = Literal["error", "warning", "advice", "never"]

UNEXPLAINED = "LL004"  # the rule that `require-reason` switches on

_PER_FILE = "per-file-ignores"
_REASON = "require-reason"


@dataclass(frozen=True, slots=True)
class Selection:
    """One layer of choices; a later layer beats an earlier one. `select` None leaves the earlier choice standing.

    `file` and `table` say where it is written, `key` under which name where that is not the field's own.
    """

    source: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    file: ConfigFile | None = None
    table: tuple[str, ...] = ()
    key: str = ""

    def where(self, key: str, selector: str | None = None) -> str:
        """The source, of a config file with the line."""
        if self.file is None:
            return self.source
        if key == "severity":
            line = line_of(self.file, (*self.table, key), selector or "")
        else:
            line = line_of(self.file, self.table, key, selector)
        return f"{self.source}:{line}" if line else self.source


@dataclass(frozen=True, slots=True)
class FileIgnore:
    """One line of `per-file-ignores`."""

    glob: str
    codes: tuple[str, ...]
    file: ConfigFile | None = None

    @property
    def selection(self) -> Selection:
        """It as a layer, which beats even the command line."""
        source = self.file.path if self.file else _PER_FILE
        return Selection(source, None, self.codes, file=self.file, table=(_PER_FILE,), key=self.glob)


@dataclass(frozen=True, slots=True)
class Override:
    """Other choices for the files that one of the globs names."""

    globs: tuple[str, ...]
    selection: Selection
    keras: str | None = None
    rule_options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a rule is on in this run and how bad it is, and because of what: layer, key and selector."""

    rule: Rule
    on: bool
    because: tuple[Selection, str, str | None] | None = None
    severity: Severity | None = None  # other than the rule's own
    severity_because: tuple[Selection, str, str | None] | None = None

    @property
    def reason(self) -> str:
        """One line of words, with the place in the config file that decides."""
        return "; ".join(part for part in (self._why_on(), self._why_so_bad()) if part)

    def _why_on(self) -> str:
        if self.because is _NOT_RUN:
            return "off, for checks of the project are not run here"
        if self.because is None:
            return "on by default" if self.rule.default else "off by default"
        layer, key, selector = self.because
        if layer.table == (_PER_FILE,):
            return f"ignored in `{key}` by {layer.where(key, selector)}"
        if key == _REASON:
            return f"on by `{key}` in {layer.where(key)}"
        if selector is None:
            return f"not selected by {layer.where(key)}"
        verb = "ignored" if key == "ignore" else "selected"
        return f"`{selector}` is {verb} by {layer.where(key, selector)}"

    def _why_so_bad(self) -> str:
        if not self.on or self.severity is None or self.severity_because is None:
            return ""
        layer, key, selector = self.severity_because
        return f"{self.severity.value} instead of {self.rule.severity.value} by {layer.where(key, selector)}"


_NOT_RUN = (Selection("the caller"), "", None)


@dataclass(frozen=True)
class Settings:
    """The settings in effect. `rule_options` holds, by code, only what differs from the rule's defaults."""

    selections: tuple[Selection, ...] = ()
    profile: Profile = "default"
    fail_on: FailOn = "warning"
    fail_on_unread: bool = False
    keras: str = "auto"
    unfinished: Literal["error", "finding"] = "error"
    output_format: str = "text"
    baseline: str | None = None
    data: str | None = (
        None  # the files that scripts read are looked at: those in this folder, "" for around the script
    )
    data_cache: str | None = None  # the folder that keeps what was found in them
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    require_reason: bool = False
    per_file_ignores: tuple[FileIgnore, ...] = ()
    overrides: tuple[Override, ...] = ()
    given: Selection | None = None  # on the command line: beats every file
    given_keras: bool = False
    ignore_suppressions: bool = False  # comments in the files silence nothing
    isolated: bool = False  # nothing of the tree but its code counts; its history does not either
    distrusted: tuple[str, ...] = ()  # folders whose plug-ins do not count
    run_rule_paths: bool = True  # whether the checks of local plug-ins are run
    rule_options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    config_path: str | None = None
    extended: tuple[str, ...] = ()  # files that the config file adds to
    rule_paths: tuple[str, ...] = ()  # folders of local plug-ins

    def __getstate__(self) -> dict[str, Any]:
        """What another process gets: without what was worked out of them here, such as checks that are bound."""
        return {name: value for name, value in vars(self).items() if name != "facts"}

    def take_effect(self) -> None:
        """From now on the plug-ins of these settings take part and no others, with their checks. Raises PluginError."""
        self.meet_plugins()
        rulebook.load_plugins()

    def meet_plugins(self) -> None:
        """From now on the rules of these settings are known and no others; no check is imported. Raises PluginError."""
        plugins.distrust(self.distrusted)
        plugins.use_local(self.rule_paths, run=self.run_rule_paths)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Every rule, on or off, by code. Raises ConfigError for a selector that names no rule."""
        self.meet_plugins()
        decided = decide(self._layers)
        if self.run_rule_paths:
            return decided
        return tuple(
            replace(one, on=False, because=_NOT_RUN) if plugins.are_silent(one.rule) else one
            for one in decided
        )

    @property
    def _layers(self) -> tuple[Selection, ...]:
        return (*self.selections, self.given) if self.given else self.selections

    @cached_property
    def _severities(self) -> Mapping[str, Severity]:
        return {one.rule.code: one.severity for one in self.decisions if one.severity is not None}

    def severity(self, rule: Rule) -> Severity | None:
        """The severity that the settings give a rule; None where they leave it to the rule."""
        return self._severities.get(rule.code)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        return tuple(decision.rule for decision in self.decisions if decision.on)

    def options(self, rule: Rule) -> dict[str, object]:
        """The options of a rule, its own defaults under what the config says."""
        return {**rule.options, **self.rule_options.get(rule.code, {})}

    def for_path(self, path: str) -> Settings:
        """The settings of one file: what overrides and `per-file-ignores` say of it is part of the selection."""
        if not self.overrides and not self.per_file_ignores:
            return self
        relative = self._relative(path)
        overridden = tuple(any(_names(glob, relative) for glob in one.globs) for one in self.overrides)
        ignored = tuple(_names(one.glob, relative) for one in self.per_file_ignores)
        if not any((*overridden, *ignored)):
            return self
        if (overridden, ignored) not in self._of_paths:
            self._of_paths[overridden, ignored] = self._with(
                list(compress(self.overrides, overridden)), list(compress(self.per_file_ignores, ignored))
            )
        return self._of_paths[overridden, ignored]

    @cached_property
    def facts(self) -> dict[object, Any]:
        """What was worked out of them, by the question: `once`."""
        return {}

    @cached_property
    def _of_paths(self) -> dict[tuple[tuple[bool, ...], tuple[bool, ...]], Settings]:
        return {}

    def _with(self, overrides: Sequence[Override], ignores: Sequence[FileIgnore]) -> Settings:
        keras = [one.keras for one in overrides if one.keras is not None and not self.given_keras]
        options = self.rule_options
        for one in overrides:
            options = merged(options, one.rule_options)
        given = [self.given] if self.given else []
        return replace(
            self,
            selections=(
                *self.selections,
                *(one.selection for one in overrides),
                *given,
                *(one.selection for one in ignores),
            ),
            given=None,
            keras=keras[-1] if keras else self.keras,
            rule_options=options,
            per_file_ignores=(),
            overrides=(),
        )

    def lists(self, finding: Finding) -> bool:
        """Whether a finding is listed; advice is only counted, unless the user asks for it."""
        if finding.severity is not Severity.ADVICE:
            return True
        if finding.is_pedantic:
            return self.profile == "pedantic"
        return self.profile != "default" or self.fail_on == "advice"

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the run fail: it is as bad as `fail_on`, and listed."""
        if self.fail_on == "never" or finding.severity.rank < Severity(self.fail_on).rank:
            return False
        return self.lists(finding)

    def _relative(self, path: str) -> str:
        """The path from the config's folder, where globs count from."""
        root = os.path.dirname(os.path.abspath(self.config_path)) if self.config_path else os.getcwd()
        try:
            return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
        except ValueError:  # another drive
            return path.replace(os.sep, "/")


def _names(glob: str, relative: str) -> bool:
    """Whether a glob names a file: by its name, or by its path from the config's folder (`*` crosses `/`)."""
    glob = glob.removeprefix("./")
    glob = glob + "*" if glob.endswith("/") else glob
    return fnmatchcase(relative, glob) or ("/" not in glob and fnmatchcase(relative.rpartition("/")[2], glob))


def merged(
    first: Mapping[str, Mapping[str, object]], second: Mapping[str, Mapping[str, object]]
) -> dict[str, Mapping[str, object]]:
    """Options of rules, the second over the first."""
    return {code: {**first.get(code, {}), **second.get(code, {})} for code in (*first, *second)}


def decide(layers: tuple[Selection, ...]) -> tuple[Decision, ...]:
    """Every rule, on or off after all layers. Raises ConfigError for a selector that names no rule."""
    state = {rule.code: Decision(rule, rule.default) for rule in rulebook.rules()}
    for layer in layers:
        chosen = (*(layer.select or ()), *layer.extend_select)
        on = _strongest(chosen, layer.source)
        off = _strongest(layer.ignore, layer.source)
        severities = _strongest(tuple(layer.severity), layer.source)
        for code, before in state.items():
            state[code] = _layered(before, layer, on.get(code), off.get(code))
            if (selector := severities.get(code)) is not None:
                because = (layer, "severity", selector)
                state[code] = replace(
                    state[code], severity=layer.severity[selector], severity_because=because
                )
    return tuple(state.values())


def _layered(before: Decision, layer: Selection, on: str | None, off: str | None) -> Decision:
    if off is not None and (on is None or rulebook.weight(off) >= rulebook.weight(on)):
        return replace(before, on=False, because=(layer, layer.key or "ignore", off))
    if on is not None:
        key = layer.key or ("select" if on in (layer.select or ()) else "extend-select")
        return replace(before, on=True, because=(layer, key, on))
    if layer.select is not None:
        return replace(before, on=False, because=(layer, "select", None))
    return before


def _strongest(selectors: tuple[str, ...], source: str) -> dict[str, str]:
    """For each code the selector that names it most exactly."""
    strongest: dict[str, str] = {}
    for selector in {selector.strip().lower(): selector for selector in selectors[::-1]}.values():
        for code in codes_of(selector, source):
            held = strongest.get(code)
            if held is None or rulebook.weight(selector) > rulebook.weight(held):
                strongest[code] = selector
    return strongest


def codes_of(selector: str, source: str) -> frozenset[str]:
    """The codes that a selector names; `source` is where it is written. Raises ConfigError."""
    try:
        return rulebook.matching(selector)
    except UnknownRule as error:
        raise ConfigError(f"{error} (from {source}; `lstm-lint rule --all` lists them)") from error
