"""Evidence by training for the findings that are listed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lstm_lint import lint
from lstm_lint.command import streams
from lstm_lint.findings import Finding
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.report import FileReport, Report
from lstm_lint.run.workers import guarded
from lstm_lint.settings.config import ConfigError
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, SourceError

if TYPE_CHECKING:
    from lstm_lint.smoke.overview import Gallery
    from lstm_lint.smoke.plan import Job

REQUIRED = "required"  # as the value of `smoke`: without TensorFlow there is nothing to do


def add_evidence(
    report: Report, configurations: Configurations, given: dict[str, Any], say: Callable[[str], None]
) -> bool:
    """Puts a verdict to each listed finding of a report. Returns False where that was all the user wanted, in vain."""
    from lstm_lint.smoke.runner import BUDGET, Missing

    budget, gallery = _budget(given.get("smoke_budget"), BUDGET), _gallery(given.get("plot"))
    curves = gallery is not None or configurations.said("output_format", "text") == "html"
    for one, jobs in _plans(report, configurations, say):
        try:
            verdicts = _verdicts(one.path, jobs, budget, given, say, gallery, curves)
        except Missing as error:
            say(f"{'error: ' if given['smoke'] == REQUIRED else ''}{error}")
            return bool(given["smoke"] != REQUIRED)
        one.findings = tuple(verdicts.get(finding, finding) for finding in one.findings)
    if gallery is not None and gallery.drawn:
        say(f"all pictures: {gallery.write()}")
    return True


def _gallery(folder: str | None) -> Gallery | None:
    """Where pictures are asked for: what holds them. Raises ConfigError where they cannot be drawn."""
    if not folder:
        return None
    from lstm_lint.smoke import plot
    from lstm_lint.smoke.overview import Gallery

    plot.check()
    return Gallery(folder)


def plans(
    report: Report, configurations: Configurations, given: dict[str, Any], say: Callable[[str], None]
) -> list[str]:
    """The lines that say what would be trained for which of the listed findings."""
    from lstm_lint.output.plans import FORMATS, render_plans

    form = configurations.said("output_format", "text")
    if form not in FORMATS:
        if given.get("output_format"):
            raise ConfigError(f"--plan-only --output-format {form}: write one of {', '.join(FORMATS)}")
        form = "text"
    return list(render_plans([job for _, jobs in _plans(report, configurations, say) for job in jobs], form))


def _plans(
    report: Report, configurations: Configurations, say: Callable[[str], None]
) -> Iterator[tuple[FileReport, list[Job]]]:
    """The files that have findings to put to the test, with the jobs for them; planning has the limits of reading."""
    for one in report.reports:
        listed = tuple(finding for finding in one.findings if configurations.lists(finding))
        if not listed:
            continue
        try:
            settings = configurations.of(one.path).for_path(one.path)
            jobs = guarded(planned, one.path, one.after, listed, settings)
            if arrays := configurations.given.get("arrays"):
                from lstm_lint.smoke import given

                jobs = given.on(jobs, arrays)
        except Unfinished as unfinished:
            say(f"{one.path}: no training is planned: {unfinished}")
            report.failed += 1
            report.failures.append((one.path, f"no training is planned: {unfinished}"))
        except (OSError, SourceError):  # standard input, or no more what it was
            continue
        else:
            yield one, jobs


def planned(path: str, source: Source | None, findings: Sequence[Finding], settings: Settings) -> list[Job]:
    """What is to be trained for the findings of a file; its source where fixes have changed that."""
    from lstm_lint.run.examine import profiles_of, settled, source_of
    from lstm_lint.smoke.plan import plan

    source = source_of(path, None) if source is None else settled(source)
    jobs = plan(lint.script_of(source, settings, profiles=profiles_of(source, settings)), findings)
    # What was read of the defect holds the whole syntax tree, and has served.
    return [replace(job, defect=job.defect and replace(job.defect, value=None)) for job in jobs]


def _verdicts(
    path: str,
    jobs: Sequence[Job],
    budget: float,
    given: dict[str, Any],
    say: Callable[[str], None],
    gallery: Gallery | None,
    curves: bool,
) -> dict[Finding, Finding]:
    from lstm_lint.smoke.runner import run

    progress = None if given.get("quiet") or not sys.stderr.isatty() else streams.progress
    device, engine = given.get("device") or "cpu", given.get("engine") or "auto"
    if device == "gpu" and engine in ("numpy", "both"):
        raise ConfigError(f"--device gpu --engine {engine}: NumPy trains on the CPU; leave one of them out")
    verdicts = run(jobs, budget, device, progress=progress, curves=curves, engine=engine)
    for job, verdict in zip(jobs, verdicts):
        if given.get("verbose") and verdict.stand_ins:
            at = f"{path}:{job.finding.line}: {job.finding.code}"
            say(f"{at}: rebuilt with {'; '.join(verdict.stand_ins)}")
        if gallery is not None and verdict.curves:
            say(f"drawn: {gallery.draw(job.finding, verdict, _batch(job))}")
    return {job.finding: replace(job.finding, smoke=verdict) for job, verdict in zip(jobs, verdicts)}


def _batch(job: Job) -> int:
    """Samples of an update of the arms."""
    from lstm_lint.smoke.synthetic import BATCH

    inputs = job.written.inputs if job.written is not None else ()
    return next((one.batch for one in inputs if one.batch), BATCH)


def _budget(text: str | None, usual: float) -> float:
    try:
        seconds = float(text) if text is not None else usual
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise ConfigError(f"--smoke-budget {text}: write a number of seconds, such as 60")
    return seconds
