"""The command `init`: a config file that names every setting, each as a comment with its default."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator
from typing import Any

from lstm_lint.edit import atomic
from lstm_lint.run.files import DEFAULT_EXCLUDE
from lstm_lint.settings.config import OWN_FILE, SHARED_FILE, ConfigError, read
from lstm_lint.settings.keys import KEYS

_EXAMPLES: dict[str, Any] = {
    "extend": "../lstm-lint.toml",
    "select": ["ALL"],
    "exclude": list(DEFAULT_EXCLUDE),
    "baseline": "lstm-lint-baseline.json",
}
_TABLES = {
    "severity": '# LL203 = "error"\n',
    "per-file-ignores": '# "notebooks/scratch/*" = ["LL6"]\n',
    "rules": "# [rules.LL505]\n# timesteps = 100\n",
}


def init(folder: str) -> str:
    """Writes the file into a folder that has no config yet and returns its path. Raises ConfigError."""
    path = os.path.join(folder, OWN_FILE)
    shared = os.path.join(folder, SHARED_FILE)
    if os.path.lexists(path):
        raise ConfigError(f"{path} is there already; `lstm-lint config` shows what it says")
    if os.path.isfile(shared) and _has_section(shared):
        raise ConfigError(f"{shared} has a [tool.lstm-lint] section already, which {OWN_FILE} would hide")
    try:
        atomic.replace(path, text().encode(), 0o644)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def text() -> str:
    """The file: every setting with its description and default, all of it commented out."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Settings of lstm-lint. Each line is a default or an example: remove its first # to use it.\n"
    yield f"# In {SHARED_FILE} the same keys stand in [tool.lstm-lint].\n"
    by_name = {key.name: key for key in KEYS}
    for key in KEYS:
        if key.name not in _TABLES and key.name != "overrides":
            yield f"\n{_comment(key.about)}{_setting(key.name, _EXAMPLES.get(key.name, key.default))}"
    for name, example in _TABLES.items():
        yield f"\n{_comment(by_name[name].about)}# [{name}]\n{example}"
    yield f"\n{_comment(by_name['overrides'].about)}# [[overrides]]\n"
    yield _setting("paths", ["notebooks/"]) + _setting("ignore", ["LL6"])


def _setting(key: str, value: Any) -> str:
    line = f"# {key} = {json.dumps(value)}"
    if len(line) <= 100:
        return f"{line}\n"
    items = textwrap.wrap(", ".join(json.dumps(item) for item in value), 90)
    return f"# {key} = [\n" + "".join(f"#   {row}\n" for row in items) + "# ]\n"


def _comment(text: str) -> str:
    return "".join(f"## {row}\n" for row in textwrap.wrap(text, 95))


def _has_section(path: str) -> bool:
    try:
        read(path)
    except ConfigError as error:
        return "has no [tool.lstm-lint] section" not in str(error)
    return True
