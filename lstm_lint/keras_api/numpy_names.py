"""Names that NumPy took away, by version, as data/numpy.json records them (scripts/generate_numpy_names.py)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from lstm_lint.keras_api.versions import NEWEST_NUMPY, Version

_DATA: Final = Path(__file__).parent / "data" / "numpy.json"


@lru_cache(maxsize=1)
def _missing() -> dict[Version, dict[str, str | None]]:
    """version -> the names that it and those up to the next recorded one lack, with what to write instead."""
    recorded: dict[str, dict[str, str | None]] = json.loads(_DATA.read_bytes())
    return {_version(text): names for text, names in recorded.items()}


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)


@lru_cache(maxsize=1)
def removed_names() -> frozenset[str]:
    """Every name that some version of NumPy lacks and an older one had."""
    return frozenset(name for names in _missing().values() for name in names)


def lacking(name: str, low: Version, high: Version) -> tuple[bool, ...]:
    """Whether the name is missing in NumPy `low` to `high`: one answer for each stretch of versions that agree."""
    versions = list(_missing())
    ends = [*versions[1:], (NEWEST_NUMPY[0] + 1, 0)]
    return tuple(
        name in _missing()[first] for first, end in zip(versions, ends) if first <= high and end > low
    )


def title(name: str) -> str:
    """The versions that lack a name, in words: `NumPy 1.24 to 1.26`, `NumPy 2.0 and later`."""
    versions = list(_missing())
    without = [version for version in versions if name in _missing()[version]]
    first, last = (f"{major}.{minor}" for major, minor in (without[0], without[-1]))
    return f"NumPy {first} and later" if without[-1] == versions[-1] else f"NumPy {first} to {last}"


def instead(name: str) -> str | None:
    """What NumPy says to write for it: `int`, `np.nan`; None where it names nothing of the same meaning."""
    return next((names[name] for names in _missing().values() if name in names), None)
