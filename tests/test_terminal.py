"""What is shown on a terminal alone: rule pages drawn by rich, the pager, code frames that fit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ROOT

from lstm_lint.output.rule import WIDEST, render_terminal
from lstm_lint.rulebook.rule_page import Rule, read_rule, read_rules

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminal")
termios = pytest.importorskip("termios")

SGR = re.compile(r"\x1b\[[\d;]*m")
SCRIPT = """\
import keras
from keras import layers

recurrent = [layers.LSTM(64, return_sequences=True, activation="relu", name="the_first_layer"), layers.LSTM(64)]
model = keras.Sequential([keras.Input((120, 4)), *recurrent, layers.Dense(1)])
model.compile("adam", "mse")
"""


def on_terminal(*arguments: str, folder: Path, columns: int, lines: int, **environment: str) -> str:
    """What the command prints on a terminal of that size."""
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (lines, columns)) if hasattr(termios, "tcsetwinsize") else None
    size = {"COLUMNS": str(columns), "LINES": str(lines), "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PAGER", "LESS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "lstm_lint", *arguments],
        cwd=folder,
        env={**kept, **size, **environment},
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            chunk = os.read(leader, 4096)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(leader)
    process.wait()
    return shown.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [50, 80])
def test_a_rule_page_fits_the_terminal_and_has_color(tmp_path: Path, columns: int) -> None:
    shown = on_terminal("rule", "LL203", folder=tmp_path, columns=columns, lines=40, PAGER="cat")
    plain = SGR.sub("", shown)
    assert SGR.search(shown)
    assert "\nEvidence" in plain and "`" not in plain.split("Bad")[0]
    assert all(len(line.rstrip()) <= columns for line in plain.splitlines())


def test_no_color_means_none(tmp_path: Path) -> None:
    shown = on_terminal("rule", "LL203", folder=tmp_path, columns=80, lines=40, PAGER="cat", NO_COLOR="1")
    assert "\x1b" not in shown and "Evidence" in shown


def test_a_page_longer_than_the_screen_goes_through_the_pager(tmp_path: Path) -> None:
    (tmp_path / "pager.py").write_text("import sys\nopen('paged', 'w').write(sys.stdin.read())\n")
    pager = f"{sys.executable} {tmp_path / 'pager.py'}"
    assert on_terminal("rule", "LL203", folder=tmp_path, columns=80, lines=40, PAGER=pager) == ""
    assert "Evidence" in (tmp_path / "paged").read_text(encoding="utf-8")
    shown = on_terminal("rule", "LL203", folder=tmp_path, columns=80, lines=4000, PAGER=pager)
    assert "Evidence" in shown


def test_a_pager_that_is_not_there_is_none(tmp_path: Path) -> None:
    shown = on_terminal("rule", "LL203", folder=tmp_path, columns=80, lines=40, PAGER="no-such-pager")
    assert "Evidence" in shown


def test_a_code_frame_fits_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    shown = SGR.sub("", on_terminal("train.py", folder=tmp_path, columns=70, lines=40)).splitlines()
    (number,) = [place for place, line in enumerate(shown) if re.match(r"4 \| ", line)]
    code, carets = shown[number], shown[number + 1]
    assert len(code) <= 70
    start, stop = carets.index("^"), len(carets.rstrip())
    assert code[start:stop] == '"relu"'


@pytest.fixture
def hostile(tmp_path: Path) -> Rule:
    page = tmp_path / "OUR101-some-rule.md"
    text = read_rules(ROOT / "rules")[0].page.read_text(encoding="utf-8").replace("LL001", "OUR101")
    body = "\n\nTitle \x1b]0;RAW\x07 and &#27;]0;ENTITY&#7; `\x1b[2J` [link](https://example.org/\x1b[31m)\n"
    page.write_text(text + body, encoding="utf-8")
    return replace(read_rule(page), name="\x1b[31mname")


def test_a_page_of_a_plugin_sends_no_commands_to_the_terminal(hostile: Rule) -> None:
    shown = render_terminal(hostile, width=80, color=True)
    assert "RAW" in shown and "ENTITY" in shown
    assert "\x1b" not in re.sub(r"\x1b\[[\d;]+m", "", shown) and "\x07" not in shown
    assert "\x1b[31mname" not in shown


def test_lines_of_a_wide_terminal_stay_readable() -> None:
    rule = next(rule for rule in read_rules(ROOT / "rules") if rule.code == "LL203")
    shown = render_terminal(rule, width=400, color=False)
    assert max(map(len, shown.splitlines())) <= WIDEST
