"""What a file costs beyond its parse: `python -m benchmarks.reader [PATHS]...` (default: made-up scripts).

A folder stands for the scripts and notebooks in it that hold a recurrent layer of Keras, each read with its siblings.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpus import keras_script
from benchmarks.parsing import forget_trees
from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.reader.tree.parse import parse_text
from lstm_lint.run.files import relevant
from lstm_lint.settings.load import load
from lstm_lint.source.project import Project
from lstm_lint.source.source import SourceError, from_bytes

ROUNDS = 5


def main(paths: list[str]) -> None:
    chance = random.Random(7)
    scripts = _scripts(paths) if paths else [("script.py", keras_script(chance).encode()) for _ in range(50)]
    settings = load(None)
    gc.disable()
    names: list[str] = []
    parses: list[float] = []
    rows: dict[str, list[float]] = {"source": [], "reading": [], "reading + checks": []}
    for path, data in scripts:
        try:
            source = from_bytes(data, path)
        except SourceError:
            continue
        parse = _seconds(parse_text, source.text)
        target, project = target_of(source, settings), Project(path)
        names.append(path)
        parses.append(parse)
        rows["source"].append(_seconds(from_bytes, data, path) / parse)
        rows["reading"].append(_seconds(read, source, target, project) / parse - 1)
        rows["reading + checks"].append(_seconds(lint, source, settings) / parse - 1)
        gc.collect()
    print(f"{len(names)} files, as a ratio to the parse of the file")
    print(f"{'':20} median overall slowest tenth  worst")
    for name, ratios in rows.items():
        overall = sum(ratio * parse for ratio, parse in zip(ratios, parses)) / sum(parses)
        slow = statistics.quantiles(ratios, n=10)[-1] if len(ratios) > 1 else ratios[0]
        at = ratios.index(max(ratios))
        where = f"  {names[at]}" if paths else ""
        print(
            f"{name:20} {statistics.median(ratios):6.2f} {overall:7.2f} {slow:13.2f} {ratios[at]:6.2f}{where}"
        )


def _scripts(paths: list[str]) -> list[tuple[str, bytes]]:
    """Path and text of every file, and of every relevant script and notebook below a folder."""
    found: list[tuple[str, bytes]] = []
    for given in map(Path, paths):
        if given.is_dir():
            below = sorted(path for path in given.rglob("*") if path.suffix in (".py", ".ipynb"))
            texts = [(str(path), path.read_bytes()) for path in below if path.is_file()]
            found.extend((path, data) for path, data in texts if relevant(data))
        else:
            found.append((str(given), given.read_bytes()))
    return found


def _seconds(function: Callable[..., Any], *given: Any) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        forget_trees()
        start = time.process_time()
        function(*given)
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])
