"""The page of a report: the files that have findings are read once more, for their models and the code around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lstm_lint import lint
from lstm_lint.findings import Finding
from lstm_lint.output.html.findings import render_html
from lstm_lint.output.html.models import Depicted, depicted
from lstm_lint.run.configurations import Configurations
from lstm_lint.run.limits import Unfinished
from lstm_lint.run.report import Report
from lstm_lint.run.workers import guarded
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import Source, SourceError


def page_of(report: Report, listed: Sequence[Finding], configurations: Configurations) -> Iterator[str]:
    """The page of a report as HTML: models of the files that have findings, and of a file that is the only one.

    What can no more be read, such as standard input, is shown without its models.
    """
    by_path: dict[str, set[int]] = {}
    for finding in listed:
        by_path.setdefault(finding.path, set()).add(finding.span.line)
    found: dict[str, Depicted] = {}
    for one in report.reports:
        if one.path not in by_path and report.files > 1:
            continue
        try:
            settings = configurations.of(one.path).for_path(one.path)
            found[one.path] = guarded(
                _depicted, one.path, one.after, sorted(by_path.get(one.path, ())), settings
            )
        except (OSError, SourceError, Unfinished):
            continue
    return render_html(report, listed, found)


def _depicted(path: str, source: Source | None, lines: Sequence[int], settings: Settings) -> Depicted:
    from lstm_lint.run.examine import settled, source_of

    source = source_of(path, None) if source is None else settled(source)
    return depicted(lint.script_of(source, settings), source, lines)
