"""`python -m benchmarks.contracts`: what the linter calls an error around `fit`, held against the installed Keras.

Random programs of `tests/contract_programs.py`, run eagerly on a few samples; where the two differ, in graph mode too,
which decides. Says how many of Keras' refusals are found, and fails where a program is called wrong that Keras takes.
Needs TensorFlow. CI runs the first 150 of the same programs (`tests/test_contracts_against_keras.py`).
"""

from __future__ import annotations

import sys

from benchmarks.against_keras import Shown, run

import contract_proof  # isort: skip - among the tests, which the line before makes known


def main() -> int:
    return run(__doc__, 1_500, contract_proof.cases, contract_proof.summary, _shown)


def _shown(case: contract_proof.Case) -> Shown:
    refused = (case.message or "no words") if case.outcome == "raised" else ""
    program, verdict = case.program, f"{case.outcome} {case.message}"
    return Shown(program.seed, program.text, verdict, refused, case.findings, case.wrong, case.missed)


if __name__ == "__main__":
    sys.exit(main())
