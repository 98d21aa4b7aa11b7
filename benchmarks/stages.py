"""Where the processor time of a cold run goes: start-up, read, filter, parse, reading, checks, output."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path


def shares(folder: Path) -> dict[str, float]:
    """The share of each stage in their sum, at one job and without cache."""
    before = os.times()
    subprocess.run([sys.executable, "-c", "import lstm_lint.run.examine"], check=True)
    after = os.times()
    spent = {"start-up": sum(after[2:4]) - sum(before[2:4])}  # of children

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
        now = time.process_time()
        spent[stage] += now - since
        return now

    found = iter(files.find([str(folder)]))
    at = time.process_time()
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
            at = time.process_time()
            parse_text(source.text)
            parse = time.process_time() - at
            clock("parse", at)
            forget_trees()
            at = time.process_time()
            read(source, target, Project(path))
            reading = time.process_time() - at - parse
            spent["reading"] += reading
            forget_trees()
            at = time.process_time()
            findings = lint(source, settings, target=target)
            spent["checks"] += time.process_time() - at - parse - reading
            report.reports.append(FileReport(path, findings, source))
        at = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()) as silent:
        silent.writelines(output.render("text", report, report.findings))
    clock("output", at)
    whole = sum(spent.values())
    return {stage: seconds / whole for stage, seconds in spent.items()}
