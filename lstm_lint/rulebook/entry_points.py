"""What installed packages announce in our groups of entry points; nothing is imported to find it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from lstm_lint.ir.records import dataclass

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

RULES, LIBRARIES = "lstm_lint.rules", "lstm_lint.libraries"
_LARGEST = 1 << 20  # bytes of the entry points of a distribution


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """`name = value` in a group; `distribution`: name and version of the package that says so."""

    group: str
    name: str
    value: str
    distribution: str
    counts: bool  # otherwise it lies in a distrusted folder


def found(is_distrusted: Callable[[str], bool]) -> Iterator[Point]:
    """Every entry point of our groups. importlib.metadata would cost ten times as much to ask.

    Of a distribution that is found twice the first counts, as Python imports it. What merely lies in the current folder
    is not installed.
    """
    seen: set[str] = set()
    for folder in sys.path:
        if folder in ("", os.curdir):
            continue
        try:
            with os.scandir(folder) as entries:
                paths = sorted(one.path for one in entries if one.name.endswith((".dist-info", ".egg-info")))
        except OSError:  # not a folder: a zip file, or nothing
            continue
        for path in paths:
            try:
                with open(os.path.join(path, "entry_points.txt"), "rb") as file:
                    data = file.read(_LARGEST)
            except OSError:
                continue
            full = os.path.basename(path)[:-10]
            name = full.split("-")[0].replace("_", "-").lower()
            if (RULES.encode() in data or LIBRARIES.encode() in data) and name not in seen:
                counts = not is_distrusted(path)
                if counts:
                    seen.add(name)
                for group, point, value in _of_our_groups(data.decode("utf-8", "replace")):
                    yield Point(group, point, value, full, counts)


def _of_our_groups(text: str) -> Iterator[tuple[str, str, str]]:
    section = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
        elif section in (RULES, LIBRARIES) and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield section, name.strip(), value.partition("[")[0].strip()


def located(module: str) -> ModuleSpec | None:
    """Where a module lies; neither it nor a package around it is imported to find that."""
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    first, *inner = module.split(".")
    try:
        spec = find_spec(first) if first else None
        for number in range(len(inner)):
            locations = spec.submodule_search_locations if spec else None
            name = ".".join((first, *inner[: number + 1]))
            spec = PathFinder.find_spec(name, list(locations)) if locations else None
    except (ImportError, ValueError):
        return None
    return spec
