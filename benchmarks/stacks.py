"""`python -m benchmarks.stacks`: layers that the linter says cannot be put together, held against the installed Keras.

Random programs of `tests/stack_programs.py`. Says how many of Keras' refusals are found, and fails where a program is
called wrong that Keras builds. Needs TensorFlow. CI runs the first 150 of them (`tests/test_stacks_against_keras.py`).
"""

from __future__ import annotations

import sys

from benchmarks.against_keras import Shown, run

import stack_programs  # isort: skip - among the tests, which the line before makes known


def main() -> int:
    return run(__doc__, 3_000, stack_programs.cases, stack_programs.summary, _shown)


def _shown(case: stack_programs.Case) -> Shown:
    refused = case.raised[1] if case.raised is not None else ""
    return Shown(case.seed, case.text, str(case.raised), refused, case.errors, case.wrong, case.missed)


if __name__ == "__main__":
    sys.exit(main())
