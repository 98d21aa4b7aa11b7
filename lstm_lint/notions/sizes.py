"""Sizes of layers: what is certainly no positive whole number."""

from __future__ import annotations

from lstm_lint.findings import Severity
from lstm_lint.keras_api.argument_roles import OF_PYTHON_SINCE
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.script import Configured, Known, Typed, Value, is_text

_LONGEST = 25  # of what is written once more in a message


def wrong_size(
    part: Configured, name: str, target: KerasTarget, wrapped: bool = False
) -> tuple[str, str, Severity | None] | None:
    """What is wrong with the size that an argument gives, the number to write for it ("" for none), and how severe it
    is where that is not as the rule says. `wrapped`: another layer holds this one.
    """
    given = part[name]
    if isinstance(given, Typed):
        return _of_type(part, name, given, target, wrapped)
    found = _no_size(part, name, target)
    return (*found, None) if found is not None else None


def _of_type(
    part: Configured, name: str, given: Typed, target: KerasTarget, wrapped: bool
) -> tuple[str, str, Severity | None] | None:
    """Of numbers that are not known: a float, and an integer of NumPy, which older releases of the target may take."""
    place = part.argument(name).place
    text = place.text if place is not None and place.sibling is None else ""
    short = 0 < len(text) <= _LONGEST and "\n" not in text
    shown = f"`{name}={text}`" if short else f"`{name}`"
    write = f"write int({text})" if short else "write int(...)"
    if given.type == "float":
        refused = f"{shown} is a float, which Keras 3 rejects as a size; {write}"
        return (refused, "", None) if target.at_least(3) else None
    since = OF_PYTHON_SINCE.get(part.cls)
    if since is None or not target.at_least(3) or target.high < since or (wrapped and since == (3, 0)):
        return None
    version = "Keras 3" if since == (3, 0) else f"Keras {since[0]}.{since[1]}"
    message = f"{shown} is a NumPy integer, which {version} rejects as a size; {write}"
    return message, "", None if target.at_least(*since) else Severity.WARNING


def _no_size(part: Configured, name: str, target: KerasTarget) -> tuple[str, str] | None:
    """Of values that are known.

    Keras 2 made a whole number of a float or a string in some layers, and True counts as 1 in most layers: silent. So
    is None where it is the default of a parameter, which another file may replace.
    """
    value, shown = part.known(name), f"`{part.written(name)}`"
    if isinstance(value, (tuple, list)):
        return f"{shown} is not a number; {part.cls} needs a positive whole number", ""
    if is_text(part[name]):
        place = part.argument(name).place
        if value is None and place is not None and place.text.replace(".", "").isidentifier():
            shown = f"`{place.text}`"  # of the command line, or typed in
        text = value if isinstance(value, str) and value.isdigit() else ""
        return f"{shown} is a string; {part.cls} needs a positive whole number", text
    if isinstance(value, float):
        if not value.is_integer():
            return f"{shown} is not a whole number; {part.cls} needs one", ""
        if target.at_least(3):  # before, 16.0 could pass for 16
            given = part[name]
            literal = isinstance(given, Known) and given.origin == "literal"
            text = str(int(value)) if literal else ""
            return f"{shown} is a float, which Keras 3 rejects as a size; write {int(value)}", text
    if value is None and part.given(name) and _is_none(part[name]):
        given = part[name]
        free = isinstance(given, Known) and given.origin == "computed"
        told = f"`{name}` is None, the free length of an input" if free else f"{shown} is None"
        return f"{told}; {part.cls} needs a positive whole number", ""
    if isinstance(value, int) and not isinstance(value, bool) and value <= 0:
        return f"{shown}: {part.cls} needs a size of at least 1", ""
    return None


def _is_none(value: Value) -> bool:
    """Whether it is None wherever the program comes by: written so, or the length of an axis that is free."""
    return isinstance(value, Known) and value.origin in ("literal", "constant", "computed")
