"""The processor time that one script takes to its first verdict by training, and to its last. Run by the interpreter
of a build, of this one or of an older one: `python -P first_verdict.py CODE SCRIPT`, which prints a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

_NO_END = 1e5  # seconds: older builds count those of the clock, and a busy machine is not in question


def main() -> int:
    code, path = sys.argv[1], Path(sys.argv[2])
    job = _job(code, path.read_bytes())
    if job is None:
        return 1
    from lstm_lint.smoke.runner import run

    seen: dict[str, float | bool] = {"tensorflow": False}

    def progress(line: str) -> None:
        if line.startswith("TensorFlow loaded"):
            seen["tensorflow"] = True
        answered = line.startswith(tuple(f"{code}: {answer}" for answer in _ANSWERS))
        if answered and "first" not in seen:
            seen["first"] = time.process_time() + _of_children()

    verdict = run([job], budget=_NO_END, progress=progress)[0]
    ended = time.process_time() + _of_ended()
    seen.setdefault("first", ended)  # a build that says each verdict once, and not as it comes
    print(json.dumps({**seen, "last": ended, "answer": verdict.answer, "line": verdict.line()}))
    return 0


_ANSWERS = ("confirmed", "refuted", "inconclusive")


def _job(code: str, data: bytes):  # type: ignore[no-untyped-def]
    """The question about the first finding of that rule."""
    from lstm_lint.findings import Severity
    from lstm_lint.lint import lint, target_of
    from lstm_lint.reader import read
    from lstm_lint.smoke.plan import plan

    try:
        from lstm_lint.settings.settings import Selection, Settings
        from lstm_lint.source.source import from_bytes
    except ImportError:  # as they lay until November 2026
        from lstm_lint.settings import Selection, Settings  # type: ignore[attr-defined, no-redef]
        from lstm_lint.source import from_bytes  # type: ignore[attr-defined, no-redef]

    source = from_bytes(data, "planted.py")
    settings = Settings((Selection("the benchmark", extend_select=(code,)),), "strict", keras="3")
    findings = [f for f in lint(source, settings) if f.code == code or f.severity is not Severity.ADVICE]
    jobs = plan(read(source, target_of(source, settings)), findings)
    return next((job for job in jobs if job.finding.code == code and job.written is not None), None)


def _of_children() -> float:
    """Processor seconds of the child processes that run now. Linux."""
    import os

    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _of_ended() -> float:
    import os

    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    sys.exit(main())
