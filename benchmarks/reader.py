"""What a file costs beyond its parse: `python -m benchmarks.reader [FILES]...` (default: scripts of the corpus)."""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libcst

from benchmarks.corpus import keras_script
from lstm_lint.lint import lint, target_of
from lstm_lint.project import Project
from lstm_lint.reader import read
from lstm_lint.settings import load
from lstm_lint.source import from_bytes

ROUNDS = 5


def main(paths: list[str]) -> None:
    chance = random.Random(7)
    scripts = [Path(path).read_bytes() for path in paths] or [
        keras_script(chance).encode() for _ in range(50)
    ]
    settings = load(None)
    gc.disable()
    rows: dict[str, list[float]] = {"source": [], "reading": [], "reading + checks": []}
    for data in scripts:
        source = from_bytes(data, "script.py")
        target = target_of(source, settings)
        lint(source, settings)
        parse = _seconds(libcst.parse_module, source.text)
        rows["source"].append(_seconds(from_bytes, data, "script.py") / parse)
        rows["reading"].append(_seconds(read, source, target, Project("script.py")) / parse - 1)
        rows["reading + checks"].append(_seconds(lint, source, settings) / parse - 1)
        gc.collect()
    print(f"{len(scripts)} files, as a ratio to the libcst parse of the file (median, slowest tenth)")
    for name, ratios in rows.items():
        slow = statistics.quantiles(ratios, n=10)[-1] if len(ratios) > 1 else ratios[0]
        print(f"{name:20} {statistics.median(ratios):6.2f} {slow:6.2f}")


def _seconds(function: Callable[..., Any], *given: Any) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        function(*given)
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])
