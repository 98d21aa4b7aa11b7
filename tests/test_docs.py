"""The pages of docs/: their example reads as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_lint.command.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "reader.md"


def test_the_example_of_the_reader_reads_as_its_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    model, findings = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("train.py").write_text(example, encoding="utf-8")
    main(["model", "train.py"])
    assert capsys.readouterr().out.strip() == model.strip()
    assert main(["--output-format", "concise", "-q", "train.py"]) == 1
    assert capsys.readouterr().out.strip() == findings.strip()


def test_every_wing_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"^## \d\. `(\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    reader = PAGE.parent.parent / "lstm_lint" / "reader"
    assert named == {folder.parent.name for folder in reader.glob("*/__init__.py")}
