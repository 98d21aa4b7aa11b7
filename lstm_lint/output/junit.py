"""JUnit XML, which every CI server reads: a suite a file, a failed case a finding, a passed case for a clean file."""

from __future__ import annotations

from lstm_lint.output import amount
from lstm_lint.output.places import Placed, placed
from lstm_lint.output.text import place
from lstm_lint.source.printable import xml_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstm_lint.findings import Finding
    from lstm_lint.run.report import Report


def render_junit(report: Report, listed: Sequence[Finding]) -> Iterator[str]:
    by_file: dict[str, list[Placed]] = {one.path: [] for one in report.reports}
    for one in placed(report, listed):
        by_file[one.finding.path].append(one)
    clean = sum(1 for found in by_file.values() if not found)
    idle = (
        not by_file and not report.failures
    )  # nothing to read: still one case, for a report without any is an error
    tests = len(listed) + clean + len(report.failures) + idle
    counts = f'tests="{tests}" failures="{len(listed)}" errors="{len(report.failures)}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="lstm-lint" {counts}>\n'
    for path, found in by_file.items():
        yield from _suite(path, [_failed(one) for one in found], failures=len(found))
    for path, what in report.failures:
        error = f'<error message="{xml_text(what)}" type="failure of lstm-lint"/>'
        yield from _suite(path, [_case("lstm-lint", path, error)], errors=1)
    if idle:
        yield from _suite(f"{amount(report.files, 'file')} without a recurrent Keras layer", [])
    yield "</testsuites>\n"


def _suite(name: str, cases: Sequence[str], *, failures: int = 0, errors: int = 0) -> Iterator[str]:
    cases = cases or [_case("lstm-lint", name)]
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="0"'
    yield f'  <testsuite name="{xml_text(name)}" {counts}>\n'
    yield from cases
    yield "  </testsuite>\n"


def _failed(one: Placed) -> str:
    finding = one.finding
    said = f"{place(finding)}: {finding.severity.value}[{finding.code}] {finding.told}"
    failure = f'<failure message="{xml_text(one.message)}" type="{finding.severity.value}">{xml_text(said)}</failure>'
    where = f' file="{xml_text(one.path)}" line="{finding.file_line}"'
    return _case(f"{finding.code} {finding.name}, line {finding.file_line}", one.path, failure, where)


def _case(name: str, path: str, inside: str = "", where: str = "") -> str:
    head = f'    <testcase name="{xml_text(name)}" classname="{xml_text(path)}"{where}'
    return f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n"
