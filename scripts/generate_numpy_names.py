"""Record which names of NumPy are gone, by version: `python scripts/generate_numpy_names.py OUT.json`.

Run it under each NumPy that ends or begins a range of versions, and then under each once more: it adds what the
installed one says. NumPy keeps the names that it took away, with the words of the AttributeError, in
`numpy.__former_attrs__` (since 1.25) and `numpy.__expired_attributes__` (since 2.0). Each is asked for the names that
the others gave: an older one has no such list, and a newer one forgets names after a while.

The file maps a version to its missing names, each with what NumPy says to write instead, or null.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy

_INSTEAD = re.compile(r"(?:[Uu]se|favor of) `(?P<name>[\w.]+)`")


def missing(known: dict[str, str | None]) -> dict[str, str | None]:
    """The names that this NumPy lacks, of those that it or another one (`known`) took away."""
    former = {**getattr(numpy, "__former_attrs__", {}), **getattr(numpy, "__expired_attributes__", {})}
    names = {**known, **{name: instead(said) for name, said in former.items()}}
    return {name: new for name, new in sorted(names.items()) if not hasattr(numpy, name)}


def instead(said: str) -> str | None:
    """What NumPy's message tells to write: ``To avoid this error in existing code, use `int` by itself``."""
    found = _INSTEAD.search(said)
    return found["name"] if found else None


def main(out: Path) -> None:
    """Write what the installed NumPy says beside what the file already holds."""
    recorded = json.loads(out.read_text()) if out.exists() else {}
    known = {name: new for names in recorded.values() for name, new in names.items()}
    recorded[".".join(numpy.__version__.split(".")[:2])] = missing(known)
    ordered = sorted(recorded.items(), key=lambda item: tuple(map(int, item[0].split("."))))
    out.write_text(json.dumps(dict(ordered), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
