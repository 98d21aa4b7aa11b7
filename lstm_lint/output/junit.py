"""JUnit XML, which every CI server reads: a suite a file, a failed case a finding, a passed case for a clean file."""

from __future__ import annotations

from lstm_lint.output import amount, untold
from lstm_lint.output.places import Placed, placed
from lstm_lint.output.text import place
from lstm_lint.source.printable import xml_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding, NotRead
    from lstm_lint.run.report import Report


def render_junit(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    suites = {one.path: _Suite(one.path) for one in report.reports}
    for one in placed(report, listed):
        suites[one.finding.path].add("failures", _failed(one))
    for item in untold(report, listed):
        suites[item.path].add("skipped", _skipped(item))
    for path, what in report.failures:
        error = f'<error message="{xml_text(what)}" type="failure of lstm-lint"/>'
        suites.setdefault(path, _Suite(path)).add("errors", _case("lstm-lint", path, error))
    if not suites:  # nothing to read: still one case, for a report without any is an error
        name = f"{amount(report.files, 'file')} without a recurrent Keras layer"
        suites[name] = _Suite(name)
    cases = [len(suite.cases) or 1 for suite in suites.values()]
    failed, wrong = (sum(suite.counts[kind] for suite in suites.values()) for kind in ("failures", "errors"))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="lstm-lint" tests="{sum(cases)}" failures="{failed}" errors="{wrong}">\n'
    for suite in suites.values():
        yield from suite.lines()
    yield "</testsuites>\n"


class _Suite:
    """A file and its cases; one that passed where there is nothing to say of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cases: list[str] = []
        self.counts = {"failures": 0, "errors": 0, "skipped": 0}

    def add(self, kind: str, case: str) -> None:
        self.cases.append(case)
        self.counts[kind] += 1

    def lines(self) -> Iterator[str]:
        cases = self.cases or [_case("lstm-lint", self.name)]
        counts = " ".join(f'{kind}="{count}"' for kind, count in self.counts.items())
        yield f'  <testsuite name="{xml_text(self.name)}" tests="{len(cases)}" {counts}>\n'
        yield from cases
        yield "  </testsuite>\n"


def _failed(one: Placed) -> str:
    finding = one.finding
    said = f"{place(finding)}: {finding.severity.value}[{finding.code}] {finding.told}"
    failure = f'<failure message="{xml_text(one.message)}" type="{finding.severity.value}">{xml_text(said)}</failure>'
    where = f' file="{xml_text(one.path)}" line="{finding.file_line}"'
    return _case(f"{finding.code} {finding.name}, line {finding.file_line}", one.path, failure, where)


def _skipped(item: NotRead) -> str:
    why = f'<skipped message="{xml_text(f"{item.where}: {item.told}")}"/>'
    where = f' file="{xml_text(item.path)}" line="{item.file_line}"'
    return _case(f"not read, line {item.file_line}", item.path, why, where)


def _case(name: str, path: str, inside: str = "", where: str = "") -> str:
    head = f'    <testcase name="{xml_text(name)}" classname="{xml_text(path)}"{where}'
    return f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n"
