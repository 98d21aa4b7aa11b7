"""The child process of smoke training: one line of JSON in, lines of JSON out, and nothing else.

It holds to limits of memory, time and threads, writes no file, and ends as soon as its parent does.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from typing import Any, TextIO

from lstm_lint.smoke.answering import Answers
from lstm_lint.smoke.backend import Backend, NoGPU, NoTensorFlow, load
from lstm_lint.smoke.build import summary
from lstm_lint.smoke.specification import from_json

_MEMORY = 8 << 30  # of the address space; TensorFlow alone maps 1 to 2 GiB


def main() -> int:
    """Answers the jobs of one file. Returns 0, or 4 where TensorFlow or the GPU that was asked for is missing."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is not an answer
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(float(request["seconds"]), request["device"])
    child = _Child(out, request)
    if "check" in request:
        return child.check(request["check"])
    missing = Answers(
        request["jobs"], request["engine"], float(request["seconds"]), child.say, child.backend,
        (NoTensorFlow, NoGPU), int(request["threads"]),
    ).run()  # fmt: skip
    if missing is not None:
        child.say("missing", what=type(missing).__name__, reason=str(missing))
        return 4
    child.say("done")
    return 0


class _Child:
    """What it says, a line each, and TensorFlow where it is asked for."""

    def __init__(self, out: TextIO, request: dict[str, Any]) -> None:
        self.out, self.request, self.lock = out, request, threading.Lock()

    def say(self, event: str, **more: Any) -> None:
        with self.lock:  # both arms of TensorFlow report
            self.out.write(json.dumps({"event": event, **more}) + "\n")
            self.out.flush()

    def check(self, specifications: list[dict[str, Any]]) -> int:
        """Builds each model, and says the shapes and numbers of weights of its layers."""
        try:
            backend = self.backend()
        except NoTensorFlow as error:
            self.say("missing", what=type(error).__name__, reason=str(error))
            return 4
        for one in specifications:
            try:
                self.say("built", layers=summary(backend, from_json(one)))
            except Exception as error:  # whatever Keras raises is the answer
                text = str(error).strip().partition("\n")[0][:160]
                self.say("built", reason=f"Keras raises {type(error).__name__}: {text}")
        return 0

    def backend(self) -> Backend:
        """TensorFlow. Raises NoTensorFlow and NoGPU."""
        started, device = time.monotonic(), self.request["device"]
        backend = load(device, int(self.request["threads"]))
        if device == "cpu":
            _write_nothing()
        self.say("ready", seconds=time.monotonic() - started)
        return backend


def _end_with_parent() -> None:
    """The parent holds the other end of standard input: when it is gone, so is this process."""
    while sys.stdin.readline():
        pass
    os._exit(3)


def _limit(seconds: float, device: str) -> None:
    """Limits that the system enforces, where it can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        cpu = int(seconds * 4) + 60
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
        if device == "cpu":  # a GPU maps far more, and compiles kernels into a cache
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _write_nothing() -> None:
    """From here on no file may grow: TensorFlow's own import looks for a temporary folder, what follows needs none."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
