"""`python -m benchmarks.tables [N]`: the profiles of 300 generated files held against pandas.

Rows, columns, types, missing values, statistics, classes and repeated rows have to be the same. CI takes the first 60
of the same files (`tests/test_data_against_pandas.py`). Needs pandas and DuckDB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))


def main(arguments: list[str]) -> int:
    from tables_against_pandas import judged

    count, wrong = int(arguments[0]) if arguments else 300, 0
    for seed in range(count):
        with tempfile.TemporaryDirectory() as folder:
            found = judged(seed, Path(folder))
        wrong += bool(found)
        for line in found:
            print(f"{seed}: {line}")
    print(f"{count} files, {wrong} with differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
