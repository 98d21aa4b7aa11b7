"""The config file as a pydantic model: strict types, no unknown keys, and the JSON Schema that editors read."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lstm_lint import rulebook
from lstm_lint.config import ConfigError, ConfigFile
from lstm_lint.rulebook import Rule
from lstm_lint.settings import Selection, Settings

RuleTables = dict[str, dict[str, Any]]


class ConfigModel(BaseModel):
    """`[tool.lstm-lint]` in pyproject.toml, or the whole of lstm-lint.toml."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )

    select: list[str] | None = Field(
        None, description="Only these rules: codes, starts of codes, names or groups."
    )
    extend_select: list[str] = Field([], description="These rules as well.")
    ignore: list[str] = Field([], description="Not these rules.")
    profile: Literal["default", "strict"] = Field("default", description="strict lists advice as well.")
    fail_on: Literal["error", "warning", "advice", "never"] = Field(
        "warning", description="The least severity that makes the run fail."
    )
    keras: str = Field(
        "auto", description="The targeted Keras version: auto, 2, 3 or a version such as 2.15."
    )
    output_format: Literal["text", "concise", "json"] = Field("text", description="How findings are printed.")
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
    rules: RuleTables = Field({}, description="Options of rules, a table for each code or name.")


def validate(config: ConfigFile) -> Settings:
    """The settings that a config file asks for. Raises ConfigError, which names the nearest known key."""
    try:
        model = ConfigModel.model_validate(config.section)
    except ValidationError as error:
        raise ConfigError(_explain(config.path, error)) from error
    selected = None if model.select is None else tuple(model.select)
    layer = Selection(config.path, selected, tuple(model.ignore), tuple(model.extend_select))
    return Settings(
        selections=(layer,),
        profile=model.profile,
        fail_on=model.fail_on,
        keras=model.keras,
        output_format=model.output_format,
        exclude=None if model.exclude is None else tuple(model.exclude),
        extend_exclude=tuple(model.extend_exclude),
        force_exclude=model.force_exclude,
        respect_gitignore=model.respect_gitignore,
        per_file_ignores={glob: tuple(codes) for glob, codes in model.per_file_ignores.items()},
        rule_options=_rule_options(config.path, model.rules),
        config_path=config.path,
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the config, with the options of every rule."""
    schema = ConfigModel.model_json_schema(by_alias=True)
    tables = {rule.name: _table_schema(rule) for rule in rulebook.rules() if rule.options}
    by_code = {rule.code: tables[rule.name] for rule in rulebook.rules() if rule.options}
    schema["properties"]["rules"] |= {"properties": tables | by_code, "additionalProperties": False}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _explain(path: str, error: ValidationError) -> str:
    problems = error.errors(include_url=False)
    first = problems[0]
    key = ".".join(str(part) for part in first["loc"])
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in ConfigModel.model_fields.items()]
        return f"{path}: there is no setting `{key}`{rulebook.did_you_mean(key, known)}{more}"
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
