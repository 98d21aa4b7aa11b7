"""Which of the public reports are held out. Drawn once with a fixed seed, before the linter read any of them.

Run it to see both halves; the table in README.md shows the same.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = {HERE: 20261128, HERE / "second": 20261129, HERE / "sixth": 20261130}  # of the folders


def reports(folder: Path) -> list[str]:
    """The names of the scripts with a defect, in order, without suffix (``01_flatten_before_lstm``)."""
    scripts = (path.stem for path in folder.glob("[0-9][0-9]_*.py"))
    return sorted(name for name in scripts if not name.endswith("_fixed"))


def held_out(folder: Path) -> frozenset[str]:
    """The half that nobody looks at while rules are written; the other half is for development."""
    names = reports(folder)
    count = len(names) // 2 if folder == HERE else (len(names) + 1) // 2
    return frozenset(random.Random(SEEDS[folder]).sample(names, count))


if __name__ == "__main__":
    for folder in SEEDS:
        chosen = held_out(folder)
        for name in reports(folder):
            print("held out   " if name in chosen else "development", folder.name, name)
