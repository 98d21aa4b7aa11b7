"""Programs in the shapes that real files have, each with several faults: after all fixes Keras builds and trains it.

Those with an old Keras are for Keras 3 here, as someone who moves to it runs the command. Some of them run; with
`EVERY_PROGRAM=1` all do.
"""

from __future__ import annotations

import os
import random
from importlib.util import find_spec
from pathlib import Path

import pytest
from command_line import Capsys, run
from verdicts import Keras

from lstm_lint.findings import Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

PROGRAMS = sorted(Path(__file__).with_name("fixed_programs").glob("*.py"))
DRAWN = PROGRAMS if "EVERY_PROGRAM" in os.environ else random.Random(5).sample(PROGRAMS, 8)
# What is left for a person, by the codes of the errors, and why.
LEFT: dict[str, tuple[str, ...]] = {
    "class_that_builds": ("LL801",),  # which metric to watch
    "random_windows": ("LL515",),  # which factor is meant
}


def fixed(program: Path, folder: Path, capsys: Capsys) -> str:
    """The program after `--fix --unsafe-fixes`, which changes something."""
    path = folder / "train.py"
    path.write_bytes(program.read_bytes())
    run(
        capsys,
        "--no-cache",
        "--isolated",
        "--keras",
        "3",
        "--profile",
        "strict",
        "--fix",
        "--unsafe-fixes",
        str(path),
    )
    made = path.read_text(encoding="utf-8")
    assert made != program.read_text(encoding="utf-8")
    return made


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_no_error_is_left_after_the_fixes(program: Path, tmp_path: Path, capsys: Capsys) -> None:
    made = fixed(program, tmp_path, capsys)
    found = lint(from_bytes(made.encode(), str(tmp_path / "train.py")), Settings(keras="3"))
    left = tuple(one.code for one in found if one.severity is Severity.ERROR)
    assert left == LEFT.get(program.stem, ())


@pytest.mark.skipif(find_spec("tensorflow") is None, reason="takes TensorFlow")
@pytest.mark.parametrize(
    "program", [one for one in DRAWN if one.stem not in LEFT], ids=lambda path: path.stem
)
def test_the_fixed_program_trains(program: Path, tmp_path: Path, capsys: Capsys, keras_child: Keras) -> None:
    answer = keras_child.says(program.stem, fixed(program, tmp_path, capsys), files={})
    assert answer["outcome"] == "ran", answer
