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
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TextIO

from lstm_lint.smoke import exact
from lstm_lint.smoke.backend import Backend, NoGPU, NoTensorFlow, load
from lstm_lint.smoke.pairs import Trainer, by_statistics, compare, displace
from lstm_lint.smoke.probes import TRAINING
from lstm_lint.smoke.question import Question
from lstm_lint.smoke.specification import Specification, from_json

_MEMORY = 8 << 30  # of the address space; TensorFlow alone maps 1 to 2 GiB
_RESERVE = 2.0  # seconds left to send what was found


def main() -> int:
    """Answers the jobs of one file. Returns 0, or 4 where TensorFlow or the GPU that was asked for is missing."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is not an answer
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    deadline = time.monotonic() + float(request["seconds"]) - _RESERVE
    _limit(float(request["seconds"]), request["device"])
    child = _Child(out)
    started = time.monotonic()
    try:
        backend = load(request["device"], int(request["threads"]))
    except (NoTensorFlow, NoGPU) as error:
        child.say("missing", what=type(error).__name__, reason=str(error))
        return 4
    if request["device"] == "cpu":
        _write_nothing()
    child.say("ready", seconds=time.monotonic() - started)
    trainer = Trainer(backend, int(request["threads"]))
    exact_jobs = [job for job in request["jobs"] if job["probe"] not in TRAINING]
    for job in exact_jobs:
        child.answer(backend, trainer, job, deadline)
    # Where one finding waits for its last arm, the next one has the other thread: most share the arm as fixed.
    with ThreadPoolExecutor(max(1, int(request["threads"]))) as pool:
        for job in request["jobs"]:
            if job["probe"] in TRAINING:
                pool.submit(child.answer, backend, trainer, job, deadline)
    child.say("done")
    return 0


class _Child:
    """Answers jobs, one line each."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.lock = threading.Lock()

    def say(self, event: str, **more: Any) -> None:
        with self.lock:
            self.out.write(json.dumps({"event": event, **more}) + "\n")
            self.out.flush()

    def answer(self, backend: Backend, trainer: Trainer, job: dict[str, Any], deadline: float) -> None:
        started = time.monotonic()
        self.say("start", job=job["id"])
        if started > deadline:
            found: dict[str, Any] = {"answer": "inconclusive", "reason": "the time was up"}
        else:
            try:
                found = self._found(backend, trainer, job, deadline)
            except Exception as error:
                line = str(error).strip().partition("\n")[0][:160]
                found = {"answer": "inconclusive", "reason": f"{type(error).__name__}: {line}"}
                if os.environ.get("LSTM_LINT_SMOKE_TRACE"):
                    traceback.print_exc()
        self.say("answer", job=job["id"], seconds=time.monotonic() - started, **found)

    def _found(
        self, backend: Backend, trainer: Trainer, job: dict[str, Any], deadline: float
    ) -> dict[str, Any]:
        written = from_json(job["written"])
        fixed = from_json(job["fixed"]) if job["fixed"] is not None else None

        def progress(seed: int, step: int, steps: int) -> None:
            left = max(0.0, deadline - time.monotonic())
            self.say("progress", job=job["id"], seed=seed, step=step, steps=steps, left=left)

        if job["probe"] == "displacement":
            return displace(trainer, written, progress)
        if job["probe"] == "batch-statistics":
            return by_statistics(trainer, written, progress)
        if job["probe"] in TRAINING:
            return self._trained(trainer, job, written, fixed, deadline, progress)
        backend.keras.utils.set_random_seed(0)
        question = Question(
            backend, written, fixed, job["node"], job["argument"], job["detail"], job["probing"]
        )
        seen = exact.PROBES[job["probe"]](question)
        if (
            job["probe"] in ("zero-gradient", "gradient-norm")
            and seen.answer == "inconclusive"
            and not seen.reason
            and fixed is not None
        ):
            return self._trained(trainer, job, written, fixed, deadline, progress)
        return {"answer": seen.answer, "reason": seen.reason, "seen": seen.written, "seen_fixed": seen.fixed}

    def _trained(
        self, trainer: Trainer, job: dict[str, Any], written: Specification, fixed: Specification | None,
        deadline: float, progress: Any,
    ) -> dict[str, Any]:  # fmt: skip
        if fixed is None:
            return {"answer": "inconclusive", "reason": "no fix is known to compare with"}
        slower = bool(job["probing"].get("slower"))
        found = compare(trainer, written, fixed, deadline, progress, job["probe"] == "standstill", slower)
        if job["curves"]:
            arms = {"written": trainer.arm(written), "fixed": trainer.arm(fixed)}
            found["curves"] = {name: {str(s): c for s, c in arm.curves.items()} for name, arm in arms.items()}
        return found


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
        cpu = int(seconds * 4) + 30
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
