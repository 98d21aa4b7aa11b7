"""The magics in a real kernel: a cell is linted with what the cells before it say."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from language_client import SCRIPT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

pytestmark = pytest.mark.clients

# The models are not run: nothing of Keras is needed to read them.
FAKE = """\
import sys, types
class Anything:
    def __init__(self, *a, **k): pass
    def __getattr__(self, name): return Anything
    def __call__(self, *a, **k): return Anything()
    def add(self, *a): pass
for name in ("keras", "keras.layers"):
    module = types.ModuleType(name)
    module.LSTM = module.Dense = module.GRU = module.Input = module.Sequential = Anything
    sys.modules[name] = module
sys.modules["keras"].layers = sys.modules["keras.layers"]
"""
CELLS = SCRIPT.split("\n\n")


def ran(folder: Path, *cells: str, allow_errors: bool = False) -> list[list[nbformat.NotebookNode]]:
    """The outputs of cells after `%load_ext`, run in a new kernel."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in (FAKE, "%load_ext lstm_lint", *cells)]
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.allow_errors = allow_errors
    client.execute(env={**os.environ})
    return [cell.outputs for cell in notebook.cells[2:]]


def test_a_cell_is_linted_with_what_earlier_cells_define_and_is_run(tmp_path: Path) -> None:
    outputs = ran(tmp_path, *CELLS[:2], f"%%lint\n{CELLS[2]}\nprint('it ran', UNITS)", "model is not None")
    shown, printed = outputs[2]
    assert "line 5: warning[LL202]" in shown.data["text/plain"]
    assert "over 72 time steps" in shown.data["text/html"] and "LL202-unbounded" in shown.data["text/html"]
    assert "recurrent_activation=&quot;relu&quot;" in shown.data["text/html"]
    assert printed.text == "it ran 64\n"
    assert outputs[3][0].data["text/plain"] == "True"


def test_models_of_all_cells_are_a_table(tmp_path: Path) -> None:
    *_, (shown,) = ran(tmp_path, *CELLS, "%lint_model")
    for text in ("LSTM", "(None, 72, 64)", "17,664", "parameters: 50,753", "LL202"):
        assert text in shown.data["text/plain"] and text in shown.data["text/html"]
    assert "<table>" in shown.data["text/html"]


def test_text_of_a_cell_is_no_markup(tmp_path: Path) -> None:
    cell = CELLS[2].replace('"relu"))', '"relu"))  # <script>alert(1)</script>')
    outputs = ran(tmp_path, *CELLS[:2], f"%%lint --only\n{cell}", "'model' in globals()")
    assert (
        "<script>" not in outputs[2][0].data["text/html"]
        and "&lt;script&gt;" in outputs[2][0].data["text/html"]
    )
    assert outputs[3][0].data["text/plain"] == "False"


def test_an_error_of_the_cell_is_its_own(tmp_path: Path) -> None:
    (outputs,) = ran(tmp_path, "%%lint\n1 / 0", allow_errors=True)
    assert [one.output_type for one in outputs] == ["display_data", "error"]
    assert outputs[1].ename == "ZeroDivisionError"
    with pytest.raises(CellExecutionError):
        ran(tmp_path, "%%lint\n1 / 0")


def test_settings_of_the_folder_hold(tmp_path: Path) -> None:
    (tmp_path / "lstm-lint.toml").write_text('ignore = ["LL202"]\n')
    outputs = ran(tmp_path, *CELLS[:2], f"%%lint --only\n{CELLS[2]}", "%%lint --fast\nx = 1")
    assert "finds nothing in this cell" in outputs[2][0].data["text/plain"]
    assert outputs[3][0].text.startswith("lstm-lint: %%lint takes --only")
    (tmp_path / "lstm-lint.toml").write_text('ignore = "LL202"\n')
    (outputs,) = ran(tmp_path, "%%lint --only\nx = 1")
    assert outputs[0].text.startswith("lstm-lint: ") and outputs[0].text.count("\n") == 1
