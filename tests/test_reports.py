"""What the README of the public reports says is found: a finding on one of the lines that an expert named.

That the sentence of the finding is true and names the cause was read when the verdict was written.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

REPORTS = Path(__file__).parent / "reports"
_ROW = re.compile(
    r"\| \[\d+\]\((?P<name>\w+\.py)\) .*\| (?P<line>\d+)(?: \((?P<also>[\d, ]+)\))?"
    r" \| (?:held out|development) \| (?P<verdict>[^|]+?) \|$"
)


def found() -> list[tuple[Path, set[int]]]:
    """The scripts that the lists call found, and the lines that an expert named."""
    rows = [
        (
            folder / row["name"],
            {int(row["line"]), *map(int, re.findall(r"\d+", row["also"] or ""))},
            row["verdict"],
        )
        for folder in (
            REPORTS,
            *(
                REPORTS / name
                for name in (
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                )
            ),
        )
        for line in (folder / "README.md").read_text(encoding="utf-8").splitlines()
        if (row := _ROW.match(line)) is not None
    ]
    assert len(rows) > 620
    return [(path, lines) for path, lines, verdict in rows if verdict == "found"]


def findings(path: Path) -> list[Finding]:
    settings = Settings(keras="3")
    return list(lint(from_bytes(path.read_bytes(), path.name), settings))


FOUND = found()
IDS = [f"{path.parent.name}-{path.stem}" for path, _ in FOUND]


@pytest.mark.parametrize("path, lines", FOUND, ids=IDS)
def test_what_is_called_found_is(path: Path, lines: set[int]) -> None:
    said = [(one.line, one.code) for one in findings(path) if one.severity is not Severity.ADVICE]
    assert lines & {line for line, _ in said}, said


@pytest.mark.parametrize("path", [path for path, _ in FOUND], ids=IDS)
def test_the_fixed_twin_has_no_error(path: Path) -> None:
    twin = path.with_name(f"{path.stem}_fixed.py")
    assert not [one.message for one in findings(twin) if one.severity is Severity.ERROR]
