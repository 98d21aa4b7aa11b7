"""A training with Watch is the one without it, bit for bit: each is trained twice alone, then watched.

`KERAS_BACKEND=torch python tests/watched_trainings.py arrays dropout normalized stateful generator dataset several` is
the whole proof for a backend; here are one that NumPy looks at and one that its backend does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent / "watched_trainings.py"


@pytest.mark.keras
@pytest.mark.parametrize(
    ("backend", "what"), [("tensorflow", "dropout"), ("jax", "small"), ("jax", "normalized")]
)
def test_watched_training_is_equal_bit_for_bit(backend: str, what: str) -> None:
    if what == "normalized" and not os.environ.get("WATCH_TRAININGS"):
        pytest.skip("a minute of compiling: WATCH_TRAININGS=1 runs it")
    for needed in ("keras", backend):
        if find_spec(needed) is None:
            pytest.skip(f"needs {needed}")
    environment = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(PROGRAM.parent.parent)}
    command = [sys.executable, str(PROGRAM), what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found[what]["alone"] == [], "it does not even repeat itself"
    assert found[what]["watched"] == []
    assert found[what]["by"] == ("numpy" if what == "dropout" else backend)
    assert found[what]["looks"] >= 2 and found[what]["off"] is None and found[what]["loss"] is not None
