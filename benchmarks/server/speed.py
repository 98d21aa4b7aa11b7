"""What the server takes: beside a whole run of an older build on the same file, and beside the server of ruff.

Everything is measured in turn in one run, from plain installs, for a machine is never quiet. Processor time is that of
all processes together. A round trip also waits for what else runs: on a busy machine measure with `chrt -r 1`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server.client import Client, processor_seconds

SCRIPT = Path(__file__).with_name("two_models.py.txt")
CHANGES = 60  # of one line, a round
LINE = 18  # of SCRIPT, from 0: `UNITS = 64`
# What is installed is measured, wherever the caller imports from.
_PLAIN = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
TARGETS = {"start": 3.0, "open": 0.25, "change": 0.10}


@dataclass(frozen=True)
class Figure:
    """A ratio of processor times with its target, or a difference in milliseconds."""

    name: str
    found: float
    target: float
    unit: str = "x"

    @property
    def line(self) -> str:
        verdict = "met" if self.found <= self.target else "MISSED"
        return f"{self.name:<58} {self.found:8.2f} {self.unit:<3} (at most {self.target:g}): {verdict}"


def run_seconds(program: Path, file: Path) -> float:
    """Processor time of one run of a build, without its cache."""
    before = os.times()
    subprocess.run([program, "--no-cache", "-q", file], check=False, capture_output=True, env=_PLAIN)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def figures(
    program: Path, old: Path, ruff: Path, folder: Path, rounds: int, say: Callable[[str], None]
) -> list[Figure]:
    """All figures. `program` and `old` are the commands of two plain installs, `ruff` that of ruff."""
    text = SCRIPT.read_text(encoding="utf-8")
    file = folder / "train.py"
    file.write_text(text, encoding="utf-8")
    run_seconds(old, file), run_seconds(program, file)  # what is compiled once
    ratios: dict[str, list[float]] = {name: [] for name in TARGETS}
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(rounds):
        run = statistics.median(run_seconds(old, file) for _ in range(3))
        taken, latencies = _ours(program, folder, text, number)
        for name, seconds in taken.items():
            ratios[name].append(seconds / run)
        ours += latencies
        theirs += _ruffs(ruff, folder, text)
        shares = ", ".join(f"{name} {ratios[name][-1]:.3f}" for name in TARGETS)
        say(f"round {number + 1}: a run takes {run * 1000:.0f} ms of processor time; {shares} of it")
    later = _percentile(ours) - _percentile(theirs)
    for name, found in (("ours", ours), ("ruff", theirs)):
        median, high = statistics.median(found) * 1000, _percentile(found) * 1000
        say(f"round trip of a change, {name}: median {median:.1f} ms, 95th percentile {high:.1f} ms")
    names = {
        "start": "start to first diagnostics, of a run",
        "open": "an opened file in a running server, of a run",
        "change": "diagnostics and hints after a change of a line, of a run",
    }
    result = [Figure(names[name], statistics.median(ratios[name]), TARGETS[name]) for name in TARGETS]
    return [*result, Figure("95th percentile of a round trip over that of ruff", later * 1000, 40.0, "ms")]


def _ours(program: Path, folder: Path, text: str, number: int) -> tuple[dict[str, float], list[float]]:
    client = Client([str(program), "server"], folder, _PLAIN)
    process = client.process.pid
    uri = (folder / "train.py").as_uri()
    client.open(uri, text)
    client.wait_published(uri)
    taken = {"start": processor_seconds(process)}
    _settle()
    other = (folder / f"other{number}.py").as_uri()
    before = processor_seconds(process)
    for opened in range(10):
        client.open(f"{other}{opened}.py", text.replace("WINDOW = 72", f"WINDOW = {60 + opened}"))
        client.hints(f"{other}{opened}.py")
    taken["open"] = (processor_seconds(process) - before) / 10
    latencies = []
    before = processor_seconds(process)
    for version in range(2, CHANGES + 2):
        began = time.perf_counter()
        client.change(uri, version, [_change(version)])
        client.hints(uri)
        client.wait_published(uri, version)
        latencies.append(time.perf_counter() - began)
    taken["change"] = (processor_seconds(process) - before) / CHANGES
    client.close()
    return taken, latencies


def _ruffs(ruff: Path, folder: Path, text: str) -> list[float]:
    """From a change to the diagnostics for it."""
    client = Client([str(ruff), "server"], folder, _PLAIN)
    uri = (folder / "train.py").as_uri()
    client.open(uri, text)
    client.wait_published(uri)
    latencies = []
    for version in range(2, CHANGES + 2):
        began = time.perf_counter()
        client.change(uri, version, [_change(version)])
        client.wait_published(uri, version)
        latencies.append(time.perf_counter() - began)
    client.close()
    return latencies


def _change(version: int) -> dict[str, object]:
    start, end = {"line": LINE, "character": 0}, {"line": LINE, "character": 40}
    return {"range": {"start": start, "end": end}, "text": f"UNITS = {32 + version}"}


def _percentile(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _settle() -> None:
    time.sleep(1.0)  # what is swept after the first reading is not part of the next one
