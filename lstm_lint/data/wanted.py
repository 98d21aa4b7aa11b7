"""Whether files can be looked at as the caller wants it: said in one line before anything is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from lstm_lint.run import cache_folder
from lstm_lint.settings.config import ConfigError

INSTALL = "--data takes DuckDB: pip install 'lstm-lint[data]'"


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options with the folder of the files, and that of the cache. Raises ConfigError."""
    folder = given.get("data") or ""
    if folder and not os.path.isdir(folder):
        raise ConfigError(f"--data={folder}: there is no such folder")
    if find_spec("duckdb") is None:
        raise ConfigError(INSTALL)
    cache = None if given.get("no_cache") else cache_folder.location(given.get("cache_dir"))
    return {**given, "data": folder, "data_cache": cache}
