"""A training with Watch is the one without it, bit for bit: each is trained twice alone, then watched.

`KERAS_BACKEND=torch python tests/watched_trainings.py arrays dropout normalized stateful generator dataset several` is
the whole proof for a backend; here are those that touch most.
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
@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_watched_training_is_equal_bit_for_bit(backend: str) -> None:
    for needed in ("keras", backend):
        if find_spec(needed) is None:
            pytest.skip(f"needs {needed}")
    environment = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(PROGRAM.parent.parent)}
    command = [sys.executable, str(PROGRAM), "dropout", "normalized"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    for what, outcome in found.items():
        assert outcome["alone"] == [], f"{what} does not even repeat itself"
        assert outcome["watched"] == [], what
        assert outcome["looks"] >= 2 and outcome["off"] is None, what
        assert outcome["loss"] is not None
