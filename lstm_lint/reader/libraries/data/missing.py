"""Missing values that a program makes itself: what it reads as one, what it puts NaN in place of."""

from __future__ import annotations

import math

from lstm_lint.keras_api.sources import READERS_OF_TEXT
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Module
from lstm_lint.script import Known

_NAN = frozenset(
    f"{home}.{name}" for home in ("numpy", "math", "pandas") for name in ("nan", "NaN", "NAN", "NA")
)
# What pandas takes for a missing value by itself.
_USUAL = frozenset(
    {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
     "NULL", "NaN", "None", "n/a", "nan", "null"}
)  # fmt: skip


def is_nan(value: Abstract | None) -> bool:
    """`np.nan`, `float("nan")`."""
    if isinstance(value, Known):
        return isinstance(value.value, float) and math.isnan(value.value)
    return isinstance(value, Module) and value.path in _NAN


def marked(call: Call) -> str | None:
    """`na_values="?"` of a call that reads a table: the file has such places, or nobody had to say so."""
    given = call.args.at(None, "na_values")
    if given is None or call.name not in READERS_OF_TEXT:
        return None
    try:
        plain = constant(given)
    except LookupError:
        return None
    listed = list(plain.values()) if isinstance(plain, dict) else [plain]
    several = [one for part in listed for one in (part if isinstance(part, (list, tuple)) else [part])]
    marks = [one for one in several if isinstance(one, (str, int, float)) and str(one).strip() not in _USUAL]
    return f"na_values={marks[0]!r}" if marks else None
