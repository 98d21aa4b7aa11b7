"""SARIF 2.1.0, with what GitHub code scanning asks for: rules with their pages, one-line regions, fingerprints.

Columns count code points; paths count from the root of the repository.
"""

from __future__ import annotations

import re

from lstm_lint import PROJECT_URL, __version__
from lstm_lint.output.places import Placed, placed
from lstm_lint.source import repository
from lstm_lint.source.printable import json_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lstm_lint.findings import Finding, Fix, NotRead, Related
    from lstm_lint.rulebook.rule_page import Rule
    from lstm_lint.run.report import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
LONGEST_DESCRIPTION = 1024  # what code scanning takes of a fullDescription

_ROOT = "SRCROOT"
_KINDS = {"error": "error", "warning": "warning", "advice": "recommendation"}


def render_sarif(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    found = list(placed(report, [*listed, *report.suppressed]))
    rules = _rules(found) if found else []
    index = {rule.code: number for number, rule in enumerate(rules)}
    driver = {
        "name": "lstm-lint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": PROJECT_URL,
        "rules": [_descriptor(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report)],
        "results": [_result(one, index[one.finding.code]) for one in found],
    }
    yield json_document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def uri(path: str) -> str:
    """A path as a URI: a file name may hold any bytes."""
    import os
    from urllib.parse import quote

    quoted = quote(os.fsencode(path), safe="/~")
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if re.match(r"[A-Za-z]:/", path) else quoted


def _rules(found: Sequence[Placed]) -> list[Rule]:
    from lstm_lint.rulebook import rulebook

    codes = {one.finding.code for one in found}
    return [rule for rule in rulebook.rules() if rule.code in codes]


def _descriptor(rule: Rule) -> dict[str, Any]:
    from lstm_lint.output.rule import page as page_of
    from lstm_lint.output.rule import plain_text
    from lstm_lint.rulebook import rule_page

    page = page_of(rule)
    title = rule_page.title(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": _shortened(_section(page, "Why") or title)},
        "help": {"text": plain_text(page), "markdown": page},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": LEVELS[rule.severity.value]},
        "properties": {
            "tags": ["keras", rule.group],
            "problem.severity": _KINDS[rule.severity.value],
        },
    }


def _section(page: str, heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^#|\Z)", page, re.DOTALL | re.MULTILINE)
    return " ".join(re.sub(r"[*`]", "", found[1]).split()) if found else ""


def _shortened(text: str) -> str:
    """Whole sentences as far as they fit."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    cut = text[: LONGEST_DESCRIPTION - 3]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 0 else f"{cut.rstrip()}..."


def _result(one: Placed, rule_index: int) -> dict[str, Any]:
    finding = one.finding
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity.value],
        "message": {"text": one.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(one.path), "region": _region(one)}}
        ],
        # The name under which code scanning looks for it before it makes one of its own from the line of the file.
        "partialFingerprints": {"primaryLocationLineHash": one.fingerprint},
        "suppressions": _suppressions(finding),
    }
    if finding.related:
        root = repository.root()
        result["relatedLocations"] = [
            _related(number, other, one, root) for number, other in enumerate(finding.related, 1)
        ]
    if finding.smoke is not None:
        result["properties"] = {"smoke": finding.smoke.document()}
    if finding.fix is not None and not one.in_notebook:
        result["fixes"] = [_fix(finding.fix, one)]
    return result


def _related(number: int, other: Related, one: Placed, root: str) -> dict[str, Any]:
    path = one.path if other.elsewhere is None else repository.relative(other.file, root)
    region = {"startLine": other.file_line}
    if not one.in_notebook and other.line == other.end_line:
        end = max(other.end_column, other.column + 1)
        region |= {"startColumn": other.column, "endLine": other.file_line, "endColumn": end}
    return {
        "id": number,
        "physicalLocation": {"artifactLocation": _artifact(path), "region": region},
        "message": {"text": other.message},
    }


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """Empty where nothing silences it: all results of a run say something, or none does (3.27.23)."""
    if finding.suppressed is None:
        return []
    return [{"kind": "inSource", **({"justification": finding.suppressed} if finding.suppressed else {})}]


def _artifact(path: str) -> dict[str, str]:
    where = uri(path)
    return {"uri": where} if where.startswith("file://") else {"uri": where, "uriBaseId": _ROOT}


def _region(one: Placed) -> dict[str, int]:
    finding = one.finding
    if one.in_notebook:
        return {"startLine": finding.file_line}
    line = finding.file_line
    return {"startLine": line, "startColumn": finding.column, "endLine": line, "endColumn": one.end_column}


def _fix(fix: Fix, one: Placed) -> dict[str, Any]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    replacements = [
        {
            "deletedRegion": dict(zip(names, one.report.places[edit.span])),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(one.path), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _invocation(report: Report) -> dict[str, Any]:
    notes = [{"level": "error", "message": {"text": f"{path}: {what}"}} for path, what in report.failures]
    root = repository.root() if report.unread else ""
    notes += [_unread(item, repository.relative(item.path, root)) for item in report.unread]
    said = {"toolExecutionNotifications": notes} if notes else {}
    return {"executionSuccessful": not report.failures, **said}


def _unread(item: NotRead, path: str) -> dict[str, Any]:
    where = {"artifactLocation": _artifact(path), "region": {"startLine": item.file_line}}
    return {
        "level": "warning",
        "message": {"text": f"{item.where}: {item.told}"},
        "locations": [{"physicalLocation": where}],
    }
