"""Which of the public reports are held out. Drawn once with a fixed seed, before the linter read any of them.

Run it to see both halves; the table in README.md shows the same.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20261128


def reports() -> list[str]:
    """The names of the scripts with a defect, in order, without suffix (``01_flatten_before_lstm``)."""
    scripts = (path.stem for path in HERE.glob("[0-9][0-9]_*.py"))
    return sorted(name for name in scripts if not name.endswith("_fixed"))


def held_out() -> frozenset[str]:
    """The half that nobody looks at while rules are written; the other half is for development."""
    names = reports()
    return frozenset(random.Random(SEED).sample(names, len(names) // 2))


if __name__ == "__main__":
    chosen = held_out()
    for name in reports():
        print("held out   " if name in chosen else "development", name)
