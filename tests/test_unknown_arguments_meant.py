"""The argument that is meant by one that no Keras takes."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("return_seq=True", "return_sequences"),
        ("recurrent_drop=0.1", "recurrent_dropout"),
        ("return_stats=True", "return_state"),
    ],
)
def test_a_word_cut_short_means_the_whole_one(written: str, meant: str) -> None:
    text = f"""
import keras
from keras import layers

keras.Sequential([keras.Input((9, 2)), layers.LSTM(4, {written})])
"""
    (found,) = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert found.code == "LL908" and found.message.endswith(f"write `{meant}`")
