"""What reading costs beside the libcst parse of the same file, as a ratio.

    python -m benchmarks.reader PATH...

The parse that is a part of every reading is taken off, so 1.00 means as much again as the parse. Files are read without
their siblings, and each several times, the fastest of them counts.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import libcst

from lstm_lint import files
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.reader import read
from lstm_lint.source import SourceError, from_bytes

REPEATS = 5


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main(paths: list[str]) -> None:
    """Print the ratio of all files together, of the middle one and of the worst."""
    target = parse_target("3")
    parsing = reading = 0.0
    ratios: list[tuple[float, float, str]] = []
    for path in files.find(paths):
        with open(path, "rb") as file:
            data = file.read()
        if not files.relevant(data):
            continue
        try:
            source = from_bytes(data, path)
            parse = fastest(partial(libcst.parse_module, source.text))
        except (SourceError, libcst.ParserSyntaxError):
            continue
        whole = fastest(partial(read, source, target))
        parsing += parse
        reading += whole - parse
        ratios.append(((whole - parse) / parse, whole, path))
    if not ratios:
        sys.exit("no file with a recurrent Keras layer")
    worst = max(ratios)
    print(
        f"{len(ratios)} files; reading / parse: all {reading / parsing:.2f}, "
        f"median {statistics.median(ratio for ratio, _, _ in ratios):.2f}, worst {worst[0]:.2f} ({worst[2]})"
    )
    slowest = max(whole for _, whole, _ in ratios)
    print(f"slowest file: {slowest:.2f} s with its parse")


if __name__ == "__main__":
    main(sys.argv[1:] or ["."])
