"""The profile of a file is what pandas answers of it: rows, columns, types, missing values, statistics, duplicates.

`python -m benchmarks.tables` does it with 300 files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.keras
pytest.importorskip("pandas")
pytest.importorskip("duckdb")

from tables_against_pandas import judged  # noqa: E402


@pytest.mark.parametrize("seed", range(60))
def test_profile_is_what_pandas_answers(seed: int, tmp_path: Path) -> None:
    assert judged(seed, tmp_path) == []
