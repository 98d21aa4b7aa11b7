"""Which comments silence which findings, and which are said to silence nothing."""

from __future__ import annotations

import json

import pytest

from lstm_lint.findings import Finding, Severity, Span
from lstm_lint.rulebook import rulebook
from lstm_lint.script import UnusedSuppression
from lstm_lint.source import suppress
from lstm_lint.source.source import Source, from_bytes

ALL = frozenset(rule.code for rule in rulebook.rules() if rule.code != "LL002")


def script(text: str) -> Source:
    return from_bytes(text.encode(), "example.py")


def finding(line: int, code: str = "LL203", end_line: int | None = None, end_column: int = 9) -> Finding:
    rule = rulebook.find(code)
    assert rule is not None
    span = Span(line, 5, end_line or line, end_column)
    place = (None, line, 5, span.end_line, span.end_column, line)
    return Finding("example.py", code, rule.name, Severity.WARNING, "message", span, *place)


def silenced(source: Source, *findings: Finding) -> list[bool]:
    found = suppress.read(source)
    return [not found.silence([one]) for one in findings]


def unused(
    source: Source, *findings: Finding, enabled: frozenset[str] = ALL
) -> tuple[UnusedSuppression, ...]:
    found = suppress.read(source)
    found.silence(findings)
    return found.unused(enabled)


def without_unused(text: str, *findings: Finding) -> str:
    source = script(text)
    edits = [edit for one in unused(source, *findings) if one.fix for edit in one.fix.edits]
    spans = [(e.span.line, e.span.column, e.span.end_line, e.span.end_column, e.text) for e in edits]
    return source.edited(spans).decode()


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# NOQA",
        "#noqa",
        "# noqa: LL203",
        "# noqa:LL203",
        "# noqa: ll203",
        "# noqa: LL2",
        "# noqa: E501, LL203",
        "# noqa: E501 LL203",
        "# noqa: LL203 the cell is clipped",
        "# type: ignore  # noqa: LL203",
        "# the cell is clipped # noqa: LL203",
        "# lstm-lint: ignore",
        "# lstm-lint: ignore[LL203]",
        "# lstm-lint: ignore[LL101, LL203] the cell is clipped",
        "# lstm-lint:ignore[unbounded-cell-activation]",
        "# noqa: E501  # lstm-lint: ignore[LL203]",
    ],
)
def test_comment_silences_the_finding_of_its_line(comment: str) -> None:
    source = script(f"first = 1\nsecond = 2  {comment}\nthird = 3\n")
    assert silenced(source, finding(1), finding(2), finding(3)) == [False, True, False]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501",
        "# noqa: LL101",
        "# lstm-lint: ignore[LL101]",
        "# noquarter",
        "# lstm-lint",
        "# flake8: noqa",
    ],
)
def test_comment_for_something_else_silences_nothing(comment: str) -> None:
    assert silenced(script(f"first = 1  {comment}\n"), finding(1)) == [False]


def test_comment_in_a_string_is_none() -> None:
    source = script('first = "# noqa"\nsecond = """\n# lstm-lint: ignore-file\n# noqa\n"""\n')
    assert silenced(source, finding(1), finding(4)) == [False, False]


def test_start_and_end_line_of_the_span_count() -> None:
    source = script("layer = LSTM(  # noqa: LL203\n    units,\n    relu\n)\n")
    assert silenced(source, finding(1, end_line=3), finding(2)) == [True, False]
    source = script("model.add(\n    LSTM(units,\n        relu)  # noqa: LL203\n)\n")
    assert silenced(source, finding(2, end_line=3), finding(1)) == [True, False]


def test_last_line_of_the_statement_counts() -> None:
    source = script(
        "def build():\n    model.add(\n        LSTM(32, activation=relu)\n    )  # noqa: LL203\n    other\n"
    )
    assert silenced(source, finding(3), finding(2), finding(1), finding(5)) == [True, True, False, False]


def test_ignore_file_holds_everywhere() -> None:
    source = script("first = 1\n\nlast = 2\n# lstm-lint: ignore-file[LL203] an experiment\n")
    assert silenced(source, finding(1), finding(3), finding(1, "LL101")) == [True, True, False]
    assert silenced(script("# lstm-lint: ignore-file\nfirst = 1\n"), finding(2, "LL101")) == [True]


def test_source_that_does_not_tokenize_is_read_line_by_line() -> None:
    source = script("print 'a # noqa'\nfirst = (1  # noqa: LL203\n  dedent 'it''s' # noqa\n")
    assert silenced(source, finding(1), finding(2), finding(3)) == [False, True, True]


def test_broken_cell_does_not_spoil_the_others() -> None:
    cells = ["print 'python 2' # noqa: LL001\n(", "layer = LSTM(32)  # noqa: LL203"]
    book = {
        "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in cells],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    source = from_bytes(json.dumps(book).encode(), "book.ipynb")
    first, second = (cell.first_line for cell in source.cells)
    assert silenced(source, finding(first, "LL001"), finding(second), finding(first)) == [True, True, False]


def test_findings_about_comments_are_silenced_by_name_only() -> None:
    blanket = suppress.read(script("first = 1  # lstm-lint: ignore\n"))
    assert len(blanket.silence([finding(1, "LL002")], by_name_only=True)) == 1
    named = suppress.read(script("first = 1  # noqa: LL002\n"))
    assert named.silence([finding(1, "LL002")], by_name_only=True) == []


def test_unused_codes_are_reported() -> None:
    found = unused(script("first = 1  # noqa: LL203, E501, LL101\n"), finding(1))
    assert [(one.codes, one.span.line) for one in found] == [(("LL101",), 1)]


def test_used_suppressions_are_not_reported() -> None:
    text = "first = 1  # noqa: LL203\nsecond = 2  # lstm-lint: ignore\n# lstm-lint: ignore-file[LL101]\n"
    assert unused(script(text), finding(1), finding(2), finding(2, "LL101")) == ()


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: E501", "# noqa: LL002", "# noqa: LL999"])
def test_what_may_serve_others_or_cannot_be_decided_is_not_reported(comment: str) -> None:
    assert unused(script(f"first = 1  {comment}\n")) == ()


def test_codes_of_rules_that_were_off_are_not_reported() -> None:
    source = script(
        "first = 1  # noqa: LL203, LL101\nsecond = 2  # lstm-lint: ignore\nthird = 3  # noqa: LL2\n"
    )
    found = unused(source, enabled=ALL - {"LL203"})
    assert [one.codes for one in found] == [("LL101",)]


def test_blanket_ignore_that_silences_nothing_is_reported() -> None:
    found = unused(script("first = 1  # lstm-lint: ignore\n"))
    assert [(one.codes, one.span) for one in found] == [((), Span(1, 12, 1, 31))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("first = 1  # noqa: LL101\n", "first = 1\n"),
        ("first = 1  # noqa: LL101", "first = 1"),
        ("first = 1  # noqa: LL101, LL202\n", "first = 1\n"),
        ("first = 1  # noqa: E501, LL101\n", "first = 1  # noqa: E501\n"),
        ("first = 1  # noqa: LL101,E501 , F401\n", "first = 1  # noqa: E501 , F401\n"),
        ("first = 1  # noqa: LL203, LL101\n", "first = 1  # noqa: LL203\n"),
        ("first = 1  # noqa: LL101  # type: ignore\n", "first = 1  # type: ignore\n"),
        ("first = 1  # type: ignore # noqa: LL101\n", "first = 1  # type: ignore\n"),
        ("first = 1  # noqa: LL101 32 units\n", "first = 1  # 32 units\n"),
        ("first = 1  # 32 units # noqa: LL101\n", "first = 1  # 32 units\n"),
        ("first = 1  # lstm-lint: ignore[LL101] 32 units\n", "first = 1\n"),
        ("first = 1  # lstm-lint: ignore[LL101] why # noqa: E501\n", "first = 1  # noqa: E501\n"),
        ("first = 1  # lstm-lint: ignore[LL101, LL203] why\n", "first = 1  # lstm-lint: ignore[LL203] why\n"),
        ("# lstm-lint: ignore-file[LL101]\nfirst = 1\n", "first = 1\n"),
        ("first = 1\n# lstm-lint: ignore-file[LL101]", "first = 1\n"),
        ("first = 1\r\n  # noqa: LL101\r\nsecond = 2\r\n", "first = 1\r\nsecond = 2\r\n"),
    ],
)
def test_fix_removes_exactly_what_is_unused(before: str, after: str) -> None:
    line = 1 + before[: before.index("#")].count("\n")
    assert without_unused(before, finding(line)) == after
    assert without_unused(after, finding(line)) == after


def test_nothing_is_tokenized_without_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppress.tokenize, "generate_tokens", lambda readline: pytest.fail("tokenized"))
    assert suppress.read(script("first = 1  # a comment\n")).found == ()


def test_removal_in_the_last_line_of_a_cell_stays_in_the_cell() -> None:
    book = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
            for text in ("first = 1\n# lstm-lint: ignore-file[LL101]", "second = 2")
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    source = from_bytes(json.dumps(book).encode(), "book.ipynb")
    found = unused(source)
    assert found[0].fix is not None
    edits = [
        (e.span.line, e.span.column, e.span.end_line, e.span.end_column, e.text) for e in found[0].fix.edits
    ]
    after = json.loads(source.edited(edits))
    assert [cell["source"] for cell in after["cells"]] == ["first = 1\n", "second = 2"]


# --- ranges --------------------------------------------------------------------------------------------------------

RANGE = """\
first = 1
# lstm-lint: ignore-start[LL203] published weights
second = 2
third = 3
# lstm-lint: ignore-end
fourth = 4
"""


def test_range_holds_from_start_to_end() -> None:
    found = [finding(line) for line in (1, 3, 4, 6)]
    assert silenced(script(RANGE), *found, finding(3, "LL101")) == [False, True, True, False, False]
    assert unused(script(RANGE), finding(3)) == ()


def test_range_without_end_holds_to_the_end_of_the_file() -> None:
    source = script(RANGE.replace("# lstm-lint: ignore-end\n", ""))
    assert silenced(source, finding(1), finding(3), finding(5)) == [False, True, True]


def test_ranges_inside_each_other() -> None:
    text = (
        "# lstm-lint: ignore-start[LL203]\na = 1\n# lstm-lint: ignore-start[LL101]\nb = 2\n"
        "# lstm-lint: ignore-end{}\nc = 3\n# lstm-lint: ignore-end\nd = 4\n"
    )
    both = [finding(line, code) for line in (2, 4, 6, 8) for code in ("LL203", "LL101")]
    last_first = [True, False, True, True, True, False, False, False]
    assert silenced(script(text.format("")), *both) == last_first
    assert silenced(script(text.format("[LL203]")), *both) == [
        True,
        False,
        True,
        True,
        False,
        True,
        False,
        False,
    ]


def test_unused_range_goes_with_its_end() -> None:
    (one,) = unused(script(RANGE))
    assert one.codes == ("LL203",) and one.span.line == 2
    assert without_unused(RANGE) == "first = 1\nsecond = 2\nthird = 3\nfourth = 4\n"
    two = RANGE.replace("[LL203]", "[LL203, LL101]")
    assert without_unused(two, finding(3)) == RANGE
    named = two.replace("ignore-end", "ignore-end[LL203, LL101]")
    assert without_unused(named, finding(3)) == RANGE.replace("ignore-end", "ignore-end[LL203]")


def test_end_that_closes_nothing_is_reported_and_removed() -> None:
    text = "first = 1\n# lstm-lint: ignore-end\n"
    (one,) = unused(script(text))
    assert one.ends_nothing and without_unused(text) == "first = 1\n"
    assert without_unused("x = 1  # lstm-lint: ignore-end[LL101]\n" + RANGE, finding(4)) == "x = 1\n" + RANGE


def test_range_ends_with_its_cell() -> None:
    book = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
            for text in ("# lstm-lint: ignore-start[LL203]\na = 1", "b = 2")
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    source = from_bytes(json.dumps(book).encode(), "book.ipynb")
    first, second = (cell.first_line for cell in source.cells)
    assert silenced(source, finding(first + 1), finding(second)) == [True, False]


# --- reasons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "explained"),
    [
        ("# noqa: LL203", False),
        ("# noqa: LL203 32 steps only", True),
        ("# noqa: LL203 - 32 steps only", True),
        ("# noqa: E501", True),
        ("# lstm-lint: ignore[LL203]", False),
        ("# lstm-lint: ignore[LL203] -", False),
        ("# lstm-lint: ignore[LL203] 32 steps only", True),
        ("# lstm-lint: ignore 32 steps only", True),
        ("# lstm-lint: ignore", False),
        ("# lstm-lint: ignore-file[LL203]  # noqa: E501 long", False),
        ("# lstm-lint: ignore-start[LL203]", False),
        ("# noqa", False),
    ],
)
def test_suppression_without_a_reason(comment: str, explained: bool) -> None:
    found = suppress.read(script(f"first = 1  {comment}\n"))
    found.silence([finding(1)])
    assert bool(found.unexplained()) is not explained


def test_blanket_noqa_that_silences_nothing_of_ours_needs_no_reason() -> None:
    assert suppress.read(script("first = 1  # noqa\n")).unexplained() == ()
