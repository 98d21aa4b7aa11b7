"""The pages of rules as files: where ours lie, what they are called, and their front matter as plain values.

A configuration is checked by this alone, in every run that finds one: nothing heavy is imported, and the name of a page
says the code and the name of its rule, `LL203-unbounded-cell-activation.md`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from typing import Any

_LARGEST = 1 << 20  # bytes
_HEAD = 1024


class RulebookError(Exception):
    """The rule pages are missing or one of them cannot be read: a broken installation, never the user's doing."""


def folder() -> str:
    """Where our pages lie: in the installed package, else beside it in a checkout. Raises RulebookError."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    for candidate in (os.path.join(package, "rules"), os.path.join(os.path.dirname(package), "rules")):
        if os.path.isdir(candidate):
            return candidate
    raise RulebookError(f"the rule pages are missing beside {package}: install lstm-lint again")


def own() -> Mapping[str, str]:
    """Code and name of each of our rules, in lower case, and the path of its page."""
    if not _own:
        here = folder()
        for file in os.listdir(here):
            if file.startswith("LL") and file.endswith(".md"):
                code, _, name = file[:-3].lower().partition("-")
                _own[code] = _own[name] = os.path.join(here, file)
    return _own


_own: dict[str, str] = {}


def groups() -> frozenset[str]:
    """The groups of our rules."""
    found = set()
    for page in set(own().values()):
        head = _content(page, _HEAD)
        start = head.find(b'\ngroup = "') + 10
        found.add(head[start : head.find(b'"', start)].decode())
    return frozenset(found)


def front_matter(page: str) -> dict[str, Any]:
    """The values between the `+++` lines of a page. Raises RulebookError for an unreadable page, ValueError for values.

    Importing the TOML parser and parsing 90 pages with it would take 10 ms of each run. Of the table `[smoke]` all but
    the probe may be left out: no lint needs it.
    """
    front = _front(page)
    fields = _plain(front)
    return _toml(front) if fields is None else fields


def whole_front_matter(page: str) -> dict[str, Any]:
    """Every value between the `+++` lines. Raises RulebookError and ValueError."""
    return _toml(_front(page))


def split(page: str) -> tuple[str, str]:
    """Front matter and body of a page, as text. Raises RulebookError."""
    import re

    try:
        text = _content(page).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RulebookError(f"{page}: the page does not read: {error}") from error
    parts = re.split(r"^\+\+\+[ \t]*\n", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise RulebookError(f"{page}: the page does not begin with front matter between `+++` lines")
    return parts[1], parts[2]


def _front(page: str) -> str:
    """The front matter alone; it rarely takes more than the first kilobyte of a page."""
    parts = _content(page, _HEAD).decode("utf-8", "replace").split("+++\n", 2)
    if len(parts) == 3 and not parts[0] and parts[1].endswith("\n") and not set(parts[1]) & {"\r", "\ufffd"}:
        return parts[1]
    return split(page)[0]


def _content(page: str, size: int | None = None) -> bytes:
    try:
        if not os.path.isfile(page):  # to open a pipe would be to wait for its writer
            raise RulebookError(f"{page}: the page does not read: it is no file")
        with open(page, "rb") as file:
            data = file.read(_LARGEST + 1 if size is None else size)
    except OSError as error:
        raise RulebookError(f"{page}: the page does not read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise RulebookError(f"{page}: the page does not read: it holds more than {_LARGEST >> 20} MB")
    return data


_LINE = r'(?P<key>[a-z_]+) = (?:"(?P<text>[^"\\]*)"|(?P<word>true|false)|(?P<number>\d+(?P<part>\.\d+)?))'


def _plain(front: str) -> dict[str, Any] | None:
    """Front matter of nothing but plain lines, as nearly all is; None for any other."""
    fields: dict[str, Any] = {}
    table = fields
    for line in front.splitlines():
        found = _line().fullmatch(line)
        if line in ("[options]", "[smoke]"):
            table = fields[line[1:-1]] = {}
        elif table is fields.get("smoke") and (found is None or found["key"] != "probe"):
            if line.startswith("[") and not line.startswith("[smoke."):
                return None
        elif found is None or found["key"] in table:
            return None
        elif found["number"]:
            table[found["key"]] = float(found["number"]) if found["part"] else int(found["number"])
        else:
            table[found["key"]] = found["word"] == "true" if found["word"] else found["text"]
    return fields


def _line() -> re.Pattern[str]:
    global _compiled
    if _compiled is None:
        import re

        _compiled = re.compile(_LINE)
    return _compiled


_compiled: re.Pattern[str] | None = None


def _toml(front: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(front)
