"""Which cells of a notebook ran to their end when it was last executed: their output was recorded, and no error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from lstm_lint.findings import Finding, Severity
from lstm_lint.ir.records import replace
from lstm_lint.source.source import Source

_LARGEST = 32 << 20  # characters of a notebook of which the output is read
_RAISES = re.compile(r"\braises?\b|\b[A-Z]\w*Error\b")
_OF_A_VERSION = re.compile(r"Keras \d|NumPy \d|TensorFlow \d|pandas \d")


def contradicted(
    findings: Iterable[Finding], source: Source, about_versions: frozenset[str]
) -> list[Finding]:
    """The findings, those as advice that say that a cell raises whose recorded output shows that it did not.

    What it ran with may have been another file of the project, or another version: what fails there fails for others.
    """
    found = list(findings)
    if not source.is_notebook or not any(_says_raises(one, about_versions) for one in found):
        return found
    ran = _cells_that_ran(source)
    return [
        replace(one, severity=Severity.ADVICE)
        if _says_raises(one, about_versions) and one.cell in ran
        else one
        for one in found
    ]


def _says_raises(finding: Finding, about_versions: frozenset[str]) -> bool:
    """Whether it raises in the very cell where it is found, with any version."""
    return (
        finding.severity is Severity.ERROR
        and finding.code not in about_versions
        and not finding.related
        and _RAISES.search(finding.message) is not None
        and _OF_A_VERSION.search(finding.message) is None
    )


def _cells_that_ran(source: Source) -> frozenset[int]:
    text = source.file_text
    if len(text) > _LARGEST:
        return frozenset()
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return frozenset()
    cells = document.get("cells") if isinstance(document, dict) else None
    codes = [
        cell
        for cell in (cells if isinstance(cells, list) else ())
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    return frozenset(number for number, cell in enumerate(codes, 1) if _ran(cell.get("outputs")))


def _ran(outputs: object) -> bool:
    kinds = [
        one.get("output_type")
        for one in (outputs if isinstance(outputs, list) else ())
        if isinstance(one, dict)
    ]
    return bool(kinds) and "error" not in kinds
