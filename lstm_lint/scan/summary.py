"""What a scan found in all: by rule and by repository, and beside an earlier scan. Rows are counted, not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lstm_lint.output import amount
from lstm_lint.output.html.views import Page, Table
from lstm_lint.scan.rows import FAILURE

_SEVERITIES = ("error", "warning", "advice")
_MOST_REPOSITORIES = 500  # that the page lists, those with most findings
_MOST_FAILURES = 200


@dataclass
class Counts:
    """The findings of rows that passed, by rule and by repository."""

    rules: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # severity, code, name
    repositories: dict[str, Counter[str]] = field(default_factory=dict)
    spread: dict[str, int] = field(default_factory=dict)  # repositories by code
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    files: int = 0
    read: int = 0
    skipped: int = 0
    _seen: tuple[str, set[str]] = ("", set())

    def passing(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows, counted. Those of a repository follow each other."""
        for row in rows:
            self.add(row)
            yield row

    def add(self, row: dict[str, Any]) -> None:
        repository = row["repository"]
        if row["kind"] == FAILURE:
            self.failed += 1
            if len(self.failures) < _MOST_FAILURES:
                self.failures.append(f"{repository}: {row['path']}: {row['message']}")
            return
        self.rules[(row["severity"], row["rule"], row["name"])] += 1
        self.repositories.setdefault(repository, Counter())[row["severity"]] += 1
        if self._seen[0] != repository:
            self._seen = (repository, set())
        if row["rule"] not in self._seen[1]:
            self._seen[1].add(row["rule"])
            self.spread[row["rule"]] = self.spread.get(row["rule"], 0) + 1

    def line(self, scanned: int) -> str:
        """What was found, in one line."""
        by_severity = Counter[str]()
        for (severity, _, _), count in self.rules.items():
            by_severity[severity] += count
        found = ", ".join(
            f"{by_severity[one]} advice" if one == "advice" else amount(by_severity[one], one)
            for one in _SEVERITIES
            if by_severity[one]
        )
        places = "repository" if scanned == 1 else "repositories"
        files = f"{amount(self.files, 'file')} ({self.read} read, {self.skipped} without a recurrent model"
        not_read = f", {amount(self.failed, 'failure')}" if self.failed else ""
        return f"{scanned} {places}, {files}{not_read}): {found or 'nothing found'}"


def page(counts: Counts, scanned: int, before: Counts | None) -> Page:
    """The summary, for the page of a report. `before`: an earlier scan."""
    return Page(
        title="lstm-lint scan",
        lead=(f"{counts.line(scanned)}.",),
        tables=tuple(one for one in (_by_rule(counts, before), _by_repository(counts, before)) if one.rows),
        unread=(*counts.failures, *_more(counts)),
    )


def _more(counts: Counts) -> Iterator[str]:
    if counts.failed > len(counts.failures):
        yield f"and {counts.failed - len(counts.failures):,} more"


def _by_rule(counts: Counts, before: Counts | None) -> Table:
    earlier = before.rules if before is not None else Counter[tuple[str, str, str]]()
    keys = sorted(
        {*counts.rules, *earlier}, key=lambda key: (_SEVERITIES.index(key[0]), -counts.rules[key], key[1])
    )
    rows = (
        (
            *key,
            str(counts.rules[key]),
            str(counts.spread.get(key[1], 0)),
            *(_trend(counts.rules[key], earlier[key]) if before is not None else ()),
        )
        for key in keys
    )
    head = ("severity", "rule", "name", "findings", "repositories")
    return _table(head, rows, "Findings by rule", before)


def _by_repository(counts: Counts, before: Counts | None) -> Table:
    earlier = before.repositories if before is not None else {}
    total = {name: sum(found.values()) for name, found in counts.repositories.items()}
    names = sorted({*total, *earlier}, key=lambda name: (-total.get(name, 0), name))
    rows = (
        (
            name,
            *(str(counts.repositories.get(name, Counter())[one]) for one in _SEVERITIES),
            *(
                _trend(total.get(name, 0), sum(earlier.get(name, Counter()).values()))
                if before is not None
                else ()
            ),
        )
        for name in names[:_MOST_REPOSITORIES]
    )
    caption = "Findings by repository"
    if len(names) > _MOST_REPOSITORIES:
        caption += f", the first {_MOST_REPOSITORIES} of {len(names):,}"
    return _table(("repository", "errors", "warnings", "advice"), rows, caption, before)


def _trend(now: int, then: int) -> tuple[str, str]:
    return str(then), f"{now - then:+d}" if now != then else "0"


def _table(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], caption: str, before: Counts | None
) -> Table:
    words = head[: 3 if head[0] == "severity" else 1]
    whole = (*head, *(("before", "change") if before is not None else ()))
    return Table(whole, tuple(rows), caption, numbers=tuple(range(len(words), len(whole))))
