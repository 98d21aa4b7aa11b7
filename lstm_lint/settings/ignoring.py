"""A rule is turned off in a config file: one more item of `ignore`, and every other byte stays.

The text is not written anew, for comments and layout are the user's. What would not read back as meant is refused.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from lstm_lint.settings.config import SHARED_FILE, ConfigError, ConfigFile, line_of

_HEADER = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?lstm-lint[\"']?[ \t]*\]", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LIST = re.compile(r"(=[ \t]*\[)([ \t]*\])?")


def without(path: str, text: str, code: str) -> str:
    """The text of a config file with the rule among those that it ignores. Raises ConfigError."""
    shared = os.path.basename(path) == SHARED_FILE
    before = _section(text, shared)
    after = _with_item(path, text, code, before, shared)
    wanted = [*before.get("ignore", ()), code]
    found = _section(after, shared) if after else None
    if found is None or sorted(found.get("ignore", ())) != sorted(wanted) or _rest(found) != _rest(before):
        raise ConfigError(
            f'{path}: write "{code}" into the list `ignore` yourself: its layout is not understood'
        )
    return after


def _with_item(path: str, text: str, code: str, section: dict[str, Any], shared: bool) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    if "ignore" in section:
        number = line_of(ConfigFile(path, section, text.replace("\r\n", "\n")), (), "ignore")
        lines = text.split(end)
        found = _LIST.search(lines[number - 1]) if number is not None else None
        if number is None or found is None:
            return ""
        line = lines[number - 1]
        separator = "" if not section["ignore"] else ", " if line[found.end(1) :].strip() else ","
        lines[number - 1] = f'{line[: found.end(1)]}"{code}"{separator}{line[found.end(1) :]}'
        return end.join(lines)
    item = f'ignore = ["{code}"]{end}'
    if shared:
        header = _HEADER.search(text)
        at = text.find("\n", header.end()) + 1 if header is not None else 0
        return text[:at] + item + text[at:] if at else ""
    table = _TABLE.search(text)
    if table is not None:
        return text[: table.start()] + item + end + text[table.start() :]
    return text + ("" if not text or text.endswith("\n") else end) + item


def _section(text: str, shared: bool) -> dict[str, Any]:
    """What the section says; nothing where it does not parse."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: Any = tomllib.loads(text.replace("\r\n", "\n"))
        found = document["tool"]["lstm-lint"] if shared else document
    except (tomllib.TOMLDecodeError, LookupError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _rest(section: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in section.items() if name != "ignore"}
