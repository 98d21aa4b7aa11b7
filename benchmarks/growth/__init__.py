"""How the work grows with the size of a file: `KINDS` makes files of any size, `measure` says what they cost."""

from benchmarks.growth import branches, classes, findings, functions, layers, models, values  # noqa: F401
from benchmarks.growth.kinds import KINDS as KINDS
