"""What benchmarks of random programs have in common: how many, from which seed, and what is written out of them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # where the programs are made

from lstm_lint.findings import Finding

Case = TypeVar("Case")


class Shown(NamedTuple):
    """A program, what Keras does with it and why (empty: it takes it), and what the linter says at error."""

    seed: int
    text: str
    verdict: str
    refused: str
    errors: Sequence[Finding]
    wrong: bool
    missed: bool


def run(
    description: str | None,
    programs: int,
    cases: Callable[[Iterable[int]], list[Case]],
    summary: Callable[[list[Case]], str],
    shown: Callable[[Case], Shown],
) -> int:
    """The command: 1 where a program is called wrong that Keras takes."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=programs, help=f"how many ({programs:,})")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first one (0)")
    parser.add_argument(
        "--show", type=int, default=10, help="how many of the missed and the wrong are written out (10)"
    )
    given = parser.parse_args()
    made = cases(range(given.first, given.first + given.programs))
    print(summary(made))
    all_shown = [shown(case) for case in made]
    codes = Counter(one.code for case in all_shown if case.refused for one in case.errors)
    print("by rule, of the refused:", ", ".join(f"{code} {count}" for code, count in codes.most_common()))
    wrong = [case for case in all_shown if case.wrong]
    missed = [case for case in all_shown if case.missed]
    reasons = Counter(case.refused.replace("\n", " ")[:90] for case in missed)
    print(
        "missed, by what Keras says:",
        *(f"  {count}  {why}" for why, count in reasons.most_common()),
        sep="\n",
    )
    for title, few in (("called wrong", wrong), ("missed", missed)):
        for case in few[: given.show]:
            print(f"\n--- {title}, seed {case.seed}: {case.verdict}")
            print(case.text, *(f"{one.line}: {one.code} {one.message}" for one in case.errors), sep="\n")
    return 1 if wrong else 0
