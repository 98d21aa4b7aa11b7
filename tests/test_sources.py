"""The table of data sources: it says of data sets what scikit-learn publishes, and there is no other list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lstm_lint.keras_api import sources
from lstm_lint.keras_api.sources import DATASETS, SOURCES, dataset, source

PACKAGE = Path(sources.__file__).parent.parent


def test_functions_of_one_name_are_alike_so_that_a_step_need_not_say_the_module() -> None:
    for path, row in SOURCES.items():
        assert source(path) == source(path.rpartition(".")[2]) == row


def test_what_is_not_in_the_table_is_unknown() -> None:
    assert source("read_minds") is None
    assert dataset("load_dice") is None


def test_text_files_are_raw_and_what_programs_store_is_not() -> None:
    assert {source(name).numbers for name in ("read_csv", "loadtxt", "download")} == {"raw"}  # type: ignore[union-attr]
    assert (
        source("pandas.read_feather") == source("pandas.read_parquet") == sources.Source("typed", frame=True)
    )
    assert source("numpy.load") == sources.Source("stored")


@pytest.mark.parametrize(
    "name", ["load_iris", "load_wine", "load_breast_cancer", "load_digits", "load_diabetes"]
)
def test_data_sets_are_as_scikit_learn_publishes_them(name: str) -> None:
    published = pytest.importorskip("sklearn.datasets")
    x, y = getattr(published, name)(return_X_y=True)
    row = DATASETS[name]
    assert (row.rows, row.row) == ((len(x),), x.shape[1:])
    assert row.largest == pytest.approx(abs(x).max(), rel=0.1)
    assert row.fractions == bool((x % 1).any())
    assert (row.target == "ids") == (set(y) == set(range(len(set(y)))))


def test_sources_are_listed_in_the_table_alone() -> None:
    names = {path.rpartition(".")[2] for path in SOURCES} | set(DATASETS) | set(SOURCES)
    for file in PACKAGE.rglob("*.py"):
        if file.name == "sources.py" or "reader" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
                found = {
                    item.value for item in node.elts if isinstance(item, ast.Constant) and item.value in names
                }
                assert len(found) < 2, f"{file.name}:{node.lineno}"
