"""What a value does not have, said of the default of a parameter: the caller may give another."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

END = """
x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(3), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""


@pytest.mark.parametrize(
    "text",
    [
        "class Scores(keras.callbacks.Callback):\n"
        "    def __init__(self, validation_data=()):\n"
        "        super().__init__()\n"
        "        self.x, self.y = validation_data\n",
        "def split(parts=[]):\n    first, second = parts\n    return first\n",
        "def ends(slices=None, steps=None):\n"
        "    found = []\n"
        "    if slices is not None:\n        found.append(keras.Input((3,)))\n"
        "    if steps is not None:\n        found.append(keras.Input((9, 3)))\n"
        "    return found\n"
        "def build(slices=None, steps=None):\n"
        "    one, other = ends(slices, steps)\n"
        "    return keras.Model([one, other], layers.Dense(1)(layers.Concatenate()([one, layers.LSTM(2)(other)])))\n",
    ],
)
def test_an_empty_default_has_as_many_values_as_the_caller_gives(text: str) -> None:
    head = "import keras\nimport numpy as np\nfrom keras import layers\n"
    found = lint(from_bytes(f"{head}{text}{END}".encode(), "train.py"), Settings(keras="3"))
    assert [one.code for one in found if one.severity.value == "error"] == []
