"""How the work grows with the size of a file: 40 of what is nested or repeated take at most 3 times the work of 20.

Counted in calls of functions, which are the same on every machine. `python -m benchmarks.growth` measures all kinds, in
seconds and up to the largest files that are read; here are those that were exponential once, and a sample of the rest.
"""

from __future__ import annotations

import random

import pytest
from work import ended

from benchmarks.growth import KINDS
from benchmarks.growth.kinds import HEAD, TAIL
from benchmarks.growth.measure import LIMIT, calls, grown, prepare

SEED = 20261128
SIZES = (20, 40)
NAMED = [
    "wrappers",
    "wrappers-with-backward-layers",
    "stacks-of-stacks-by-name",
    "functions-in-functions",
    "functions-that-call-twice",
    "models-in-models",
    "models-twice-in-models",
    "functional-models-in-models",
    "layers-of-a-class",
    "layer-classes-in-layer-classes",
    "base-classes-with-super",
    "chained-calls",
    "chains-of-layers",
    "lists-twice-in-lists",
    "lists-of-tensors-twice",
    "ifs-in-ifs",
    "elifs",
    "elifs-that-return",
    "tries-in-tries",
    "comprehensions-over-comprehensions",
    "loops-over-comprehensions",
    "tries-with-names-in-each-other",
    "tries-that-change-lists",
    "matches-with-names-in-each-other",
    "columns",
    "columns-of-two-columns",
    "frames-of-frames",
    "frames-below-each-other",
    "imports-of-all-of-a-library",
]
OTHERS = sorted(set(KINDS) - set(NAMED))
SAMPLE = [*NAMED, *random.Random(SEED).sample(OTHERS, 14)]
WITH_FINDINGS = ["findings", "findings-of-one-model", "removed-names", "suppressions"]


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    prepare()


def work(stage: str, text: str) -> int:
    """The calls that a stage takes. Raises Unfinished where it does not end."""
    count: int = ended(calls, stage, text)
    return count


def growth(kind: str, stage: str) -> tuple[float, str]:
    """How many times the work of half the size the work is, without that of the rest of the script."""
    rest = work(stage, HEAD + TAIL)
    half, whole = (work(stage, KINDS[kind].text(size)) - rest for size in SIZES)
    times = grown(half, whole)
    return times, f"{SIZES[1]} take {whole:,} calls, {SIZES[0]} take {half:,}: {times:.1f} times as many"


@pytest.mark.parametrize("stage", ["check", "model"])
@pytest.mark.parametrize("kind", SAMPLE)
def test_twice_the_size_is_at_most_three_times_the_work(kind: str, stage: str) -> None:
    times, told = growth(kind, stage)
    assert times <= LIMIT, told


@pytest.mark.parametrize("stage", ["fix", "plan"])
@pytest.mark.parametrize("kind", WITH_FINDINGS)
def test_fixes_and_plans_grow_no_faster(kind: str, stage: str) -> None:
    times, told = growth(kind, stage)
    assert times <= LIMIT, told
