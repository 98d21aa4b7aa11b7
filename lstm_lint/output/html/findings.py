"""A report of `check` or `smoke` as one HTML page: findings with code frames, and the models that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lstm_lint.output.html import charts
from lstm_lint.output.html.models import AROUND, Depicted
from lstm_lint.output.html.page import pyplot, rendered
from lstm_lint.output.html.views import CodeLine, Entry, FileSection, Page, Picture, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lstm_lint.findings import Finding, Related
    from lstm_lint.run.report import Report


def render_html(report: Report, listed: Sequence[Finding], depicted: Mapping[str, Depicted]) -> Iterator[str]:
    """The page. `depicted`: models and code by path, as far as there are any; findings have their own line anyway."""
    from lstm_lint.output import summary, untold

    lines = {(one.path, line): text for one in report.reports for line, text in one.lines.items()}
    by_path: dict[str, list[Finding]] = {path: [] for path in depicted}
    for finding in listed:
        by_path.setdefault(finding.path, []).append(finding)
    nothing = Depicted()
    files = (
        FileSection(
            path,
            tuple(
                _entry(one, lines.get((path, one.span.line), ""), depicted.get(path, nothing).code)
                for one in found
            ),
            depicted.get(path, nothing).models,
        )
        for path, found in sorted(by_path.items())
    )
    page = Page(
        title="lstm-lint report",
        lead=(summary(report, listed).strip(),),
        tables=tuple(_counts(listed)),
        files=tuple(files),
        unread=tuple(f"{item.where}: {item.told}" for item in untold(report, listed)),
    )
    yield from rendered(page)


def _counts(listed: Sequence[Finding]) -> Iterator[Table]:
    """How often each rule speaks, the worst and the most frequent first."""
    if not listed:
        return
    groups: dict[tuple[int, str, str, str], set[str]] = {}
    counted: dict[tuple[int, str, str, str], int] = {}
    for one in listed:
        key = (-one.severity.rank, one.severity.value, one.code, one.name)
        groups.setdefault(key, set()).add(one.path)
        counted[key] = counted.get(key, 0) + 1
    ordered = sorted(groups, key=lambda key: (key[0], -counted[key], key[2]))
    rows = ((key[1], key[2], key[3], str(counted[key]), str(len(groups[key]))) for key in ordered)
    yield Table(("severity", "rule", "name", "findings", "files"), tuple(rows), numbers=(3, 4))


def _entry(finding: Finding, written: str, code: Mapping[int, str]) -> Entry:
    from lstm_lint.rulebook import rulebook

    rule = rulebook.find(finding.code)
    smoke = finding.smoke
    cell = "" if finding.cell is None else f"cell {finding.cell}, "
    return Entry(
        severity=finding.severity.value,
        code=finding.code,
        name=finding.name,
        url=rule.url if rule else "",
        where=f"{finding.path}, {cell}line {finding.line}, column {finding.column}",
        message=finding.counted,
        lines=tuple(_frame(finding, code or {finding.span.line: written})),
        places=tuple(_place(other, finding) for other in finding.related),
        notes=finding.notes,
        fix=_fix(finding),
        evidence=smoke.line() if smoke is not None else "",
        pictures=tuple(_pictures(smoke)),
    )


def _fix(finding: Finding) -> str:
    if finding.fix is None:
        return ""
    how = "--fix" if finding.fix.applicability == "safe" else "--fix --unsafe-fixes"
    return f"{finding.fix.title} (`{how}`)"


def _place(other: Related, finding: Finding) -> str:
    where = other.where if other.elsewhere is None else f"{other.file}:{other.where}"
    return f"At {where}" if other.same and other.message == finding.message else f"{where}: {other.message}"


def _frame(finding: Finding, code: Mapping[int, str]) -> Iterator[CodeLine]:
    """The lines around a finding; its span is marked on its first line."""
    span = finding.span
    if not code.get(span.line, "").strip():
        return
    around = range(span.line - AROUND, span.line + AROUND + 1)
    known = [number for number in around if number in code]
    while not code[known[-1]].strip():
        known.pop()
    width = len(str(finding.line + AROUND))
    for number in known:
        text = code[number].rstrip()
        label = str(finding.line + number - span.line).rjust(width)
        if number != span.line:
            yield CodeLine(label, _code(text))
            continue
        stop = span.end_column - 1 if span.end_line == span.line else len(text)
        start, stop = span.column - 1, max(stop, span.column)
        yield CodeLine(label, _code(text[:start]), _code(text[start:stop]), _code(text[stop:]))


def _code(text: str) -> str:
    from lstm_lint.source.printable import cells

    return "".join(shown for shown, _ in cells(text))


def _pictures(smoke: Any) -> Iterator[Picture]:
    """What a training of smoke looked like, where it was drawn."""
    curves = getattr(smoke, "curves", None)
    if not curves:
        return
    from lstm_lint.smoke.plot import figure_of

    with pyplot():
        drawn = charts.svg(figure_of(smoke, "weight updates"))
    words = (
        "training loss as a share of the best constant's, and norm of the gradients, as written and as fixed"
    )
    yield Picture(
        drawn, "As written and as fixed, on a synthetic task.", f"Curves of {words}", _figures(smoke)
    )


def _figures(smoke: Any) -> Table | None:
    """The shares that the curves end in, for who does not see them."""
    document = smoke.document()
    arms = (("as written", document["share_as_written"]), ("as fixed", document["share_as_fixed"]))
    rows = tuple((name, "not finite" if share is None else f"{share:.3g}") for name, share in arms)
    head = ("arm", "held-out loss, share of the best constant's (median)")
    return Table(head, rows, numbers=(1,))
