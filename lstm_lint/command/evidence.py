"""Evidence by training for the findings that are listed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from lstm_lint.command import streams
from lstm_lint.findings import Finding
from lstm_lint.lint import target_of
from lstm_lint.reader import read
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.report import Report
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, from_bytes

REQUIRED = "required"  # as the value of `smoke`: without TensorFlow there is nothing to do


def add_evidence(
    report: Report, configurations: Configurations, given: dict[str, Any], say: Callable[[str], None]
) -> bool:
    """Puts a verdict to each listed finding of a report. Returns False where that was all the user wanted, in vain."""
    from lstm_lint.smoke.runner import BUDGET, Missing

    budget = _budget(given.get("smoke_budget"), BUDGET)
    for one in report.reports:
        listed = [finding for finding in one.findings if configurations.lists(finding)]
        source = one.after or _source(one.path)
        if not listed or source is None:
            continue
        settings = configurations.of(one.path).for_path(one.path)
        try:
            verdicts = _verdicts(source, listed, settings, budget, given, say)
        except Missing as error:
            say(f"{'error: ' if given['smoke'] == REQUIRED else ''}{error}")
            return bool(given["smoke"] != REQUIRED)
        one.findings = tuple(verdicts.get(id(finding), finding) for finding in one.findings)
    return True


def _verdicts(
    source: Source,
    findings: Sequence[Finding],
    settings: Settings,
    budget: float,
    given: dict[str, Any],
    say: Callable[[str], None],
) -> dict[int, Finding]:
    from lstm_lint.smoke.plan import plan
    from lstm_lint.smoke.runner import run

    jobs = plan(read(source, target_of(source, settings)), findings)
    folder = given.get("plot")
    if folder:
        from lstm_lint.smoke import plot

        plot.check()
    progress = None if given.get("quiet") or not sys.stderr.isatty() else streams.progress
    verdicts = run(jobs, budget, given.get("device") or "cpu", progress=progress, curves=bool(folder))
    for job, verdict in zip(jobs, verdicts):
        if given.get("verbose") and verdict.stand_ins:
            at = f"{source.path}:{job.finding.line}: {job.finding.code}"
            say(f"{at}: rebuilt with {'; '.join(verdict.stand_ins)}")
        if folder and verdict.curves:
            say(f"drawn: {plot.draw(folder, job.finding, verdict)}")
    return {id(job.finding): replace(job.finding, smoke=verdict) for job, verdict in zip(jobs, verdicts)}


def _source(path: str) -> Source | None:
    """The file as it is now; None for standard input and for what cannot be read."""
    try:
        with open(path, "rb") as file:
            return from_bytes(file.read(), path)
    except (OSError, ValueError):
        return None


def _budget(text: str | None, usual: float) -> float:
    try:
        seconds = float(text) if text is not None else usual
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise ConfigError(f"--smoke-budget {text}: write a number of seconds, such as 60")
    return seconds
