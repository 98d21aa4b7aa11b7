"""Write `lstm_lint/data/published.json`: what the data sets hold that libraries ship, found in the real ones.

    python scripts/generate_dataset_facts.py        # needs scikit-learn, statsmodels, vega_datasets, pandas and DuckDB

The profiles are those that `--data` makes of files. Data sets that are downloaded, such as those of `keras.datasets`,
are in `keras_api/sources.py`, from their documentation.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lstm_lint.data.dialect import Dialect, NotLookedAt  # noqa: E402
from lstm_lint.data.record import plain  # noqa: E402
from lstm_lint.data.tables import profile_of_table  # noqa: E402

TARGET = ROOT / "lstm_lint" / "data" / "published.json"
MOST_COLUMNS = 40


def main() -> int:
    profiles = {path: facts for path, frame in frames() if (facts := profiled(path, frame)) is not None}
    versions = {name: version(name) for name in ("scikit-learn", "statsmodels", "vega_datasets")}
    document = {"profiles": profiles, "versions": versions}
    TARGET.write_text(json.dumps(document, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(profiles)} data sets")
    return 0


def frames() -> Iterator[tuple[str, Any]]:
    """The function that loads each data set, and its table."""
    import sklearn.datasets
    import statsmodels.api
    from vega_datasets import local_data

    for name in ("load_iris", "load_wine", "load_breast_cancer", "load_diabetes"):
        yield f"sklearn.datasets.{name}", getattr(sklearn.datasets, name)(as_frame=True).frame
    for name in sorted(dir(statsmodels.api.datasets)):
        module = getattr(statsmodels.api.datasets, name)
        if hasattr(module, "load_pandas"):
            yield f"statsmodels.datasets.{name}.load_pandas", module.load_pandas().data
    for name in local_data.list_datasets():
        attribute = name.replace("-", "_")
        yield f"vega_datasets.data.{attribute}", getattr(local_data, attribute)()


def profiled(path: str, frame: Any) -> dict[str, Any] | None:
    """The profile of a table, by way of a file; None for what is no table."""
    if not hasattr(frame, "to_csv") or len(frame.columns) > MOST_COLUMNS:
        return None
    named = frame.index.name is not None
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "table.csv")
        frame.to_csv(file, index=named, na_rep="NA")  # an empty line would be no row
        dates = [str(name) for name, kind in frame.dtypes.items() if kind.kind == "M"]
        how = Dialect("csv", index=[0] if named else None, dates=dates or None)
        try:
            document = plain(profile_of_table(file, how, folder))
        except NotLookedAt as why:
            print(f"{path} is left out: {why}")
            return None
    missing = sum(one["missing"] for one in document["columns"])
    if document["rows"] != len(frame) or missing != int(frame.isna().sum().sum()):
        raise SystemExit(f"{path}: the file does not hold what the table does")
    for column in (*document["columns"], *document["index"]):
        column["blocks"] = []  # they would be most of the file
    return document


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.exit(main())
