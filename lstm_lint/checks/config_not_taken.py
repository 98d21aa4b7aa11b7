"""LL173: a layer class whose `get_config` says what its `__init__` does not take, or leaves out what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.refusals import refusals
from lstm_lint.script import Refused, Script


@check("config-not-taken")
def config_not_taken(script: Script) -> Iterator[Problem]:
    # Without a load in the file it raises in another one, if anywhere.
    severity = None if script.loads else Severity.WARNING
    yield from refusals(script, _message, severity)


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "config-key", (key, cls):
            raises = f"`__init__` of {cls} takes no {key!r}: `load_model` raises"
            return f"{raises}; name the key as the parameter"
        case "config-base", (name, cls):
            raises = f"{cls} takes no {name!r}, which `super().get_config()` says: `load_model` raises"
            return f"{raises}; add **kwargs"
        case "config-misses", (name, cls):
            return f"`get_config` leaves out {name!r}, which `__init__` of {cls} needs: `load_model` raises; add it"
    return ""
