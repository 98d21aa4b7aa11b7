"""Arguments of the reading as plain JSON values. What is not known, or not of Keras, has no encoding."""

from __future__ import annotations

import math
from typing import Any

from lstm_lint.script import Configured, Known, Symbol, Value, identifier
from lstm_lint.smoke import allowed

_LARGEST = 10**9  # a number of a script that is larger than this is no size of anything


class NoEncoding(Exception):
    """A value that is not known, or that only running the script would give."""


def encode(value: Value) -> Any:
    """A known value as JSON. Raises NoEncoding."""
    if not isinstance(value, Known):
        raise NoEncoding("not known")
    return _plain(value.value)


def part(configured: Configured) -> dict[str, Any]:
    """An initializer, regularizer, constraint or schedule with what is known of its arguments. Raises NoEncoding."""
    cls = allowed.FUNCTIONS.get(configured.cls, configured.cls)
    if cls not in allowed.MODULES:
        raise NoEncoding(f"`{cls}`")
    given = {name: encode(a.value) for name, a in configured.arguments.items() if a.given and name != "name"}
    return {"class": cls, "arguments": given}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or abs(value) > _LARGEST:
            raise NoEncoding("a number out of range")
        return value
    if isinstance(value, (list, tuple)) and len(value) <= 64:
        return [_plain(item.value if isinstance(item, Known) else item) for item in value]
    if isinstance(value, Configured):
        name = identifier(Known(value))
        if name in allowed.ACTIVATIONS:
            return name  # `activation=ReLU()`
        return part(value)
    if isinstance(value, Symbol):
        name = identifier(Known(value))
        if name in allowed.ACTIVATIONS:
            return name
        if value.name in allowed.INITIALIZERS:
            return {"class": value.name, "arguments": {}}
    raise NoEncoding("not a plain value")
