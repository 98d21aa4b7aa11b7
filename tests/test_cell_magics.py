"""Cells that nbconvert keeps as text, `get_ipython().run_cell_magic('time', '', code)`, are read as code."""

from __future__ import annotations

import random
import re

import pytest
from command_line import ROOT

from lstm_lint.findings import Finding
from lstm_lint.lint import outcome
from lstm_lint.rulebook.rule_page import body, read_rules
from lstm_lint.settings.load import load
from lstm_lint.source.source import Source, from_bytes

EVERYTHING = load(None, {"select": ("ALL",), "profile": "pedantic", "keras": "3"})
# LL163 looks at the text of a method, of which each line is part of one line here; LL472 does not follow the body of a
# metric in such a text. Both are silent.
BY_TEXT = ("LL163", "LL472")
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def converted(*cells: str, magic: str = "time") -> Source:
    """A script as nbconvert writes it, each cell with a magic."""
    calls = [
        f"# In[{n}]:\n\n\nget_ipython().run_cell_magic({magic!r}, '', {cell!r})"
        for n, cell in enumerate(cells, 1)
    ]
    return from_bytes(
        "\n\n\n".join(["#!/usr/bin/env python\n# coding: utf-8", *calls, ""]).encode(), "train.py"
    )


def findings(source: Source) -> list[Finding]:
    return list(outcome(source, EVERYTHING).findings)


def culprit(source: Source, finding: Finding) -> str:
    """What is underlined, as the program reads it."""
    span = finding.span
    if span.line != span.end_line:
        return ""
    written = source.line_text(span.line)[span.column - 1 : span.end_column - 1]
    return written.replace("\\'", "'")


def blocks() -> list[tuple[str, str]]:
    found = [
        (rule.code, block)
        for rule in read_rules(ROOT / "rules")
        for block in BLOCK.findall(body(rule).split("## Good")[0])
        if rule.group != "engine"
        and rule.code not in BY_TEXT
        and "#" not in re.sub(r"  # error: \[\w+\]", "", block)
    ]
    return random.Random(5).sample(found, 60)


@pytest.mark.parametrize(("code", "block"), blocks())
def test_a_cell_kept_as_text_has_the_findings_of_its_code(code: str, block: str) -> None:
    plain, folded = from_bytes(block.encode(), "train.py"), converted(block)
    expected, found = findings(plain), findings(folded)
    assert [one.code for one in found] == [one.code for one in expected]
    for one, other in zip(expected, found):
        assert other.fix is None
        if one.span.line == one.span.end_line:
            assert culprit(folded, other) == culprit(plain, one)


def test_statements_in_blocks_and_letters_of_two_bytes() -> None:
    cell = (
        "é = 'ü'\nfor n in (64, 32):\n    if n:\n        model.add(layers.LSTM(n, 'relu', return_sequences=True))\n"
        "    else:\n        pass\nmodel.add(layers.Dense(1))\nmodel.compile('adam', \"mse\")\n"
    )
    head = "import keras\nfrom keras import layers\nmodel = keras.Sequential([keras.Input((90, 4))])\n"
    source = converted(head, cell)
    found = [one for one in findings(source) if one.code == "LL203"]
    assert [culprit(source, one) for one in found] == ["'relu'"]
    assert "for n in (64, 32)" in source.line_text(found[0].line)


@pytest.mark.parametrize(
    "call",
    [
        "get_ipython().run_cell_magic('bash', '', 'model = keras.Sequential([layers.LSTM(9, activation=\"relu\")])')",
        "get_ipython().run_cell_magic('time', '', f'model = keras.Sequential([layers.LSTM({n})])')",
        "get_ipython().run_cell_magic('time', '', 'model = keras.' 'Sequential([layers.LSTM(9)])')",
        "get_ipython().run_cell_magic('time', '', 'model = keras.Sequential([layers.LSTM(9)')",
        "get_ipython().run_cell_magic('time', '', r'model = keras.Sequential([layers.LSTM(9)])')",
        "get_ipython().run_cell_magic('time', '', '''model = keras.Sequential([layers.LSTM(9)])''')",
        "print('run_cell_magic')",
    ],
)
def test_what_is_no_such_cell_stays_a_call(call: str) -> None:
    text = f"import keras\nfrom keras import layers\n\nn = 9\n{call}\n"
    assert not findings(from_bytes(text.encode(), "train.py"))


def test_a_comment_after_the_call_silences_what_is_in_it() -> None:
    cell = "import keras\nmodel = keras.Sequential([keras.Input((90, 4)), keras.layers.LSTM(9, 'relu')])"
    text = f"get_ipython().run_cell_magic('time', '', {cell!r})"
    assert "LL203" in {one.code for one in findings(from_bytes(f"{text}\n".encode(), "train.py"))}
    silenced = findings(from_bytes(f"{text}  # noqa: LL203\n".encode(), "train.py"))
    assert not {"LL203", "LL002"} & {one.code for one in silenced}


def test_a_text_that_stands_twice_has_both_places() -> None:
    cell = "model = keras.Sequential([keras.Input((90, 4)), layers.LSTM(9, 'relu'), layers.Dense(1)])"
    found = findings(converted("import keras\nfrom keras import layers", cell, cell))
    assert len({one.line for one in found if one.code == "LL203"}) == 2
