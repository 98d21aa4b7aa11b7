"""What the arm as written is trained on where the finding is about the data: its scale, its order, its padding.

The page of the rule says it: by fields of `specification.Data`, or by a function under `@plants` in the file of its
check.
"""

from __future__ import annotations

from collections.abc import Mapping

from lstm_lint import checks
from lstm_lint.findings import Severity
from lstm_lint.smoke import facts
from lstm_lint.smoke.locate import Blamed
from lstm_lint.smoke.specification import Specification


class NotPlanted(Exception):
    """What the effect depends on was not read, so nothing synthetic may stand for it; the message says what."""


def plant(specification: Specification, one: Blamed) -> Specification:
    """The specification with the data that the finding speaks of. Raises NotPlanted."""
    known = facts.of(one.finding.code)
    if known.advice and one.finding.severity is Severity.ADVICE:
        raise NotPlanted(known.advice)
    if isinstance(known.plant, Mapping):
        return specification.with_data(**known.plant)
    function = facts.in_check(one.finding.code, checks.planting) if known.plant == facts.CODE else None
    if function is None:
        return specification
    planted = facts.called(one.finding.code, function, specification, one)
    if isinstance(planted, str):
        raise NotPlanted(planted)
    return planted
