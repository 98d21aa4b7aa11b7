"""LL780: a generator whose batches are lists, or a function of a generator that was not called."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import refusals
from lstm_lint.script import Refused, Script


@check("batches-not-in-tuples", needs="refused")
def batches_not_in_tuples(script: Script) -> Iterator[Problem]:
    yield from refusals(script, _message)


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "function", (name, gives):
            return f"`{name}` is a function, not {gives} it returns: ValueError; write {name}(...)"
        case "batch-list", (written,):
            short = 2 < len(written) < 40 and written[0] == "[" and "[" not in written[1:]
            cure = f"write ({written[1:-1]})" if short else "write (x, y)"
            if written.startswith("[["):
                cure = "write ((a, b), y), the inputs as a tuple too"
            return f"a generator must yield a tuple, and this is a list: ValueError; {cure}"
        case "inputs-list", (gives,):
            return f"the inputs that this {gives} are a list, which Keras 3 refuses: TypeError; write a tuple, (a, b)"
    return ""
