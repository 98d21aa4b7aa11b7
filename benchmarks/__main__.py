"""`python -m benchmarks`: what a run costs, against other linters on the same files in the same run, as ratios.

Needs lstm-lint and the others as commands (`--bin FOLDER`, else PATH); what is missing is left out. Ratios are taken
of the best of some rounds that go through all commands in turn, for a machine is never quiet.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import build
from benchmarks.stages import shares

OURS = "lstm-lint"
COLD, WARM = f"{OURS} cold", f"{OURS} warm"
BASE = "ruff cold"


def commands(where: str | None) -> dict[str, list[str]]:
    """Each command by name; a cold one neither uses nor writes a cache."""
    all_of_them = {
        COLD: [OURS, "--no-cache", "."],
        f"{COLD}, one job": [OURS, "--no-cache", "--jobs", "1", "."],
        WARM: [OURS, "."],
        BASE: ["ruff", "check", "--no-cache", "."],
        "ruff warm": ["ruff", "check", "."],
        "flake8": ["flake8", "--isolated", "."],
        "TorchFix": ["torchfix", "."],
        "fixit": ["fixit", "lint", "."],
        "pylint -E": ["pylint", "-E", "--recursive=y", "."],
    }
    found = {name: (shutil.which(command[0], path=where), command) for name, command in all_of_them.items()}
    return {name: [path, *command[1:]] for name, (path, command) in found.items() if path is not None}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--slow", type=int, default=1_000, help="commands that take over a minute: no corpus beyond this"
    )
    parser.add_argument("--bin", help="folder of the commands, or several as in PATH")
    given = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores; ",
        end="",
    )
    print(
        f"{time.strftime('%Y-%m-%d')}; best of {given.rounds}; ratio to `ruff check --no-cache`, peak memory in MiB\n"
    )
    for files in given.files:
        with tempfile.TemporaryDirectory(prefix="lstm-lint-benchmark-") as folder:
            relevant = build(Path(folder), files)
            print(f"| {files} files, {len(relevant)} recurrent | seconds | ratio | MiB |\n|---|---|---|---|")
            _table(Path(folder), files, given.rounds, given.slow, given.bin)
            print()
            for stage, share in shares(Path(folder)).items():
                print(f"    {stage:10} {share:4.0%}")
            print()
    return 0


def _table(folder: Path, files: int, rounds: int, slow: int, where: str | None) -> None:
    seconds: dict[str, float] = {}
    memory: dict[str, float] = {}
    chosen = commands(where)
    for _ in range(rounds):
        for name, command in chosen.items():
            if files > slow and seconds.get(name, 0) > 60:
                continue
            if files > slow and name in ("fixit", "pylint -E", "TorchFix"):
                continue
            taken, peak = measured(command, folder)
            seconds[name] = min(seconds.get(name, taken), taken)
            memory[name] = max(memory.get(name, 0), peak)
    base = seconds.get(BASE, float("nan"))
    for name, taken in seconds.items():
        print(f"| {name} | {taken:.2f} | {taken / base:.2f} | {memory[name]:.0f} |")


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of a run and its peak memory in MiB, that of its largest process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - start
    return taken, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


if __name__ == "__main__":
    raise SystemExit(main())
