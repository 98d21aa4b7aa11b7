"""`python -m benchmarks.kills --times N`: `kill -9` at random moments of `--fix`; each file has to be old or new.

Scripts and notebooks in several encodings, line ends and modes. Each run is forked from a process that has everything
imported, so that the moments fall into reading and writing; half of them follow the first write.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import json
import os
import random
import signal
import stat
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """\
# caf\u00e9
import keras
from keras import layers

model = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="mse")
"""
ARGUMENTS = ("--select", "LL505", "--fix", "--no-cache", "--jobs", "1", "-q", ".")
LEFT_OVER = ".lstm-lint-"


@dataclass(frozen=True)
class Case:
    """One file before the fix; `new` is what an undisturbed run makes of it."""

    name: str
    old: bytes
    mode: int
    new: bytes = b""


def cases() -> list[Case]:
    cells = [{"cell_type": "code", "source": SCRIPT.splitlines(True), "metadata": {"x": "\u00e9"},
              "outputs": [{"output_type": "stream", "name": "stdout", "text": "loss\n" * 2000}]}]  # fmt: skip
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return [
        Case("plain.py", SCRIPT.encode(), 0o644),
        Case("private.py", SCRIPT.encode(), 0o600),
        Case("program.py", b"#!/usr/bin/env python3\n" + SCRIPT.encode(), 0o755),
        Case("marked.py", codecs.BOM_UTF8 + SCRIPT.encode(), 0o640),
        Case("latin.py", f"# coding: latin-1\n{SCRIPT}".encode("latin-1"), 0o644),
        Case("windows.py", SCRIPT.replace("\n", "\r\n").encode(), 0o664),
        Case("without_end.py", SCRIPT.rstrip("\n").encode(), 0o644),
        Case("long.py", SCRIPT.encode() + b"# " + b"x" * 60 + b"\n" + b"y = 1\n" * 2000, 0o644),
        Case("book.ipynb", json.dumps(book, indent=1, ensure_ascii=False).encode(), 0o644),
        Case("tight.ipynb", json.dumps(book, separators=(",", ":")).encode(), 0o600),
        Case("tabs.ipynb", json.dumps(book, indent="\t").encode() + b"\n", 0o664),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    outcome = kills(given.times, given.seed)
    print(", ".join(f"{count} {what}" for what, count in outcome.items()))
    return int(outcome["files damaged"] > 0)


def kills(times: int, seed: int) -> Counter[str]:
    """What came of that many killed runs: runs ended in time, files old and new, damaged ones, files left over."""
    moments = random.Random(seed)
    outcome = Counter(
        {"runs": 0, "killed": 0, "files old": 0, "files new": 0, "files damaged": 0, "left over": 0}
    )
    here = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="lstm-lint-kills-") as folder:
        try:
            os.chdir(folder)
            fixed, whole = _undisturbed()
            for _ in range(times):
                _lay_out(fixed)
                outcome["runs"] += 1
                outcome["killed"] += _killed(moments, whole)
                _judge(fixed, outcome)
        finally:
            os.chdir(here)
    return outcome


def _undisturbed() -> tuple[list[Case], float]:
    """The cases with what a whole run makes of them, and the seconds it takes."""
    from lstm_lint.command.cli import main as lint

    found = cases()
    _lay_out(found)
    lint(ARGUMENTS)  # imports what a run takes, so that the forked ones share it
    _lay_out(found)
    start = time.perf_counter()
    os.waitpid(_forked(), 0)
    whole = time.perf_counter() - start
    fixed = [Case(one.name, one.old, one.mode, Path(one.name).read_bytes()) for one in found]
    unchanged = [one.name for one in fixed if one.new == one.old]
    if unchanged:
        raise SystemExit(f"not fixed without a kill: {', '.join(unchanged)}")
    return fixed, whole


def _lay_out(found: list[Case]) -> None:
    for entry in list(os.scandir(".")):
        os.unlink(entry.path)
    for one in found:
        Path(one.name).write_bytes(one.old)
        os.chmod(one.name, one.mode)


def _forked() -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        from lstm_lint.command.cli import main as lint

        lint(ARGUMENTS)
    finally:
        os._exit(0)


def _killed(moments: random.Random, whole: float) -> bool:
    """Starts a run and kills it, and what it started; False where it had ended before."""
    before = _state() if moments.random() < 0.5 else None
    child = _forked()
    if before is None:
        time.sleep(moments.uniform(0, whole))
    else:
        end = time.perf_counter() + 20 * whole
        while _state() == before and time.perf_counter() < end and os.waitpid(child, os.WNOHANG)[0] == 0:
            pass
        time.sleep(moments.uniform(0, whole / 4))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    try:
        _, status = os.waitpid(child, 0)
    except ChildProcessError:
        return False
    return os.WIFSIGNALED(status)


def _state() -> tuple[tuple[str, int], ...]:
    """Names and inodes: a file that is replaced has another one."""
    return tuple(sorted((entry.name, entry.inode()) for entry in os.scandir(".")))


def _judge(fixed: list[Case], outcome: Counter[str]) -> None:
    for one in fixed:
        try:
            data = Path(one.name).read_bytes()
            mode = stat.S_IMODE(os.stat(one.name).st_mode)
        except OSError:
            data, mode = b"", 0
        if data not in (one.old, one.new) or mode != one.mode:
            outcome["files damaged"] += 1
            print(f"{one.name}: {len(data)} bytes, mode {mode:o}", file=sys.stderr)
        else:
            outcome["files new" if data == one.new else "files old"] += 1
    outcome["left over"] += sum(1 for entry in os.scandir(".") if entry.name.startswith(LEFT_OVER))


if __name__ == "__main__":
    raise SystemExit(main())
