"""The settings of a run: a config file with the command line over it, and every code checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lstm_lint.rulebook import plugins, rulebook
from lstm_lint.settings.config import ConfigError, ConfigFile
from lstm_lint.settings.settings import Selection, Settings, codes_of, decide


def load(config: ConfigFile | None, arguments: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a config file with the command line over them. Raises ConfigError.

    `arguments` are the options as given, by name with underscores; what was not given is absent or None. `distrusted`
    are the folders that belong to the linted code where that is to bring no plug-in along.
    """
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    settings = Settings()
    plugins.distrust(given.get("distrusted", ()))
    if config is None:
        plugins.use_local(())
    else:
        from lstm_lint.settings.schema import (
            validate,  # pydantic: 120 ms that a run without config does not pay
        )

        settings = validate(config, run=not given.get("no_project_rules"))
    settings = _override(settings, given)
    for keras in (settings.keras, *(one.keras for one in settings.overrides)):
        _check_keras(keras or "auto")
    rulebook.load_plugins()
    _ = settings.decisions  # an unknown code is an error before the first file is read
    decide(tuple(one.selection for one in settings.overrides))
    for one in settings.per_file_ignores:
        for selector in one.codes:
            codes_of(selector, "per-file-ignores")
    return settings


_PLAIN = ("profile", "fail_on", "keras", "output_format", "exclude", "extend_exclude", "force_exclude")


def _override(settings: Settings, given: dict[str, Any]) -> Settings:
    layer = Selection(
        "the command line", given.get("select"), given.get("ignore", ()), given.get("extend_select", ())
    )
    plain = {name: given[name] for name in _PLAIN if name in given}
    return replace(
        settings,
        given=layer,
        given_keras="keras" in plain,
        ignore_suppressions=bool(given.get("ignore_suppressions") or given.get("isolated")),
        distrusted=tuple(given.get("distrusted", ())),
        **plain,
    )


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
