"""`python -m benchmarks.smoke.versus OLD NEW`: two builds side by side, each by the interpreter of an environment that
it is installed in. A seeded sample of the planted programs that train, each asked of one build right after the other;
what is compared is processor time, from the start of Python to the first verdict and to the last.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.smoke.__main__ import _Asked, drawn
from benchmarks.smoke.planted import planted
from lstm_lint.smoke.probes import TRAINING

_FIRST, _EACH = 0.33, 0.4  # at most so much of the old build's time, in the middle and for each program
_ASKS = Path(__file__).with_name("first_verdict.py").resolve()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.smoke.versus",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("old", help="the interpreter with the older build")
    parser.add_argument("new", help="the interpreter with the newer build")
    parser.add_argument("--sample", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=Path("smoke-versus.jsonl"))
    parser.add_argument("--table", action="store_true", help="only the table of the results")
    given = parser.parse_args()
    found = _kept(given.results)
    if not given.table:
        for name, code, script in chosen(given.sample, given.seed):
            if name in found:
                continue
            found[name] = {
                "name": name,
                "old": _asked(given.old, code, script),
                "new": _asked(given.new, code, script),
            }
            with given.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found[name]) + "\n")
            print(_row(found[name]), flush=True)
    print(table(list(found.values())))
    return 0


def chosen(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Name, code and script of planted programs of which a training decides, drawn by the seed."""
    asked = [one for one in map(_Asked.of, planted()) if one.job is not None]
    trained = [one.planted for one in asked if one.job and one.job.probe in TRAINING and one.job.written]
    for one in drawn(trained, count, seed):
        yield one.name, one.code, one.script


def _asked(python: str, code: str, script: str) -> dict[str, Any]:
    """What a build says of a script, and its times; nothing where it does not find the defect."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "planted.py")
        path.write_text(script, "utf-8")
        command = [python, "-P", str(_ASKS), code, str(path)]
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def _kept(path: Path) -> dict[str, dict[str, Any]]:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {record["name"]: record for record in map(json.loads, lines)}


def _row(record: dict[str, Any]) -> str:
    old, new = record["old"], record["new"]
    if not old or not new:
        return f"| {record['name']} | | | | not found by {'the old' if not old else 'the new'} build |"
    said = old["answer"] if old["answer"] == new["answer"] else f"{old['answer']}, now {new['answer']}"
    times = " | ".join(f"{one['first']:.1f} | {one['last']:.1f}" for one in (old, new))
    return f"| {record['name']} | {times} | {new['first'] / old['first']:.2f} | {said} |"


def table(records: list[dict[str, Any]]) -> str:
    """A row for each program: processor seconds to the first and the last verdict, and the ratio of the first."""
    both = [one for one in records if one["old"] and one["new"]]
    lines = ["", "| program | old, first | old, last | new, first | new, last | ratio of the first | answer |",
             "|---|---|---|---|---|---|---|", *map(_row, records), ""]  # fmt: skip
    if not both:
        return "\n".join(lines)
    ratios = [one["new"]["first"] / one["old"]["first"] for one in both]
    whole = sum(one["new"]["first"] for one in both) / sum(one["old"]["first"] for one in both)
    last = sum(one["new"]["last"] for one in both) / sum(one["old"]["last"] for one in both)
    without = [ratio for one, ratio in zip(both, ratios) if not one["new"]["tensorflow"]]
    lines.append(f"first verdict: {median(ratios):.2f} x in the middle, {whole:.2f} x of all together "
                 f"(at most {_FIRST}); last verdict: {last:.2f} x of all together")  # fmt: skip
    if without:
        within = sum(ratio <= _EACH for ratio in without)
        lines.append(f"{len(without)} of {len(both)} need no TensorFlow, of which {within} take at most {_EACH} x; "
                     f"the slowest {max(without):.2f} x")  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
