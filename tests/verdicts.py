"""What Keras says of programs: the way to the child process of `keras_verdicts.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BACKEND = "tensorflow" if find_spec("tensorflow") else "numpy"
CHILD = Path(__file__).with_name("keras_verdicts.py")
SECONDS = 1800
# Packages that programs import, where not installed.
ABSENT = {"pandas", "project", "sklearn", "tensorflow_addons", "tf_keras"}


def ask(programs: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answer for each program, by its id."""
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, str(CHILD)],
        input=json.dumps(programs),
        env={
            **plain,
            "KERAS_BACKEND": BACKEND,
            "CUDA_VISIBLE_DEVICES": "-1",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(answers) == len(programs), done.stderr[-2000:]
    return {answer["id"]: answer for answer in answers}
