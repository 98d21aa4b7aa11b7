"""The programs of `contract_programs` under Keras and under the linter, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import contract_programs
from contract_programs import Program
from verdicts import Keras

from lstm_lint.findings import Finding, Severity
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

VERDICTS = Path(__file__).with_name("contract_verdicts.py")
# What these say is that a model cannot learn what it should, which Keras does not notice.
OF_LEARNING = frozenset({"LL401", "LL404", "LL406"})
OF_BROADCAST = frozenset({"LL103", "LL104"})


@dataclass(frozen=True)
class Case:
    """A program, what the linter says at error, and what Keras does."""

    program: Program
    findings: tuple[Finding, ...]
    outcome: str
    message: str
    graph: bool = False  # whether graph mode decided

    @property
    def accused(self) -> bool:
        return bool(self.findings)

    @property
    def wrong(self) -> bool:
        """Whether it is called an error, and Keras takes it as it is meant."""
        if self.outcome == "broadcast":
            return any(one.code not in OF_BROADCAST | OF_LEARNING for one in self.findings)
        return self.outcome == "ran" and any(one.code not in OF_LEARNING for one in self.findings)

    @property
    def missed(self) -> bool:
        return self.outcome == "raised" and not self.accused


def errors(text: str) -> tuple[Finding, ...]:
    """What the linter reports as errors of a contract."""
    found = lint(from_bytes(text.encode(), "program.py"), Settings(), target=parse_target("3"))
    return tuple(one for one in found if one.severity is Severity.ERROR)


def cases(seeds: Iterable[int], missed: bool = True) -> list[Case]:
    """Every program run eagerly, and in graph mode too where the linter and eager mode differ; with `missed` also where
    the linter says nothing and eager mode raises."""
    programs = [contract_programs.program(seed) for seed in seeds]
    found = [errors(one.text) for one in programs]
    with Keras(VERDICTS, "tensorflow") as keras:
        made = [Case(one, said, *run(keras, one, eagerly=True)) for one, said in zip(programs, found)]
        for at, case in enumerate(made):
            if case.wrong or (missed and case.missed):
                outcome = run(keras, case.program, eagerly=False)
                made[at] = Case(case.program, case.findings, *outcome, graph=True)
    return made


def run(keras: Keras, program: Program, eagerly: bool) -> tuple[str, str]:
    """Outcome and message of a program."""
    answer = keras.says(program.seed, program.text, eagerly=eagerly)
    return answer["outcome"], answer["message"]


def summary(made: list[Case]) -> str:
    """The figures of a run, in lines."""
    outcomes = Counter(case.outcome for case in made)
    refused = [case for case in made if case.outcome == "raised"]
    broadcast = [case for case in made if case.outcome == "broadcast"]
    found = sum(case.accused for case in refused)
    seen = sum(case.accused for case in broadcast)
    lines = [
        f"{len(made)} programs: Keras refuses {len(refused)}, broadcasts {len(broadcast)}, takes {outcomes['ran']}",
        f"found of the refused: {found} ({found / max(1, len(refused)):.1%})",
        f"found of the broadcast: {seen} ({seen / max(1, len(broadcast)):.1%})",
        f"called wrong that Keras takes: {sum(case.wrong for case in made)}",
    ]
    return "\n".join(lines)
