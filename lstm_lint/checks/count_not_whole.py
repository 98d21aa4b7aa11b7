"""LL792: a number of epochs, steps or rows, or a bound of a slice, that is a float or a string."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script

_LONGEST = 30  # of what is written, in a message


@check(
    "count-not-whole",
    needs="refused:count|refused:count-text|refused:range-text|refused:length|refused:bound",
)
def count_not_whole(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("count", _message))
    yield from refusals(script, of_kind("count-text", _of_text))
    yield from refusals(script, of_kind("range-text", _of_range))
    yield from refusals(script, of_kind("length", _length))
    yield from refusals(script, of_kind("bound", _bound))


def _message(name: str, written: str, value: str) -> str:
    short = _short(written)
    given = f"`{name}={short}`" if value in ("", short) else f"`{name}={short}` is {value}"
    return f"{given}: a float, and Keras 3 counts in whole numbers, TypeError; write // or int(...)"


def _of_text(name: str, written: str) -> str:
    return f"`{name}={_short(written)}` is a string, and Keras counts in whole numbers: TypeError; write int(...)"


def _of_range(written: str) -> str:
    return f"`range` gets `{_short(written)}`, a string, and takes whole numbers: TypeError; write int(...)"


def _length(written: str) -> str:
    return f"`__len__` returns `{_short(written)}`, a float: TypeError when Keras asks for it; write // or int(...)"


def _bound(written: str) -> str:
    return f"a slice ends or begins at `{_short(written)}`, a float: TypeError; write int(...)"


def _short(written: str) -> str:
    return written if len(written) <= _LONGEST and "\n" not in written else "..."
