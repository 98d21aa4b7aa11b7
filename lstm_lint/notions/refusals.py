"""What raises whatever the data is, and what cannot be meant, as rules say it: the reading wrote it down with a kind
and with words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Refused, Script


def refusals(
    script: Script, message: Callable[[Refused], str], severity: Severity | None = None
) -> Iterator[Problem]:
    """A problem at each place of which the rule has something to say; `message` is empty for what other rules say."""
    yield from each_place_once(
        Problem(said, found.place.span, severity) for found in script.refused if (said := message(found))
    )


def of_kind(kind: str, message: Callable[..., str]) -> Callable[[Refused], str]:
    """What to say of one kind of them, by its words."""
    return lambda found: message(*found.words) if found.kind == kind else ""


def slips_of(script: Script, kind: str, message: Callable[..., str]) -> Iterator[Problem]:
    """A problem at each place of a slip of one kind, by its words."""
    yield from each_place_once(
        Problem(message(*slip.words), slip.place.span) for slip in script.slips if slip.kind == kind
    )
