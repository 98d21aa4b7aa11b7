"""The JSON Schema of the config file, for editors: made of the table that files are checked by."""

from __future__ import annotations

from typing import Any

from lstm_lint.settings import keys
from lstm_lint.settings.valid import Names


def json_schema() -> dict[str, Any]:
    """The schema, with the options of every rule."""
    names = Names()
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
