"""Fixes: what is applied, when a round is given up, how it is shown and how it gets into the file."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from lstm_lint.edit import fixes
from lstm_lint.findings import Applicability, Edit, Finding, Fix, Severity, Span
from lstm_lint.source.source import Source, from_bytes


def finding(fix: Fix | None, code: str = "LL203") -> Finding:
    span = fix.edits[0].span if fix else Span(1, 1, 1, 2)
    place = (None, span.line, span.column, span.end_line, span.end_column, span.line)
    return Finding("example.py", code, "name", Severity.WARNING, "message", span, *place, fix=fix)


def replacing(source: Source, old: str, new: str, applicability: Applicability = "safe") -> list[Finding]:
    """A finding with a fix for each place where the old text stands: a linter of one rule."""
    found = []
    for number, line in enumerate(source.raw.split("\n"), 1):
        for match in re.finditer(old, line):
            span = Span(number, match.start() + 1, number, match.end() + 1)
            found.append(finding(Fix(f"write {new}", applicability, (Edit(span, new),))))
    return found


def mended(
    text: str | bytes, *pairs: tuple[str, str], unsafe: bool = False, path: str = "example.py"
) -> fixes.Fixed:
    def lint(source: Source) -> list[Finding]:
        return [one for old, new in pairs for one in replacing(source, old, new)]

    source = from_bytes(text.encode() if isinstance(text, str) else text, path)
    return fixes.fix(source, lint(source), lint, unsafe=unsafe)


def test_all_fixes_of_a_file_in_one_go() -> None:
    outcome = mended("a = relu\nb = relu, relu\n", ("relu", "tanh"))
    assert (outcome.data, outcome.count, outcome.findings) == (b"a = tanh\nb = tanh, tanh\n", 3, ())


def test_overlapping_fixes_take_further_rounds() -> None:
    outcome = mended("a = relu\n", ("relu", "selu"), ("elu", "tanh"))
    assert (outcome.data, outcome.count) == (b"a = stanh\n", 2)


def test_two_findings_with_the_same_edit_are_both_mended() -> None:
    outcome = mended("a = relu\n", ("relu", "tanh"), ("relu", "tanh"))
    assert (outcome.data, outcome.count) == (b"a = tanh\n", 2)


def test_two_insertions_at_one_place_do_not_run_into_each_other() -> None:
    def lint(source: Source) -> list[Finding]:
        if "b=" in source.text:
            return []
        at = Span(1, 8, 1, 8)
        return [finding(Fix("add", "safe", (Edit(at, f", b={value}"),))) for value in (1, 2)]

    source = from_bytes(b"x = f(a)\n", "example.py")
    outcome = fixes.fix(source, lint(source), lint)
    assert (outcome.data, outcome.count) == (b"x = f(a, b=1)\n", 1)


def test_fixes_that_undo_each_other_end() -> None:
    outcome = mended("a = relu\n", ("relu", "tanh"), ("tanh", "relu"))
    assert outcome.count == fixes.ROUNDS and outcome.data == b"a = relu\n"


def test_unsafe_fixes_only_on_request() -> None:
    source = from_bytes(b"a = relu\n", "example.py")
    found = replacing(source, "relu", "tanh", "unsafe")
    assert fixes.fix(source, found, lambda s: ()).count == 0
    assert fixes.fix(source, found, lambda s: (), unsafe=True).data == b"a = tanh\n"


def test_unwanted_findings_are_left_alone() -> None:
    source = from_bytes(b"a = relu\n", "example.py")
    outcome = fixes.fix(source, replacing(source, "relu", "tanh"), lambda s: (), wanted=lambda f: False)
    assert (outcome.count, outcome.data) == (0, b"a = relu\n")


def test_fix_that_breaks_the_file_is_not_applied_and_the_others_are() -> None:
    outcome = mended("a = relu\nb = tanh\n", ("relu", ")"), ("tanh", "1"))
    assert outcome.data == b"a = relu\nb = 1\n"
    assert outcome.count == 1 and len(outcome.findings) == 1


def test_cell_that_was_broken_before_does_not_keep_others_from_being_mended() -> None:
    book = notebook("print 'python 2'", "a = relu")
    outcome = mended(book, ("relu", "tanh"), path="book.ipynb")
    assert [cell["source"] for cell in json.loads(outcome.data)["cells"]] == ["print 'python 2'", "a = tanh"]
    assert mended(book, ("relu", ")"), path="book.ipynb").count == 0


def test_line_ends_mark_and_encoding_stay() -> None:
    before = b"\xef\xbb\xbfa = relu  # gr\xc3\xbcn\r\nb = 1\r\n"
    assert mended(before, ("relu", "tanh")).data == before.replace(b"relu", b"tanh")
    latin = "# coding: latin-1\na = relu  # grün\n".encode("latin-1")
    assert mended(latin, ("relu", "tanh")).data == latin.replace(b"relu", b"tanh")


def test_diff_of_a_script() -> None:
    outcome = mended("a = relu\nb = 1", ("relu", "tanh"))
    lines = list(fixes.diff(from_bytes(b"a = relu\nb = 1", "example.py"), outcome.source, "example.py"))
    assert "".join(lines) == (
        "--- example.py\n+++ example.py\n@@ -1,2 +1,2 @@\n-a = relu\n+a = tanh\n b = 1\n\\ No newline at end of file\n"
    )


def test_diff_of_a_notebook_names_the_cell() -> None:
    book = notebook("first = 1", "a = relu\nb = 1")
    outcome = mended(book, ("relu", "tanh"), path="book.ipynb")
    lines = "".join(fixes.diff(from_bytes(book, "book.ipynb"), outcome.source, "book.ipynb"))
    assert lines.startswith("--- book.ipynb: cell 2\n+++ book.ipynb: cell 2\n")
    assert "-a = relu\n+a = tanh\n" in lines and "first" not in lines


def test_written_in_place_with_the_same_permissions(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(b"old\n")
    path.chmod(0o751)
    fixes.write(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"new\n" and stat.S_IMODE(path.stat().st_mode) == 0o751
    assert os.listdir(tmp_path) == ["train.py"]


def test_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(b"newer\n")
    with pytest.raises(fixes.FixError, match="changed"):
        fixes.write(str(path), b"old\n", b"new\n")
    assert path.read_bytes() == b"newer\n"


def test_symbolic_link_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.py"
    target.write_bytes(b"old\n")
    link = tmp_path / "train.py"
    link.symlink_to(target)
    with pytest.raises(fixes.FixError, match="symbolic link"):
        fixes.write(str(link), b"old\n", b"new\n")
    assert link.is_symlink() and target.read_bytes() == b"old\n"


def test_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(b"old\n")

    def refuse(source: str, target: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(fixes.FixError, match="Permission denied"):
        fixes.write(str(path), b"old\n", b"new\n")
    assert os.listdir(tmp_path) == ["train.py"] and path.read_bytes() == b"old\n"


def notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
