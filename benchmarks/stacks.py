"""`python -m benchmarks.stacks`: layers that the linter says cannot be put together, held against the installed Keras.

Random programs of `tests/stack_programs.py`. Says how many of Keras' refusals are found, and fails where a program is
called wrong that Keras builds. Needs TensorFlow. CI runs the first 150 of them (`tests/test_stacks_against_keras.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import stack_programs


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=3_000, help="how many (3,000)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first one (0)")
    parser.add_argument("--show", type=int, default=10, help="how many of each kind are written out (10)")
    given = parser.parse_args()
    made = stack_programs.cases(range(given.first, given.first + given.programs))
    print(stack_programs.summary(made))
    codes = Counter(one.code for case in made if case.raised is not None for one in case.errors)
    print("by rule, of the refused:", ", ".join(f"{code} {count}" for code, count in codes.most_common()))
    wrong = [case for case in made if case.wrong]
    missed = [case for case in made if case.missed]
    reasons = Counter(case.raised[1].replace("\n", " ")[:90] for case in missed if case.raised is not None)
    print(
        "missed, by what Keras says:",
        *(f"  {count}  {why}" for why, count in reasons.most_common(25)),
        sep="\n",
    )
    for title, few in (("called wrong", wrong), ("missed", missed)):
        for case in few[: given.show]:
            print(f"\n--- {title}, seed {case.seed}: {case.raised}\n{case.text}")
            print(*(f"{one.span.line}: {one.code} {one.message}" for one in case.errors), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
