"""The script that counts which calls on data the tables know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "count_calls.py"
PROGRAM = """
import numpy as np
from keras import Sequential, layers

x = np.random.rand(90, 5, 1)
x = np.flip(np.abs(x))
y = np.no_such_function(x)
model = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.ones(90))
z = np.no_such_function_either(x)
"""


def test_calls_on_data_before_fit_are_counted_by_whether_a_table_has_them(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    (tmp_path / "broken.py").write_text("def f(:\n")
    command = [sys.executable, str(SCRIPT), str(tmp_path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "3 calls on data before `fit` in 1 files; 2 (66.7%) have an entry" in printed
    assert "2 (66.7%) have an entry that says a shape\n2 (66.7%) give a value of known rank\n" in printed
    assert "1  numpy.no_such_function\n" in printed
    assert "either" not in printed
