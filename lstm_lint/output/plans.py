"""What smoke training would do about each finding, as text and as JSON, `version` 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from lstm_lint.output import amount
from lstm_lint.output.text import place
from lstm_lint.smoke.probes import EXACT, TRAINING
from lstm_lint.source.printable import json_document, line

if TYPE_CHECKING:
    from lstm_lint.smoke.plan import Job

FORMATS = ("text", "json")
VERSION = 1


def render_plans(jobs: Sequence[Job], form: str) -> Iterator[str]:
    """The lines of a plan in one of the formats."""
    if form == "json":
        yield json_document({"version": VERSION, "plans": [_document(job) for job in jobs]})
        return
    for job in jobs:
        about = _about(job)
        yield line(f"{place(job.finding)}: {job.finding.code}: {about or f'inconclusive: {job.reason}'}")
        if about and job.written is not None and job.written.stand_ins:
            yield line(f"  rebuilt with {'; '.join(job.written.stand_ins)}")
    tried = sum(job.written is not None for job in jobs)
    yield line(f"{tried} of {amount(len(jobs), 'finding')} would be put to the test.")


def _about(job: Job) -> str | None:
    """What the probe does; None where the finding cannot be put to the test."""
    return (EXACT.get(job.probe) or TRAINING.get(job.probe)) if job.written is not None else None


def _document(job: Job) -> dict[str, Any]:
    finding = job.finding
    return {
        "code": finding.code,
        "path": finding.path,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "file_line": finding.file_line,
        "model": finding.model,
        "probe": job.probe,
        "trains": job.trains and job.written is not None,
        "does": _about(job),
        "stand_ins": list(job.written.stand_ins) if job.written is not None else [],
        "reason": job.reason or None,
    }
