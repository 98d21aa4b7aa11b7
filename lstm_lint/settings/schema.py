"""The config file as a pydantic model: strict types, no unknown keys, and the JSON Schema that editors read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lstm_lint.findings import Severity
from lstm_lint.rulebook import plugins, rulebook
from lstm_lint.rulebook.rule_page import Rule
from lstm_lint.settings.config import ConfigError, ConfigFile
from lstm_lint.settings.settings import UNEXPLAINED, FileIgnore, Override, Selection, Settings, merged

RuleTables = dict[str, dict[str, Any]]
Severities = dict[str, Literal["error", "warning", "advice"]]


_STRICT = ConfigDict(
    extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
)


class OverrideModel(BaseModel):
    """`[[tool.lstm-lint.overrides]]`: other rules for some paths."""

    model_config = _STRICT

    paths: list[str] = Field(min_length=1, description="Globs of the files that this table is for.")
    select: list[str] | None = Field(None, description="Only these rules in them.")
    extend_select: list[str] = Field([], description="These rules as well in them.")
    ignore: list[str] = Field([], description="Not these rules in them.")
    severity: Severities = Field({}, description="Code, name or group of rules: how bad they are in them.")
    keras: str | None = Field(None, description="The Keras version that they are for.")
    rules: RuleTables = Field({}, description="Options of rules in them.")


class ConfigModel(BaseModel):
    """`[tool.lstm-lint]` in pyproject.toml, or the whole of lstm-lint.toml."""

    model_config = _STRICT

    extend: str | list[str] | None = Field(
        None,
        description="Config files that this one adds to: paths, or package:NAME of an installed package.",
    )
    select: list[str] | None = Field(
        None, description="Only these rules: codes, starts of codes, names or groups."
    )
    extend_select: list[str] = Field([], description="These rules as well.")
    ignore: list[str] = Field([], description="Not these rules.")
    severity: Severities = Field(
        {}, description="Code, name or group of rules: how bad they are in this project."
    )
    require_reason: bool = Field(False, description="A suppression without a reason is a finding (LL004).")
    profile: Literal["default", "strict"] = Field("default", description="strict lists advice as well.")
    fail_on: Literal["error", "warning", "advice", "never"] = Field(
        "warning", description="The least severity that makes the run fail."
    )
    keras: str = Field(
        "auto", description="The targeted Keras version: auto, 2, 3 or a version such as 2.15."
    )
    output_format: Literal[
        "text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"
    ] = Field("text", description="How findings are printed.")
    baseline: str | None = Field(
        None, description="A file of findings to leave out, beside this file; --write-baseline writes it."
    )
    exclude: list[str] | None = Field(
        None, description="Files and folders to leave out, instead of the built-in list."
    )
    extend_exclude: list[str] = Field([], description="Files and folders to leave out as well.")
    force_exclude: bool = Field(
        False, description="Leave excluded files out even where they are named outright."
    )
    respect_gitignore: bool = Field(True, description="Leave out what .gitignore leaves out.")
    per_file_ignores: dict[str, list[str]] = Field(
        {}, description="Glob of files: rules that are off in them."
    )
    rule_paths: list[str] = Field(
        [], description="Folders of rule pages and checks of this project; their Python is run."
    )
    overrides: list[OverrideModel] = Field([], description="Other rules for some paths; a later one wins.")
    rules: RuleTables = Field({}, description="Options of rules, a table for each code or name.")


def validate(config: ConfigFile, *, run: bool = True) -> Settings:
    """The settings that a config file and those it extends ask for. Raises ConfigError, with the nearest known key.

    `run` says whether the checks that `rule-paths` names take part; otherwise only their pages do.
    """
    settings = Settings()
    models = [(file, _model(file)) for file in config.chain]
    paths = [Path(file.folder, path) for file, model in models for path in model.rule_paths]
    plugins.use_local(paths, run=run)  # before anything names a rule
    for file, model in models:
        settings = _over(settings, file, model)
    asked = [file for file in config.chain if "require-reason" in file.section]
    if settings.require_reason:
        layer = Selection(asked[-1].path, None, (), (UNEXPLAINED,), file=asked[-1], key="require-reason")
        settings = replace(settings, selections=(*settings.selections, layer))
    extended = tuple(file.path for file in config.chain[:-1])
    folders = tuple(str(path) for path in paths)
    return replace(
        settings, config_path=config.path, extended=extended, rule_paths=folders, run_rule_paths=run
    )


def _model(file: ConfigFile) -> ConfigModel:
    try:
        return ConfigModel.model_validate(file.section)
    except ValidationError as error:
        raise ConfigError(_explain(file.path, error)) from error


def _over(settings: Settings, file: ConfigFile, model: ConfigModel) -> Settings:
    """The settings with what one more file says; what it does not mention stays."""
    plain = ("profile", "fail_on", "keras", "output_format", "baseline", "force_exclude", "respect_gitignore")
    changes: dict[str, Any] = {name: getattr(model, name) for name in plain if name in model.model_fields_set}
    if model.exclude is not None:
        changes["exclude"] = tuple(model.exclude)
    if "require_reason" in model.model_fields_set:
        changes["require_reason"] = model.require_reason
    overrides = tuple(_override(file, number, one) for number, one in enumerate(model.overrides))
    return replace(
        settings,
        selections=(*settings.selections, _selection(file, (), model)),
        extend_exclude=(*settings.extend_exclude, *model.extend_exclude),
        per_file_ignores=(
            *settings.per_file_ignores,
            *(FileIgnore(glob, tuple(codes), file) for glob, codes in model.per_file_ignores.items()),
        ),
        overrides=(*settings.overrides, *overrides),
        rule_options=merged(settings.rule_options, _rule_options(file.path, model.rules)),
        **changes,
    )


def _selection(file: ConfigFile, table: tuple[str, ...], model: ConfigModel | OverrideModel) -> Selection:
    return Selection(
        file.path,
        None if model.select is None else tuple(model.select),
        tuple(model.ignore),
        tuple(model.extend_select),
        {selector: Severity(value) for selector, value in model.severity.items()},
        file,
        table,
    )


def _override(file: ConfigFile, number: int, model: OverrideModel) -> Override:
    table = ("overrides", str(number))
    options = _rule_options(file.path, model.rules)
    return Override(tuple(model.paths), _selection(file, table, model), model.keras, options)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the config, with the options of every rule."""
    schema = ConfigModel.model_json_schema(by_alias=True)
    tables = {rule.name: _table_schema(rule) for rule in rulebook.rules() if rule.options}
    by_code = {rule.code: tables[rule.name] for rule in rulebook.rules() if rule.options}
    for properties in (schema["properties"], schema["$defs"]["OverrideModel"]["properties"]):
        properties["rules"] |= {"properties": tables | by_code, "additionalProperties": False}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _explain(path: str, error: ValidationError) -> str:
    problems = error.errors(include_url=False)
    first = problems[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "extra_forbidden":
        inner = OverrideModel if first["loc"][0] == "overrides" else ConfigModel
        known = [field.alias or name for name, field in inner.model_fields.items()]
        near = rulebook.did_you_mean(str(first["loc"][-1]), known)
        return f"{path}: there is no setting `{key}`{near}{more}"
    return f"{path}: `{key}`: {first['msg'][:1].lower()}{first['msg'][1:]}{more}"


def _rule_options(path: str, tables: RuleTables) -> dict[str, dict[str, object]]:
    options: dict[str, dict[str, object]] = {}
    for name, table in tables.items():
        rule = rulebook.find(name)
        if rule is None:
            near = rulebook.did_you_mean(name, (word for r in rulebook.rules() for word in (r.code, r.name)))
            raise ConfigError(f"{path}: `rules.{name}`: there is no such rule{near}")
        options.setdefault(rule.code, {}).update(
            {key: _option(f"{path}: `rules.{name}.{key}`", rule, key, value) for key, value in table.items()}
        )
    return options


def _option(where: str, rule: Rule, key: str, value: object) -> object:
    """The value of an option if its type is that of the default on the rule's page; an int may stand for a float."""
    if key not in rule.options:
        known = ", ".join(f"`{option}`" for option in rule.options) or "none"
        near = rulebook.did_you_mean(key, rule.options)
        raise ConfigError(f"{where}: {rule.code} has no such option{near} (it has: {known})")
    default = rule.options[key]
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise ConfigError(f"{where}: expected {_TYPES[type(default)]} such as {default!r}, found {value!r}")
    return value


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


def _table_schema(rule: Rule) -> dict[str, Any]:
    options = {
        name: {"type": _JSON_TYPES.get(type(default), "object"), "default": default}
        for name, default in rule.options.items()
    }
    return {
        "type": "object",
        "properties": options,
        "additionalProperties": False,
        "title": f"{rule.code} {rule.name}",
    }
