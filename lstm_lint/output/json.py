"""Findings for programs: the JSON document, `version` 1, that scripts rely on."""

from __future__ import annotations

from lstm_lint import __version__
from lstm_lint.source.printable import json_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lstm_lint.findings import Finding, Fix, NotRead, Related
    from lstm_lint.run.report import Places, Report

VERSION = 1


def render_json(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    places = {one.path: one.places for one in report.reports}
    document = {
        "version": VERSION,
        "tool": {"name": "lstm-lint", "version": __version__},
        "findings": [_finding(finding, places[finding.path]) for finding in listed],
        "unread": [*map(_unread, report.unread), *(_missed(path, why) for path, why in report.missed)],
        "summary": {
            "files": report.files,
            "read": report.read,
            "skipped": report.skipped,
            **{kind: _count(report, kind) for kind in ("error", "warning", "advice")},
            "suppressed": len(report.suppressed),
            "unread": len(report.unread) + len(report.missed),
        },
    }
    if report.left_out:
        document["left_out"] = report.left_out
    yield json_document(document)


def _count(report: Report, severity: str) -> int:
    return sum(1 for finding in report.findings if finding.severity.value == severity)


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    from lstm_lint.rulebook import rulebook

    rule = rulebook.find(finding.code)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.told,
        "path": finding.path,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "file_line": finding.file_line,
        "model": finding.model,
        "layer": finding.layer,
        "url": rule.url if rule else None,
        "fix": _fix(finding.fix, places) if finding.fix else None,
        "smoke": finding.smoke.document() if finding.smoke else None,
        "related": [_related(one, places) for one in finding.related],
    }


def _related(one: Related, places: Places) -> dict[str, Any]:
    """Another place: of the same cause, then with its fix, or one that the finding has to do with."""
    return {
        "path": one.file,
        "cell": one.cell,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "file_line": one.file_line,
        "message": one.message,
        "same_cause": one.same,
        "fix": _fix(one.fix, places) if one.fix else None,
    }


def _unread(item: NotRead) -> dict[str, Any]:
    """As the command `model` has it, with the file."""
    return {
        "path": item.path,
        "line": item.line,
        "cell": item.cell,
        "file_line": item.file_line,
        "what": item.what,
        "why": item.why,
    }


def _missed(path: str, why: str) -> dict[str, Any]:
    """A file that was not read at all: it failed, and the run ends with 2."""
    return {"path": path, "line": 1, "cell": None, "file_line": 1, "what": "this file", "why": why}


def _fix(fix: Fix, places: Places) -> dict[str, Any]:
    """The fix with its edits placed as the finding is: lines count inside the cell of a notebook."""
    names = ("line", "column", "end_line", "end_column")
    edits = [{**dict(zip(names, places[edit.span])), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "applicability": fix.applicability, "edits": edits}
