"""`python -m benchmarks.contracts`: what the linter calls an error around `fit`, held against the installed Keras.

Random programs of `tests/contract_programs.py`, run eagerly on a few samples; where the two differ, in graph mode too,
which decides. Says how many of Keras' refusals are found, and fails where a program is called wrong that Keras takes.
Needs TensorFlow. CI runs the first 150 of the same programs (`tests/test_contracts_against_keras.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import contract_proof


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=1_500, help="how many (1,500)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first one (0)")
    parser.add_argument(
        "--show", type=int, default=10, help="how many of the missed and the wrong are written out"
    )
    given = parser.parse_args()
    made = contract_proof.cases(range(given.first, given.first + given.programs))
    print(contract_proof.summary(made))
    codes = Counter(one.code for case in made if case.outcome == "raised" for one in case.findings)
    print("by rule, of the refused:", ", ".join(f"{code} {count}" for code, count in codes.most_common()))
    wrong = [case for case in made if case.wrong]
    missed = [case for case in made if case.missed]
    reasons = Counter(case.message[:70] for case in missed)
    print(
        "missed, by what Keras says:",
        *(f"  {count}  {why}" for why, count in reasons.most_common()),
        sep="\n",
    )
    for title, few in (("called wrong", wrong), ("missed", missed)):
        for case in few[: given.show]:
            print(f"\n--- {title}, seed {case.program.seed}: {case.outcome} {case.message}")
            print(
                case.program.text,
                *(f"{one.line}: {one.code} {one.message}" for one in case.findings),
                sep="\n",
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
