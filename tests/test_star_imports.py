"""`from a import *` twice: the last module that has a name gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

OWN = """
from keras.layers import *


class Attention(Layer):
    def __init__(self, heads, **kwargs):
        super().__init__(**kwargs)
        self.heads = heads

    def call(self, inputs):
        return inputs[0]
"""
MODEL = """
{imports}
from keras.models import Model

x = Input((5, 3))
y = LSTM(3, return_sequences=True)(x)
model = Model(x, Dense(1)(Attention(8)([y, x, x, x])))
model.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    ("imports", "own"),
    [
        ("from keras.layers import *\nfrom parts import *", True),
        ("from parts import *", True),
        ("from parts import *\nfrom keras.layers import *", False),
        ("from keras.layers import *\nfrom parts import *\nfrom keras.layers import *", False),
    ],
)
def test_the_last_import_of_everything_wins(imports: str, own: bool, tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(OWN)
    path = tmp_path / "train.py"
    path.write_text(MODEL.format(imports=imports))
    found = lint(from_bytes(path.read_bytes(), str(path)), Settings(keras="3"))
    assert ("LL119" not in [one.code for one in found]) is own
