"""The profile of a parquet or JSON file is what pandas answers of it, as `test_data_against_pandas` has it of texts."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.keras
pytest.importorskip("pandas")
pytest.importorskip("duckdb")

from typed_files import FORMATS, judged  # noqa: E402


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", range(15))
def test_profile_is_what_pandas_answers(form: str, seed: int, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    assert judged(form, seed, tmp_path) == []
