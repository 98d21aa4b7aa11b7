"""`python -m benchmarks`: what a run costs, against other linters on the same files in the same run, as ratios.

Needs lstm-lint and the others as commands (`--bin FOLDERS`, else PATH). Each first has to find a flaw that it knows, so
that no row is of a program that does nothing; flake8 has to stand in an environment without TorchFix, which is a
plug-in of it too. Ratios are of processor time, that of all processes of a run, and of the best of some rounds that go
through all commands in turn, for a machine is never quiet. `--only lstm-lint ruff` leaves the other commands out.
`--markdown FILE` writes the outcome between the marks of a page.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpus import build
from benchmarks.stages import shares

MARKS = ("<!-- benchmark: begin -->", "<!-- benchmark: end -->")
LONG = 60.0  # seconds from which on one round has to do


@dataclass(frozen=True)
class Program:
    """A command that lints the folder it is called in, and the word that it says of `PROBE`.

    `base`: the row that its ratio is taken of. `most`: it is not run on more files, for it would take an hour.
    """

    name: str
    command: tuple[str, ...]
    finds: str
    base: str = "ruff, cold"
    most: int | None = None
    statuses: frozenset[int] = frozenset({0, 1})
    warm: bool = False


PROBE = """\
import os
import keras
import torch

torch.qr(undefined_name)
text = f"nothing"
model = keras.Sequential([keras.Input((120, 3)), keras.layers.LSTM(32), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.01, momentum=0.9), loss="mse")
"""
PROGRAMS = (
    Program("lstm-lint, cold", ("lstm-lint", "--no-cache", "."), "LL505"),
    Program("lstm-lint, cold, one job", ("lstm-lint", "--no-cache", "--jobs", "1", "."), "LL505"),
    Program("lstm-lint, warm", ("lstm-lint", "."), "LL505", base="ruff, warm", warm=True),
    Program("ruff, cold", ("ruff", "check", "--no-cache", "."), "F401"),
    Program("ruff, warm", ("ruff", "check", "."), "F401", base="ruff, warm", warm=True),
    Program("flake8", ("flake8", "--isolated", "."), "F401"),
    Program("TorchFix", ("torchfix", "."), "TOR101"),
    Program("fixit", ("fixit", "lint", "."), "NoRedundantFString", most=1_000),
    Program("pylint -E", ("pylint", "-E", "--recursive=y", "."), "E0602", most=1_000, statuses=frozenset(range(32))),
)  # fmt: skip


@dataclass
class Row:
    """What was measured of one program on one corpus, or why nothing was."""

    seconds: float | None = None  # of processor time
    memory: float = 0.0  # MiB, of its largest process
    why: str = ""


@dataclass
class Table:
    """All programs on one corpus."""

    files: int
    recurrent: int
    rows: dict[str, Row] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)

    def cell(self, program: Program) -> str:
        row = self.rows[program.name]
        if row.seconds is None:
            return row.why
        base = self.rows.get(program.base)
        ratio = f"{row.seconds / base.seconds:.2f}" if base is not None and base.seconds else "no ratio"
        return f"{ratio} ({row.seconds:.2f} s, {row.memory:.0f} MiB)"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--minutes", type=float, default=60.0, help="of the whole; what does not fit is not run"
    )
    parser.add_argument("--limit", type=float, default=600.0, help="seconds of one run")
    parser.add_argument("--only", nargs="*", metavar="COMMAND", help="the commands to run (default: all)")
    parser.add_argument("--bin", help="folder of the commands, or several as in PATH")
    parser.add_argument("--markdown", type=Path, help="page to write the outcome into, between its marks")
    given = parser.parse_args()
    end = time.monotonic() + given.minutes * 60
    caches = tempfile.TemporaryDirectory(prefix="lstm-lint-benchmark-")  # not those of who runs this
    os.environ["XDG_CACHE_HOME"] = caches.name
    chosen = [one for one in PROGRAMS if not given.only or one.command[0] in given.only]
    found = _commands(chosen, given.bin)
    tables: list[Table] = []
    for files in given.files:
        with tempfile.TemporaryDirectory(prefix="lstm-lint-benchmark-") as folder:
            table = Table(files, len(build(Path(folder), files)))
            _measure(Path(folder), table, found, given.rounds, given.limit, end)
            table.stages = shares(Path(folder))
            tables.append(table)
            print("\n".join(_lines([table], found, given.rounds)), "\n", flush=True)
    text = "\n".join(_lines(tables, found, given.rounds))
    if given.markdown is not None:
        _put(given.markdown, text)
    elif len(tables) > 1:
        print(text)
    return int(any(row.why.startswith(("fails", "finds")) for table in tables for row in table.rows.values()))


def _commands(programs: Sequence[Program], where: str | None) -> dict[str, list[str] | str]:
    """Each program's command by its name, or in one clause why it has none."""
    found: dict[str, list[str] | str] = {}
    with tempfile.TemporaryDirectory(prefix="lstm-lint-probe-") as folder:
        Path(folder, "probe.py").write_text(PROBE, encoding="utf-8")
        for program in programs:
            path = shutil.which(program.command[0], path=where)
            if path is None:
                found[program.name] = "not installed"
                continue
            command = [path, *program.command[1:]]
            done = subprocess.run(
                command, cwd=folder, env=_environment(), capture_output=True, text=True, check=False
            )
            said = done.stdout + done.stderr
            spoiled = program.name == "flake8" and "TOR" in said
            found[program.name] = "has TorchFix in it" if spoiled else command if program.finds in said else (
                f"finds nothing in the probe (exit {done.returncode})"
            )  # fmt: skip
    return found


def _measure(
    folder: Path,
    table: Table,
    found: dict[str, list[str] | str],
    rounds: int,
    limit: float,
    end: float,
) -> None:
    for turn in range(rounds):
        for program in _asked(found):
            command, row = found[program.name], table.rows.setdefault(program.name, Row())
            if isinstance(command, str):
                row.why = command
            elif program.most is not None and table.files > program.most:
                row.why = f"not run: beyond {program.most:,} files it takes too long"
            elif time.monotonic() > end:
                row.why = row.why or "not run: no time left"
            elif not row.why and not (turn and row.seconds is not None and row.seconds > LONG):
                if program.warm and turn == 0:
                    measured(command, folder, limit)
                taken, memory, status = measured(command, folder, limit)
                if status == -signal.SIGKILL:
                    row.why = f"not done after {limit:.0f} s"
                elif status not in program.statuses:
                    row.why = f"fails: exit {status}"
                else:
                    row.seconds = min(row.seconds or taken, taken)
                    row.memory = max(row.memory, memory)


def measured(command: Sequence[str], folder: Path, limit: float) -> tuple[float, float, int]:
    """Seconds of processor time of a run and its processes, the peak memory of the largest of them in MiB, and its
    status; it is killed at the limit."""
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    alarm = threading.Timer(limit, os.killpg, (child.pid, signal.SIGKILL))
    alarm.start()
    _, status, usage = os.wait4(child.pid, 0)
    alarm.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, child.returncode


def _asked(found: dict[str, list[str] | str]) -> list[Program]:
    return [program for program in PROGRAMS if program.name in found]


def _environment() -> dict[str, str]:
    """As it is, but with bytecode, and without what would put this folder's code into other programs."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _lines(tables: Sequence[Table], found: dict[str, list[str] | str], rounds: int) -> Iterator[str]:
    """The outcome as Markdown."""
    recurrent = " / ".join(str(table.recurrent) for table in tables)
    yield f"Measured on {time.strftime('%Y-%m-%d')} with {_machine()}; rounds: {rounds}, the best counts."
    yield f"Files of the seeded corpus, of which {recurrent} build recurrent models."
    yield f"Versions: {', '.join(_versions(found))}."
    yield ""
    yield (
        "| processor time as a ratio (seconds, peak memory) | "
        + " | ".join(f"{t.files:,} files" for t in tables)
        + " |"
    )
    yield "|---|" + "---|" * len(tables)
    for program in _asked(found):
        yield f"| {program.name} | " + " | ".join(table.cell(program) for table in tables) + " |"
    yield ""
    yield "Cold rows are ratios to `ruff check --no-cache`, warm ones to `ruff check` with its cache."
    yield ""
    yield "| share of a cold run of lstm-lint at one job | " + " | ".join(tables[0].stages) + " |"
    yield "|---|" + "---|" * len(tables[0].stages)
    for table in tables:
        yield (
            f"| {table.files:,} files | "
            + " | ".join(f"{share:.0%}" for share in table.stages.values())
            + " |"
        )


def _machine() -> str:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        stated = re.search(r"model name\s*:\s*(.+)", information.read_text(encoding="utf-8"))
        model = stated[1] if stated else model
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def _versions(found: dict[str, list[str] | str]) -> Iterator[str]:
    told: set[str] = set()
    for program in _asked(found):
        command = found[program.name]
        if isinstance(command, str) or program.command[0] in told:
            continue
        told.add(program.command[0])
        done = subprocess.run([command[0], "--version"], capture_output=True, text=True, check=False)
        number = re.search(r"\d+\.\d+(?:\.\w+)*", done.stdout + done.stderr)
        yield f"{program.command[0]} {number[0] if number else 'of an unknown version'}"


def _put(page: Path, text: str) -> None:
    whole = page.read_text(encoding="utf-8")
    before, begin, rest = whole.partition(MARKS[0])
    _, finish, after = rest.partition(MARKS[1])
    if not begin or not finish:
        raise SystemExit(f"{page}: no {MARKS[0]} and {MARKS[1]} to write between")
    page.write_text(f"{before}{begin}\n{text}\n{finish}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
