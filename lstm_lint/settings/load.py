"""The settings of a file: what a checked configuration says, with the command line over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lstm_lint.findings import Severity
from lstm_lint.ir.records import replace
from lstm_lint.rulebook import rulebook
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.settings import keys, valid
from lstm_lint.settings.config import ConfigFile
from lstm_lint.settings.settings import UNEXPLAINED, FileIgnore, Override, Selection, Settings, merged

_SAME = ConfigFile("", {})


def load(
    config: ConfigFile | None,
    arguments: Mapping[str, Any] | None = None,
    *,
    run: ConfigFile | None = _SAME,
) -> Settings:
    """The settings of a config file with the command line over them. Raises ConfigError.

    `arguments` are the options as given, by name with underscores; what was not given is absent or None. `distrusted`
    are the folders that belong to the linted code where that is to bring no plug-in along. What is about the whole run
    is taken from `run`, by default the same file.
    """
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    distrusted = tuple(given.get("distrusted", ()))
    settings = Settings(distrusted=distrusted)
    names = valid.Names(distrusted=distrusted)
    if config is not None:
        valid.check(config, distrusted)
        folders = valid.rule_paths(config)
        names = valid.Names(folders, distrusted)
        settings = replace(settings, rule_paths=folders, run_rule_paths=not given.get("no_project_rules"))
    settings.meet_plugins()
    if config is not None:
        for file in config.chain:
            settings = _over(settings, file)
        settings = _with_required_reasons(settings, config)
        extended = tuple(file.path for file in config.chain[:-1])
        settings = replace(settings, config_path=config.path, extended=extended)
    valid.check_given(given, names)
    return _override(replace(settings, **_of_run(config if run is _SAME else run)), given)


_PLAIN = ("profile", "keras", "require-reason", "exclude")
_OPTIONS = (
    "data",
    "data_cache",
    "profile",
    "fail_on",
    "fail_on_unread",
    "unfinished",
    "keras",
    "output_format",
    "force_exclude",
)


def _over(settings: Settings, file: ConfigFile) -> Settings:
    """The settings with what one more file says; what it does not mention stays."""
    section = file.section
    changes = {key.replace("-", "_"): _frozen(section[key]) for key in _PLAIN if key in section}
    if "keras" in section:
        changes["keras"] = keys.version(section["keras"])
    ignores = section.get("per-file-ignores", {}).items()
    overrides = tuple(_of_paths(file, number, one) for number, one in enumerate(section.get("overrides", ())))
    return replace(
        settings,
        selections=(*settings.selections, _selection(file, (), section)),
        extend_exclude=(*settings.extend_exclude, *section.get("extend-exclude", ())),
        per_file_ignores=(
            *settings.per_file_ignores,
            *(FileIgnore(glob, tuple(codes), file) for glob, codes in ignores),
        ),
        overrides=(*settings.overrides, *overrides),
        rule_options=merged(settings.rule_options, _rule_options(section)),
        **changes,
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _selection(file: ConfigFile, table: tuple[str, ...], section: Mapping[str, Any]) -> Selection:
    return Selection(
        file.path,
        _frozen(section.get("select")),
        tuple(section.get("ignore", ())),
        tuple(section.get("extend-select", ())),
        {selector: Severity(value) for selector, value in section.get("severity", {}).items()},
        file,
        table,
    )


def _of_paths(file: ConfigFile, number: int, table: Mapping[str, Any]) -> Override:
    keras = keys.version(table["keras"]) if "keras" in table else None
    selection = _selection(file, ("overrides", str(number)), table)
    return Override(tuple(table["paths"]), selection, keras, _rule_options(table))


def _rule_options(section: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    options: dict[str, dict[str, object]] = {}
    for word, table in section.get("rules", {}).items():
        rule = rulebook.find(word)
        assert rule is not None, "the file is checked"
        options.setdefault(rule.code, {}).update(
            {key: _option(rule, key, value) for key, value in table.items()}
        )
    return options


def _option(rule: Rule, key: str, value: Any) -> object:
    """The value in the type of the default."""
    kind = type(rule.options[key])
    return value if isinstance(value, bool) or kind not in (int, float) else kind(value)


def _with_required_reasons(settings: Settings, config: ConfigFile) -> Settings:
    if not settings.require_reason:
        return settings
    asked = next(file for file in reversed(config.chain) if "require-reason" in file.section)
    layer = Selection(asked.path, None, (), (UNEXPLAINED,), file=asked, key="require-reason")
    return replace(settings, selections=(*settings.selections, layer))


def _of_run(config: ConfigFile | None) -> dict[str, Any]:
    """What a config says of the whole run."""
    said = {key.name: config.said(key.name) for key in keys.KEYS if key.of_run} if config is not None else {}
    said["data"] = "" if said.get("data") else None
    return {name.replace("-", "_"): value for name, value in said.items() if value is not None}


def _override(settings: Settings, given: dict[str, Any]) -> Settings:
    layer = Selection(
        "the command line", given.get("select"), given.get("ignore", ()), given.get("extend_select", ())
    )
    plain = {name: given[name] for name in _OPTIONS if name in given}
    return replace(
        settings,
        given=layer,
        given_keras="keras" in plain,
        ignore_suppressions=bool(given.get("ignore_suppressions") or given.get("isolated")),
        isolated=bool(given.get("isolated")),
        **plain,
    )
