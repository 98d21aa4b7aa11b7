"""The JSON Schema of the config file, for editors: made of the table that files are checked by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstm_lint.settings import keys
from lstm_lint.settings.config import ConfigFile
from lstm_lint.settings.valid import Names, rule_paths


def json_schema(config: ConfigFile | None = None, distrusted: Sequence[str] = ()) -> dict[str, Any]:
    """The schema, with the options of every rule, those of the project that a config is for among them."""
    names = Names(rule_paths(config) if config is not None else (), distrusted)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lstm-lint",
        "description": "`[tool.lstm-lint]` in pyproject.toml, or the whole of lstm-lint.toml.",
        **keys.schema(keys.KEYS, names),
        "$defs": {
            "override": {
                "description": "Other rules for some paths.",
                **keys.schema(keys.OF_OVERRIDE, names),
            },
            **keys.option_tables(names),
        },
    }
