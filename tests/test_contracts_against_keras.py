"""What is called an error around `fit` held against the installed Keras: random programs are linted and run eagerly.

`python -m benchmarks.contracts` does the same with more of them.
"""

from __future__ import annotations

import pytest

pytest.importorskip("tensorflow")

from contract_proof import Case, cases, summary

pytestmark = pytest.mark.keras

PROGRAMS = 150
FOUND = 0.85  # of what Keras refuses


@pytest.fixture(scope="module")
def made() -> list[Case]:
    return cases(range(PROGRAMS), missed=False)


def test_nothing_is_called_wrong_that_keras_takes(made: list[Case]) -> None:
    wrong = [case for case in made if case.wrong]
    assert not wrong, "\n".join(
        f"seed {case.program.seed}: {case.outcome}, but {[(one.line, one.code) for one in case.findings]}"
        for case in wrong
    )


def test_most_refusals_are_found(made: list[Case]) -> None:
    refused = [case for case in made if case.outcome == "raised"]
    missed = [case.program.seed for case in refused if case.missed]
    assert len(refused) > PROGRAMS / 4, summary(made)
    assert len(missed) <= (1 - FOUND) * len(refused), f"{summary(made)}; missed: {missed}"


def test_what_is_broadcast_in_silence_is_found(made: list[Case]) -> None:
    broadcast = [case for case in made if case.outcome == "broadcast"]
    assert broadcast and all(case.accused for case in broadcast), [
        case.program.seed for case in broadcast if not case.accused
    ]
