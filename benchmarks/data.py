"""What profiling a large file costs: processor time beside DuckDB's own SUMMARIZE of it, and memory.

    python -m benchmarks.data          # 1 GiB of CSV: at most 2 times SUMMARIZE, at most 300 MiB
    python -m benchmarks.data 128      # as many MiB

The file is made anew, of a date, a text and eight numbers a row, in a folder that is removed. Exits with 1 where one of
the bounds is missed.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_TIMES = 2.0
MOST_MEMORY = 300  # MiB
_SUMMARIZE = """
import sys, duckdb
connection = duckdb.connect(":memory:", config={"threads": 2})
connection.execute(f"SUMMARIZE SELECT * FROM read_csv('{sys.argv[1]}')").fetchall()
"""
_PROFILE = """
import sys, tempfile
from lstm_lint.data.dialect import Dialect
from lstm_lint.data.tables import profile_of_table
with tempfile.TemporaryDirectory() as folder:
    found = profile_of_table(sys.argv[1], Dialect("csv"), folder)
print(found.rows, len(found.columns))
"""


def main(arguments: list[str]) -> int:
    size = int(arguments[0]) if arguments else 1024
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "large.csv")
        rows = _write(path, size << 20)
        summarize, _, _ = _measured(_SUMMARIZE, path)
        profile, memory, said = _measured(_PROFILE, path)
    times = profile / summarize
    found = {
        "MiB": size, "rows": rows, "said": said, "summarize_seconds": round(summarize, 1),
        "profile_seconds": round(profile, 1), "times": round(times, 2), "memory_mib": memory,
    }  # fmt: skip
    print(json.dumps(found))
    return int(times > MOST_TIMES or memory > MOST_MEMORY or said != f"{rows} 10")


def _write(path: str, size: int) -> int:
    """A file of about that size. A block of rows is drawn once and repeated, with other time stamps."""
    chance = random.Random(7)
    block = [
        ",".join([
            chance.choice(("north", "south", "east", "west")),
            *(f"{chance.gauss(20, 5):.4f}" for _ in range(5)), *(str(chance.randint(0, 10**6)) for _ in range(3)),
        ])
        for _ in range(20_000)
    ]  # fmt: skip
    rows = written = 0
    with open(path, "w", encoding="ascii") as file:
        written += file.write("time,region,a,b,c,d,e,i,j,k\n")
        while written < size:
            lines = [f"{1_600_000_000 + 60 * (rows + at)},{line}\n" for at, line in enumerate(block)]
            written += file.write("".join(lines))
            rows += len(lines)
    return rows


def _measured(program: str, path: str) -> tuple[float, int, str]:
    """Processor seconds and the largest memory in MiB of a Python that runs a program, and what it prints."""
    import resource

    used = "import resource, sys\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    watched = f"{program}\n{used}"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", watched, path], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(done.stderr.split()[-1]) >> 10, " ".join(done.stdout.split()[-2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
