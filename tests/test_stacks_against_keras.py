"""Layers that Keras cannot put together are those that the linter says: random programs and the installed Keras."""

from __future__ import annotations

import pytest

pytest.importorskip("keras", exc_type=ImportError)
pytest.importorskip("tensorflow", exc_type=ImportError)

import stack_programs
from stack_programs import Case

pytestmark = pytest.mark.keras

PROGRAMS = 150


@pytest.fixture(scope="module")
def made() -> list[Case]:
    return stack_programs.cases(range(PROGRAMS))


def test_what_keras_builds_has_no_error(made: list[Case]) -> None:
    assert sum(case.raised is None for case in made) > PROGRAMS / 5
    assert [(case.text, case.errors) for case in made if case.wrong] == []


def test_most_of_what_keras_refuses_is_found(made: list[Case]) -> None:
    refused = [case for case in made if case.raised is not None]
    assert len(refused) > PROGRAMS / 3
    assert sum(not case.missed for case in refused) > 0.9 * len(refused), stack_programs.summary(made)


def test_the_line_is_the_one_where_keras_stops(made: list[Case]) -> None:
    found = [case for case in made if case.raised is not None and case.errors]
    there = [case for case in found if case.raised is not None and case.errors[0].span.line == case.raised[0]]
    assert len(there) > 0.85 * len(found), [
        (case.text, case.raised, case.errors) for case in found if case not in there
    ]
