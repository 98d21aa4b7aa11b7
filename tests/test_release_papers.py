"""What a release and a stranger's report need: each paper is read by the tool that it is written for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command_line import ROOT

from lstm_lint import PROJECT_URL, __version__
from lstm_lint.rulebook.rule_page import read_rules
from scripts.new_rule import retired_codes

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.citation-file-format", "CITATION.cff"),
        ("vendor.github-workflows", ".github/workflows/ci.yml"),
        ("vendor.github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/false_alarm.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/missed_defect.yml"),
    ],
)
def test_papers_fit_the_schemas_of_their_readers(schema: str, file: str) -> None:
    run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file)


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
    assert citation["url"] == PROJECT_URL


def test_the_dockerfile_passes_its_linter() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    if not hadolint.exists():
        pytest.skip("hadolint has no build for this platform")
    run(str(hadolint), "Dockerfile")


def test_the_dockerfile_copies_what_the_build_context_has() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    allowed = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


def test_our_own_workflow_uses_the_hook_and_the_action_of_this_checkout() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert any(step.get("uses") == "./" for step in steps)
    (hook,) = [step["run"] for step in steps if "pre-commit try-repo" in step.get("run", "")]
    named = hook.split("--files ")[1].split()
    assert all((ROOT / name).is_file() for name in named)
    inputs = set(yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"])
    assert all(set(step.get("with", {})) <= inputs for step in steps if step.get("uses") == "./")


def test_no_rule_has_a_retired_code() -> None:
    retired = set(retired_codes())
    assert retired and not retired & {rule.code for rule in read_rules(ROOT / "rules")}


@pytest.mark.long
def test_what_is_built_passes_twine(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    built = sorted(map(str, tmp_path.iterdir()))
    assert [Path(name).suffix for name in built] == [".whl", ".gz"]
    run(sys.executable, "-m", "twine", "check", "--strict", *built)
