"""`scripts/new_rule.py`: what it writes is a rule whose tests, types and style hold, in a copy of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import ROOT

from lstm_lint.rulebook.rule_page import read_rules
from scripts.new_rule import free_code, retired_codes

COPIED = (
    "lstm_lint",
    "rules",
    "scripts",
    "tests",
    "examples",
    "benchmarks",
    "README.md",
    "RELEASING.md",
    "pyproject.toml",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "known_bugs")
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def inside(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=600
    )


def new(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return inside(folder, "scripts/new_rule.py", *arguments)


def last_of(folder: Path, group_digit: str) -> int:
    return max(int(page.name[3:5]) for page in (folder / "rules").glob(f"LL{group_digit}*.md"))


@pytest.mark.parametrize(
    ("name", "group", "digit", "more"),
    [
        ("odd-direction", "gates", "2", ("--severity", "warning", "--fix", "safe", "--probe", "loss-ratio")),
        ("odd-rate", "optimizer", "5", ("--severity", "advice")),
    ],
)
def test_a_new_rule_is_two_files_whose_tests_pass(
    copy: Path, name: str, group: str, digit: str, more: tuple[str, ...]
) -> None:
    before = {path for path in copy.rglob("*") if "__pycache__" not in path.parts}
    code = f"LL{digit}{last_of(copy, digit) + 1:02}"
    done = new(copy, name, "--group", group, *more)
    assert done.returncode == 0, done.stderr
    page, check = f"rules/{code}-{name}.md", f"lstm_lint/checks/{name.replace('-', '_')}.py"
    made = {path for path in copy.rglob("*") if "__pycache__" not in path.parts} - before
    assert {path.relative_to(copy).as_posix() for path in made} == {page, check}
    assert done.stdout.split()[:3] == [page, check, "README.md"]
    assert f"| [{code}]({page}) | {name} |" in (copy / "README.md").read_text("utf-8")

    about = f"{code} or one_to_one or rule_table or no_rule_is_known or code_is_in_the_file"
    files = [f"tests/{name}.py" for name in ("test_rules", "test_readme", "test_smoke_facts")]
    tested = inside(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files, "-k", about)
    assert tested.returncode == 0, tested.stdout[-3000:]
    for command in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy", "--strict")):
        checked = inside(copy, "-m", *command, check)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_rule_with_a_probe_has_a_planted_pair_in_its_page(copy: Path) -> None:
    done = new(copy, "other-direction", "--group", "gates", "--severity", "warning", "--probe", "loss-ratio")
    assert done.returncode == 0, done.stderr
    planted = """
from benchmarks.smoke.__main__ import jobs_of
from benchmarks.smoke.planted import planted
(one,) = [one for one in planted() if "go_backwards=True" in one.script and one.code == "CODE"]
(job,) = [job for job in jobs_of(one.script, one.code) if job.finding.code == one.code]
assert one.architecture == "page" and job.fixed is not None, job.reason
written, fixed = (arm.nodes[0].arguments for arm in (job.written, job.fixed))
assert written["go_backwards"] is True and "go_backwards" not in fixed
"""
    code = done.stdout.split()[0][6:11]
    assert inside(copy, "-c", planted.replace("CODE", code)).stderr == ""


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("Odd Name", "--group", "gates", "--severity", "warning"), "is no name"),
        (
            ("simplernn-risk", "--group", "gates", "--severity", "warning"),
            "there is a rule simplernn-risk already",
        ),
        (("odd", "--group", "colors", "--severity", "warning"), "invalid choice: 'colors'"),
        (("odd", "--group", "gates", "--severity", "loud"), "invalid choice: 'loud'"),
        (("odd", "--group", "gates", "--severity", "error", "--probe", "luck"), "invalid choice: 'luck'"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_and_nothing_is_written(
    copy: Path, arguments: tuple[str, ...], why: str
) -> None:
    before = sorted((copy / "rules").iterdir())
    done = new(copy, *arguments)
    assert done.returncode == 2 and why in done.stderr
    assert sorted((copy / "rules").iterdir()) == before


def test_a_retired_code_is_not_given_again() -> None:
    rules = [rule for rule in read_rules(ROOT / "rules") if rule.group == "gates"]
    numbers = {int(rule.code[3:]) for rule in rules}
    retired = {int(code[3:]) for code in retired_codes() if code.startswith("LL2")}
    assert retired and not retired & numbers
    for number in set(range(1, 100)) - numbers - retired:
        rules.append(replace(rules[0], code=f"LL2{number:02}"))
    assert free_code(rules, "gates") is None
