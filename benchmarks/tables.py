"""`python -m benchmarks.tables [N]`: the profiles of 300 generated files of each kind held against pandas.

Rows, columns, types, missing values, statistics, classes and repeated rows have to be the same. CI takes the first 60
of the same texts and 15 of each other kind (`tests/test_data_against_pandas.py`, `tests/test_typed_files.py`). Needs
pandas, pyarrow and DuckDB.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))


def main(arguments: list[str]) -> int:
    import typed_files
    from tables_against_pandas import judged

    count = int(arguments[0]) if arguments else 300
    ways: dict[str, Callable[[int, Path], list[str]]] = {"text": judged}
    ways |= {form: partial(typed_files.judged, form) for form in typed_files.FORMATS}
    failed = 0
    for form, judge in ways.items():
        wrong = 0
        for seed in range(count):
            with tempfile.TemporaryDirectory() as folder:
                found = judge(seed, Path(folder))
            wrong += bool(found)
            for line in found:
                print(f"{form} {seed}: {line}")
        print(f"{form}: {count} files, {wrong} with differences")
        failed += wrong
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
