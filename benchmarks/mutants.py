"""`python -m benchmarks.mutants`: correct programs with one slip each, under the installed Keras and the linter.

The programs are those of `tests/mutants.py`. Says how many of those that raise get an error, and which kinds do not;
and every error about a program that runs through, for a reader to judge: a slip may be silent. Needs TensorFlow.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # where the programs are made

from lstm_lint.findings import Finding, Severity
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

import mutants  # isort: skip - among the tests, which the line before makes known

_SECONDS = 60  # that a program may take
_OF_PYTHON = ("NameError", "UnboundLocalError")  # what ruff says


@dataclass(frozen=True)
class Case:
    """A program, what the linter says at error, and what running it said: empty where it ran through."""

    seed: int
    mutant: mutants.Mutant
    errors: tuple[Finding, ...]
    said: str


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=300, help="how many (300)")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the seed of the first one (0)")
    given = parser.parse_args()
    import keras  # noqa: F401 - once, for all children
    import pandas  # noqa: F401
    import sklearn  # noqa: F401

    cases = [_case(seed) for seed in range(given.first, given.first + given.programs)]
    refused = [case for case in cases if case.said and not case.said.startswith(_OF_PYTHON)]
    missed = [case for case in refused if not case.errors]
    found = len(refused) - len(missed)
    print(f"{len(cases)} programs, {len(refused)} raise (names that are not defined aside)")
    print(f"an error is said of {found} of them ({found / max(1, len(refused)):.0%})")
    kinds = Counter(one.mutant.kind for one in missed).most_common()
    print("missed, by slip:", ", ".join(f"{kind} {count}" for kind, count in kinds))
    for case in missed:
        print(f"\n{case.seed}: {case.mutant.kind}, line {case.mutant.line} of {case.mutant.base}")
        print(f"  {_line(case)}\n  {case.said}")
    print("\nerrors about programs that run through:")
    for case in cases:
        for one in case.errors if not case.said else ():
            print(f"{case.seed}: {one.code} {one.message}\n  {case.mutant.kind}: {_line(case)}")
    return 0


def _case(seed: int) -> Case:
    mutant = mutants.mutant(seed)
    source = from_bytes(mutant.text.encode(), "program.py")
    found = lint(source, Settings(), target=parse_target("3"))
    return Case(
        seed, mutant, tuple(one for one in found if one.severity is Severity.ERROR), _said(mutant.text)
    )


def _line(case: Case) -> str:
    return case.mutant.text.splitlines()[case.mutant.line - 1].strip()[:120]


def _said(text: str) -> str:
    """What a program raises in a child of its own, in a line; empty where it runs through."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        signal.alarm(_SECONDS)
        try:
            exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            said = "".join(traceback.format_exception_only(error))
            os.write(writing, re.sub(r"\x1b\[\d+m|\s+", " ", said)[:200].encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said or ("it takes too long" if status else "")


if __name__ == "__main__":
    sys.exit(main())
