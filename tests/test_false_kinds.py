"""Kinds of programs of which errors were reported that are none, each in at least twenty spellings.

A file of `false_kinds/` is a kind: a frame, and what takes the place of its line `...`, one part after `# == title`.
A title ends in `-> LL116` where there is a defect, and `(whole)` or `(notebook)` is a program without the frame.
The rules say that and nothing else. Keras runs each program: without a defect it trains, with one that a rule calls an
error it does not; four minutes of processor time for all of them, with `ALL_VARIATIONS=1`, else for some of each kind.
Of a class that its own file does not use, `# run:` and `# raises:` say which calls do what.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from verdicts import ABSENT, Keras

from lstm_lint.findings import Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import Source, from_bytes

KINDS = sorted(Path(__file__).with_name("false_kinds").glob("*.py"))
AT_LEAST = 20
_TITLE = re.compile(r"^# == (?P<title>.*?)(?: \((?P<way>whole|notebook)\))?(?: -> (?P<codes>.*))?$", re.M)
_CALL = re.compile(r"^# (run|raises): (.*)$\n?", re.M)
SETTINGS = Settings((Selection("the test", ("ALL",), ("LL607",)),), "strict", keras="3")


def _table(columns: str, rows: int = 60) -> str:
    """A table of numbers from 0 to 1 as a program stores it; a column `pump` has the ids of two pumps."""
    names = columns.split(",")
    lines = [
        ",".join(
            str(row % 2) if name == "pump" else f"{(row * 7 + n * 3) % 20 / 20:.2f}"
            for n, name in enumerate(names)
        )
        for row in range(rows)
    ]
    return "\n".join([columns, *lines]) + "\n"


FILES: dict[str, Any] = {
    "pump_scaled.csv": _table("pump,flow,head,power"),
    "four_scaled.csv": _table("a,b,c,d"),
    "wide_scaled.csv": _table(",".join(f"c{n}" for n in range(18))),
    "windows.npy": [60, 6, 3],
    "a.npy": [30, 6, 3],
    "b.npy": [30, 6, 3],
    "y_scaled.npy": [60, 1],
    "labels.npy": {"below": 3, "shape": [60]},
}


@dataclass(frozen=True)
class Variation:
    kind: str
    title: str
    text: str
    notebook: bool
    codes: tuple[str, ...]
    calls: tuple[tuple[str, str], ...] = field(default=())  # ("run" or "raises", what is called)

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def source(self) -> Source:
        if not self.notebook:
            return from_bytes(self.text.encode(), "train.py")
        cells = [
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell}
            for cell in self.text.split("# %%\n")
        ]
        data = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return from_bytes(json.dumps(data).encode(), "train.ipynb")

    @property
    def programs(self) -> dict[str, str]:
        """What Keras runs: the program, or the program and one of the calls, by what must come of it."""
        if not self.calls:
            return {f"{self}": self.text}
        return {f"{self}: {call} {wanted}": f"{self.text}\n{call}\n" for wanted, call in self.calls}


def variations(file: Path) -> Iterator[Variation]:
    _, *parts = re.split(r"^(?=# == )", file.read_text(encoding="utf-8"), flags=re.M)
    frame = parts[0].partition("\n")[2]
    assert parts[0].startswith("# == frame\n") and frame.count("\n...\n") == 1, file.name
    for part in parts[1:]:
        head, _, body = part.partition("\n")
        found = _TITLE.match(head)
        assert found is not None, head
        calls = tuple((wanted, call) for wanted, call in _CALL.findall(body))
        text = _CALL.sub("", body)
        if found["way"] is None:
            text = frame.replace("\n...\n", f"\n{text}", 1)
        codes = tuple(re.split(r", *", found["codes"])) if found["codes"] else ()
        yield Variation(file.stem, found["title"], text, found["way"] == "notebook", codes, calls)


ALL = [one for kind in KINDS for one in variations(kind)]
each = pytest.mark.parametrize("one", ALL, ids=str)


@each
def test_what_is_said_is_true(one: Variation) -> None:
    found = [hit for hit in lint(one.source, SETTINGS) if hit.severity is not Severity.ADVICE]
    said = [f"{hit.line}: {hit.code} {hit.message}" for hit in found]
    assert sorted({hit.code for hit in found}) == sorted(one.codes), "\n".join([*said, one.text])


def test_each_kind_has_enough_variations() -> None:
    assert {
        kind.stem: len(list(variations(kind))) for kind in KINDS if len(list(variations(kind))) < AT_LEAST
    } == {}
    assert len({str(one) for one in ALL}) == len(ALL)
    defects = {one.kind for one in ALL if one.codes}
    assert defects == {kind.stem for kind in KINDS}


def drawn() -> list[Variation]:
    """What Keras runs: all, or some of each kind, the same ones each time."""
    if os.environ.get("ALL_VARIATIONS"):
        return ALL
    kinds = [list(variations(kind)) for kind in KINDS]
    return [one for several in kinds for one in Random(13).sample(several, 6)]


DRAWN = drawn()
ERRORS = {"LL101", "LL102", "LL104", "LL110", "LL116", "LL401"}
DOES_NOT_LEARN = {"LL104": "broadcast", "LL401": "constant"}


@pytest.mark.parametrize("one", DRAWN, ids=str)
def test_keras_agrees(one: Variation, keras_child: Keras) -> None:
    wrong = ERRORS.intersection(one.codes)
    for name, code in one.programs.items():
        answer = keras_child.says(name, code, files=FILES)
        if answer["outcome"] == "unrun" and answer["message"] in {*ABSENT, "tensorflow"}:
            pytest.skip(f"needs {answer['message']}")
        sound = answer["outcome"] == "ran" and not {"broadcast", "constant"} & set(answer["facts"])
        expected = not wrong if not one.calls else name.endswith(" run")
        assert sound is expected, answer
        if expected is False and answer["outcome"] == "ran":
            assert {DOES_NOT_LEARN.get(code) for code in wrong} & set(answer["facts"]), answer
