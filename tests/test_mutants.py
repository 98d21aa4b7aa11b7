"""Programs with one slip, of which `python -m benchmarks.mutants` runs many under the installed Keras."""

from __future__ import annotations

import ast

import mutants
import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


@pytest.mark.parametrize("seed", range(40))
def test_a_slip_changes_the_program_at_its_line(seed: int) -> None:
    made = mutants.mutant(seed)
    base = next(one for one in mutants.bases() if f"{one.parent.name}/{one.name}" == made.base)
    before, after = ast.unparse(ast.parse(base.read_text("utf-8"))).splitlines(), made.text.splitlines()
    assert before[: made.line - 1] == after[: made.line - 1] and before != after


def test_findings_stand_within_the_program() -> None:
    for seed in range(40):
        text = mutants.mutant(seed).text
        found = lint(from_bytes(text.encode(), "program.py"), Settings(), target=parse_target("3"))
        assert all(0 < one.line <= text.count("\n") + 1 for one in found), seed
