"""How the work grows with the size of a file: `KINDS` makes files of any size, `measure` says what they cost."""

from benchmarks.growth import (  # noqa: F401
    branches,
    classes,
    data,
    findings,
    functions,
    layers,
    models,
    nests,
    searches,
    values,
)
from benchmarks.growth.kinds import KINDS as KINDS
