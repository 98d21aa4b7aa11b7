"""What the data sets hold that libraries ship: found in the real ones by `scripts/generate_dataset_facts.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lstm_lint.data import record
from lstm_lint.ir.profile import Profile

_TABLE = Path(__file__).parent / "published.json"


@cache
def profiles() -> Mapping[str, Profile]:
    """The profile of each, by the function that loads it: `sklearn.datasets.load_iris`."""
    document = json.loads(_TABLE.read_text("utf-8"))
    return {path: record.profile(one) for path, one in document["profiles"].items()}
