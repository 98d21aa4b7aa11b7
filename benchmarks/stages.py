"""Where the time of a cold run goes: start-up, read, filter, parse, reading, checks, output."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import time
from pathlib import Path


def shares(folder: Path) -> dict[str, float]:
    """The share of each stage in their sum, at one job and without cache."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import lstm_lint.run.examine"], check=True)
    spent = {"start-up": time.perf_counter() - start}

    from benchmarks.parsing import forget_trees
    from lstm_lint import output
    from lstm_lint.lint import lint, target_of
    from lstm_lint.reader import read
    from lstm_lint.reader.tree.parse import parse_text
    from lstm_lint.run import files
    from lstm_lint.run.report import FileReport, Report
    from lstm_lint.settings.load import load
    from lstm_lint.source.project import Project
    from lstm_lint.source.source import SourceError, from_bytes

    spent |= dict.fromkeys(("read", "filter", "parse", "reading", "checks", "output"), 0.0)
    settings = load(None)
    report = Report()

    def clock(stage: str, since: float) -> float:
        now = time.perf_counter()
        spent[stage] += now - since
        return now

    found = iter(files.find([str(folder)]))
    at = time.perf_counter()
    while (path := next(found, None)) is not None:
        data = files.content(path)
        at = clock("read", at)
        worth = files.relevant(data)
        at = clock("filter", at)
        if not worth:
            continue
        with contextlib.suppress(SourceError):
            source = from_bytes(data, path)
            target = target_of(source, settings)
            at = clock("reading", at)
            forget_trees()
            at = time.perf_counter()
            parse_text(source.text)
            parse = time.perf_counter() - at
            clock("parse", at)
            forget_trees()
            at = time.perf_counter()
            read(source, target, Project(path))
            reading = time.perf_counter() - at - parse
            spent["reading"] += reading
            forget_trees()
            at = time.perf_counter()
            findings = lint(source, settings, target=target)
            spent["checks"] += time.perf_counter() - at - parse - reading
            report.reports.append(FileReport(path, findings, source))
        at = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()) as silent:
        silent.writelines(output.render("text", report, report.findings))
    clock("output", at)
    whole = sum(spent.values())
    return {stage: seconds / whole for stage, seconds in spent.items()}
