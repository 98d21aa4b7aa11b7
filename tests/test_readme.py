"""The README lists the rules that there are; run this file as a script to write the list and the shown output anew.

That the output is what the program prints is tested with the other snippets.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from lstm_lint.rulebook.rulebook import rules

ROOT = Path(__file__).parent.parent
OUTPUT = re.compile(
    r"<!-- output: lstm-lint (?P<arguments>[^\n]*) -->\n```text\n(?P<text>.*?)```\n<!-- end -->", re.DOTALL
)
RULES = re.compile(r"<!-- rules -->\n(?P<table>.*?)<!-- end -->", re.DOTALL)


def printed(arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "lstm_lint", *arguments.split()]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    return run.stdout


def table() -> str:
    rows = [
        f"| [{r.code}](rules/{r.code}-{r.name}.md) | {r.name} | {r.severity.value} | {r.fix} |"
        for r in rules()
    ]
    return "\n".join(["| code | rule | severity | fix |", "|---|---|---|---|", *rows, ""])


def test_rule_table_in_the_readme_is_the_rule_book() -> None:
    shown = RULES.search((ROOT / "README.md").read_text("utf-8"))
    assert shown is not None and shown["table"] == table()


def block(found: re.Match[str]) -> str:
    command = found["arguments"]
    return f"<!-- output: lstm-lint {command} -->\n```text\n$ lstm-lint {command}\n{printed(command)}```\n<!-- end -->"


def write() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    text = OUTPUT.sub(block, text)
    text = RULES.sub(lambda _: f"<!-- rules -->\n{table()}<!-- end -->", text)
    (ROOT / "README.md").write_text(text, "utf-8")


if __name__ == "__main__":
    write()
