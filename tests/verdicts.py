"""What Keras says of programs: the way to a child process, `keras_verdicts.py` or another."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BACKEND = "tensorflow" if find_spec("tensorflow") else "numpy"
CHILD = Path(__file__).with_name("keras_verdicts.py")
# Packages that programs import, where not installed.
ABSENT = {"pandas", "project", "sklearn", "tensorflow_addons", "tf_keras"}


class Keras:
    """A process that has imported Keras once and runs one program after the other: a line of JSON in, a line out."""

    def __init__(self, script: Path = CHILD, backend: str = BACKEND) -> None:
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self.child = subprocess.Popen(
            [sys.executable, str(script)],
            env={
                **plain,
                "KERAS_BACKEND": backend,
                "CUDA_VISIBLE_DEVICES": "-1",
                "TF_CPP_MIN_LOG_LEVEL": "3",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def __enter__(self) -> Keras:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.communicate()
        self.errors.close()

    def says(self, name: str | int, code: str, **more: Any) -> dict[str, Any]:
        """The answer for one program. Raises RuntimeError where the child has ended."""
        assert self.child.stdin is not None and self.child.stdout is not None
        print(json.dumps({"id": name, "code": code, **more}), file=self.child.stdin, flush=True)
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError(f"{name}: the child has ended: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        assert answer["id"] == name
        return answer

    def _last_words(self) -> str:
        self.child.wait()
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")[-2000:]


def absent(code: str) -> set[str]:
    """The packages that a program imports and that need not be installed."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module)
    return {name.partition(".")[0] for name in named} & ABSENT
