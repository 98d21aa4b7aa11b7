"""Random tables in files that say their types themselves, parquet and JSON: what the profiles are held against."""

from __future__ import annotations

import random
import warnings
from pathlib import Path
from typing import Any

from tables_against_pandas import differences

from lstm_lint.data.dialect import NotLookedAt, dialect
from lstm_lint.data.tables import profile_of_table
from lstm_lint.ir.details import Reading

FORMATS = ("parquet", "lines", "records")


def judged(form: str, seed: int, folder: Path) -> list[str]:
    """What the profile of a generated file says otherwise than pandas does of the same file."""
    import pandas

    chance = random.Random(f"{form} {seed}")
    frame = _frame(pandas, chance, form)
    path = folder / f"table.{'parquet' if form == 'parquet' else 'json'}"
    given: dict[str, Any] = {}
    if form == "parquet":
        frame.to_parquet(path, index=False)
        if chance.random() < 0.3 and len(frame.columns) > 1:
            given["columns"] = list(frame.columns[:-1])
        read = pandas.read_parquet
    else:
        frame.to_json(path, orient="records", lines=form == "lines")
        given = {"lines": True} if form == "lines" else {"orient": "records"}
        read = pandas.read_json
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = read(path, **given)
    name = f"pandas.read_{'parquet' if form == 'parquet' else 'json'}"
    private = folder / "private"
    private.mkdir(exist_ok=True)
    how = dialect(Reading(name, str(path), tuple(given.items())))
    try:
        return differences(there, profile_of_table(str(path), how, str(private)))
    except NotLookedAt as why:
        return [f"not looked at: {why}"]


def _frame(pandas: Any, chance: random.Random, form: str) -> Any:
    rows = chance.choice((1, 3, 20, 60, 200))
    kinds = [
        "whole",
        "number",
        "few",
        "text",
        "truth",
        "gaps",
        "big",
        *(["time"] if form == "parquet" else []),
    ]
    columns: dict[str, list[object]] = {}
    for name in chance.sample(
        ["load MW", "temp", "a", "b", "Größe", "x.1", "volume", 'with "quotes"'], chance.randint(1, 6)
    ):
        make = {
            "whole": lambda at: chance.randint(-50, 1000),
            "number": lambda at: round(chance.uniform(-5, 400), chance.choice((1, 6))) + 0.25,
            "few": lambda at: chance.randint(0, 3),
            "text": lambda at: chance.choice(("red", "green", "dark blue", "O'Brien", "Ünal")),
            "truth": lambda at: chance.random() < 0.5,
            "gaps": lambda at: None if chance.random() < 0.2 else chance.uniform(1.5, 9.5),
            "big": lambda at: chance.randint(10**9, 10**12),
            "time": lambda at: pandas.Timestamp(2021, 1, 1) + pandas.Timedelta(hours=at),
        }[chance.choice(kinds)]  # fmt: skip
        columns[name] = [make(at) for at in range(rows)]
    return pandas.DataFrame(columns)
