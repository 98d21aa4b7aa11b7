"""What a scan costs with 1, 2 and 4 workers, and by simulation with up to 1,000.

    python -m benchmarks.scan                # 100,000 generated files in 100 repositories
    python -m benchmarks.scan 5000 --dask    # as many files, on a scheduler and workers of this machine

Prints a line of JSON for each number of workers: wall time, processor time, and the time that the scan itself takes for
all batches, in seconds; the memory of the largest process in MiB. The simulation takes the times of the batches of the
run with one worker, gives each to the worker that is free first, and lets the scan send one batch after the other.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_REPOSITORIES = 100
_RELEVANT = 0.1  # of the files hold a recurrent model
_MODEL = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input(({steps}, 3)), layers.LSTM({units}{activation}), layers.Dense(1)])
model.compile("adam", "mse")
"""
_OTHER = "import os\n\n\ndef total(values):\n    return sum(values) + {number}\n"
# The scan in a process of its own, with the time of each batch.
_SCAN = """
import json, sys, time
from lstm_lint.command.cli import main
from lstm_lint.scan import engines
asked, times = engines._asked, []
def timed(request, processes):
    begin = time.perf_counter()
    answer = asked(request, processes)
    times.append(time.perf_counter() - begin)
    return answer
engines._asked = timed
code = main(sys.argv[1:])
print(json.dumps(times), file=sys.stderr)
sys.exit(code)
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan", description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=100_000)
    parser.add_argument("--dask", action="store_true", help="on the cluster that Dask starts here")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "all", given.files)
        for workers in (1, 2, 4):
            found, times = _measured(folder, workers, given.dask)
            print(json.dumps(found), flush=True)
            if workers == 1 and times:
                own = found["own_seconds"] / max(len(times), 1)
                for many in (1, 10, 100, 1_000):
                    print(json.dumps({"simulated_workers": many, **_simulated(times, own, many)}), flush=True)
    return 0


def _write(root: Path, files: int) -> None:
    chance = random.Random(11)
    for number in range(files):
        folder = root / f"repository_{number % _REPOSITORIES:03}" / f"part_{number // _REPOSITORIES % 10}"
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder.parent / ".git").mkdir(exist_ok=True)
        activation = chance.choice(("", ', activation="relu"'))
        model = _MODEL.format(
            steps=chance.randint(5, 200), units=chance.randint(4, 64), activation=activation
        )
        text = model if chance.random() < _RELEVANT else _OTHER.format(number=number)
        (folder / f"file_{number}.py").write_text(text, encoding="utf-8")


def _measured(folder: str, workers: int, dask: bool) -> tuple[dict[str, float], list[float]]:
    out = os.path.join(folder, "rows.jsonl")
    command = ["scan", os.path.join(folder, "all"), "--workers", str(workers), "--output-file", out, "-q"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _SCAN, *command, *(["--engine", "dask"] if dask else [])],
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = done.stderr.splitlines()
    times = json.loads(lines[-1])
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = {
        "workers": workers,
        "wall_seconds": round(wall, 1),
        "processor_seconds": round(used, 1),
        "batches": len(times),
        "own_seconds": round(max(wall - sum(times) / workers, 0.0), 2),
        "largest_process_mib": after.ru_maxrss >> 10,
        "rows": Path(out).read_bytes().count(b"\n"),
    }
    return found, times


def _simulated(times: Sequence[float], own: float, workers: int) -> dict[str, float]:
    """Seconds that these batches take on so many workers, and what share of the workers' time is work."""
    free = [0.0] * workers
    sent = 0.0
    for one in times:
        sent += own
        begin = max(heapq.heappop(free), sent)
        heapq.heappush(free, begin + one)
    whole = max(free)
    return {"seconds": round(whole, 2), "share_at_work": round(sum(times) / (whole * workers), 3)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
