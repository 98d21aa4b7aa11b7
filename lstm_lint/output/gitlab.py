"""GitLab code quality: the JSON artifact that a merge request compares with that of its target branch."""

from __future__ import annotations

from lstm_lint.output.places import Placed, placed
from lstm_lint.source.printable import json_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lstm_lint.findings import Finding
    from lstm_lint.run.report import Report

SEVERITIES = {"error": "critical", "warning": "major", "advice": "info"}


def render_gitlab(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    yield json_document([_issue(one) for one in placed(report, listed)])


def _issue(one: Placed) -> dict[str, Any]:
    finding = one.finding
    return {
        "description": f"{finding.code}: {one.message}",
        "check_name": finding.name,
        "fingerprint": one.fingerprint,
        "severity": SEVERITIES[finding.severity.value],
        "location": {"path": one.path, "lines": {"begin": finding.file_line}},
    }
