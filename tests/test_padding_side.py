"""The fix that moves padding to the front: every call that may pad the same input, or none."""

from __future__ import annotations

import pytest
import rule_pages

from lstm_lint.edit.fixes import fix
from lstm_lint.rulebook import rulebook

PAGE = rule_pages.read(next(rule.page for rule in rulebook.rules() if rule.code == "LL301"))
PROGRAM = """
import keras
import numpy as np
from keras import layers
from keras.utils import pad_sequences

walks, falls = np.load("walks.npy", allow_pickle=True), np.load("falls.npy")
x = pad_sequences(walks, 250, dtype="float32", padding="post")
{before}
model = keras.Sequential([layers.LSTM(32), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, falls{given})
{after}
"""
SECOND = """
second = keras.Sequential([layers.Masking(), layers.LSTM(32), layers.Dense(1)])
second.compile("adam", "mse")
second.fit(other, falls)
"""
POST = 'pad_sequences({}, 250, dtype="float32", padding="post")'


def mended(before: str = "", given: str = "", after: str = "") -> str:
    """The program after the unsafe fixes."""
    block = rule_pages.Block("LL301", "Bad", 0, PROGRAM.format(before=before, given=given, after=after))
    return fix(block.source, block.findings(block.source), block.findings, unsafe=True).source.raw


def test_fix_of_the_page_moves_training_evaluation_and_prediction() -> None:
    bad, good = PAGE.blocks("Bad")[2], PAGE.blocks("Good")[2]
    assert bad.text.count('padding="post"') == good.text.count('padding="pre"') == 3
    outcome = fix(bad.source, bad.findings(bad.source), bad.findings, unsafe=True)
    assert (outcome.source.raw, outcome.findings) == (good.text, ())


@pytest.mark.parametrize(
    "program",
    [
        {"before": f"held = {POST.format('walks')}", "given": ", validation_data=(held, falls)"},
        {"after": f"model.evaluate({POST.format('walks')}, falls)"},
        {"before": f"def answer(model, row):\n    return model.predict({POST.format('[row]')})"},
        {"before": f"unread = {POST.format('falls')}"},
        {
            "before": f"other = {POST.format('falls')}",
            "after": f"{SECOND}model.predict({POST.format('walks')})",
        },
    ],
    ids=["validation", "evaluation", "of a model not known", "not read", "beside another model"],
)
def test_every_call_that_may_pad_the_input_is_moved(program: dict[str, str]) -> None:
    text = mended(**program)
    mine = [line for line in text.splitlines() if "pad_sequences(" in line and not line.startswith("other")]
    assert len(mine) == 2 and all('padding="pre"' in line for line in mine)
    assert text.count('padding="post"') == text.count("\nother = ")


@pytest.mark.parametrize(
    "program",
    [
        {
            "before": "side = input()\nheld = pad_sequences(walks, 250, padding=side)",
            "after": "model.predict(held)",
        },
        {"after": "model.evaluate(np.zeros((50, 250, 3)), np.zeros(50))"},
        {"before": f"other = {POST.format('falls')}\nunread = {POST.format('falls')}", "after": SECOND},
    ],
    ids=["a side that is not known", "data that is not padded here", "no telling which model reads it"],
)
def test_no_fix_where_a_second_layout_could_remain(program: dict[str, str]) -> None:
    assert mended(**program) == PROGRAM.format(**{"before": "", "given": "", "after": "", **program})
