"""The GitHub action and the GitLab pipeline: their schemas, and their steps run as the shell scripts that they are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import ROOT

FLAWED = """\
import keras

model = keras.Sequential([keras.Input((50, 8)), keras.layers.GRU(16), keras.layers.GRU(16)])
"""
ACTION = ROOT / "action.yml"


def checked(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def test_action_fits_the_schema_of_github() -> None:
    done = checked("vendor.github-actions", ACTION)
    assert done.returncode == 0, done.stdout + done.stderr


def test_schema_check_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "action.yml"
    wrong.write_text(
        ACTION.read_text(encoding="utf-8").replace("      shell: bash\n", "", 1), encoding="utf-8"
    )
    assert checked("vendor.github-actions", wrong).returncode == 1


def test_snippets_of_the_readme_fit_their_schemas(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [found[1] for found in re.finditer(r"```yaml\n(.*?)```", readme, re.DOTALL)]
    kinds = {"vendor.gitlab-ci": "codequality:", "vendor.github-workflows": "runs-on:"}
    for schema, mark in kinds.items():
        (block,) = (block for block in blocks if mark in block)
        file = tmp_path / f"{schema}.yml"
        file.write_text(block, encoding="utf-8")
        done = checked(schema, file)
        assert done.returncode == 0, done.stdout + done.stderr


def test_inputs_reach_the_shell_by_the_environment_only() -> None:
    """An input pasted into a script would run what a pull request writes."""
    steps = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment after the first step, which installs the action's own checkout."""
    runner = tmp_path_factory.mktemp("runner")
    (runner / "env").touch()
    done = step(
        "Install lstm-lint", runner, {}, {"RUNNER_TEMP": str(runner), "GITHUB_ENV": str(runner / "env")}
    )
    assert done.returncode == 0, done.stderr
    name, _, value = (runner / "env").read_text(encoding="utf-8").strip().partition("=")
    assert name == "LSTM_LINT" and Path(value).exists()
    return {"RUNNER_TEMP": str(runner), name: value}


def step(
    name: str, folder: Path, inputs: dict[str, str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Runs a step as the runner does: inputs into its environment, the script by bash."""
    document: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    given = (
        {key: about["default"] for key, about in document["inputs"].items()}
        | {"python": sys.executable}
        | inputs
    )
    one = next(one for one in document["runs"]["steps"] if one.get("name") == name)
    assert one["shell"] == "bash"
    own = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
        for key, value in one["env"].items()
    }
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_", "PYTHONPATH"))}
    environment = {**plain, "GITHUB_ACTION_PATH": str(ROOT), **environment, **own}
    script = folder / "step.sh"
    script.write_text(one["run"], encoding="utf-8")
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)


def linted(
    folder: Path, installed: dict[str, str], **inputs: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """The step that lints: its outcome, its outputs and the summary."""
    files = {name: folder.parent / f"{folder.name}-{name}" for name in ("output", "summary")}
    environment = {
        f"GITHUB_{n}": str(files[name]) for n, name in (("OUTPUT", "output"), ("STEP_SUMMARY", "summary"))
    }
    done = step(
        "Run lstm-lint", folder, {k.replace("_", "-"): v for k, v in inputs.items()}, installed | environment
    )
    texts = [file.read_text(encoding="utf-8") if file.exists() else "" for file in files.values()]
    outputs = dict(line.split("=", 1) for line in texts[0].splitlines())
    return done, outputs, texts[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    (folder / "two words.py").write_text(FLAWED, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def test_findings_are_annotated_and_fail_the_step(folder: Path, installed: dict[str, str]) -> None:
    done, outputs, summary = linted(folder, installed)
    assert done.returncode == 1 and outputs == {"exit-code": "1"}
    assert done.stdout.startswith("::error file=two words.py,line=3,endLine=3,col=")
    assert "| error | [LL101](" in summary


def test_options_and_paths_are_one_a_line(folder: Path, installed: dict[str, str]) -> None:
    (folder / "clean.py").write_text(
        FLAWED.replace("GRU(16), ", "GRU(16, return_sequences=True), "), encoding="utf-8"
    )
    done, outputs, _ = linted(folder, installed, paths="clean.py\n\ntwo words.py\n", args="--select\nLL101\n")
    assert done.returncode == 1 and done.stdout.count("::error") == 1
    done, outputs, _ = linted(folder, installed, paths="clean.py", args="--select=LL101")
    assert done.returncode == 0 and outputs["exit-code"] == "0"
    done, outputs, _ = linted(folder, installed, args="--ignore=LL101\n--profile=strikt")
    assert done.returncode == 2 and "did you mean `strict`?" in done.stderr


def test_input_is_no_shell(folder: Path, installed: dict[str, str]) -> None:
    linted(
        folder,
        installed,
        paths="$(touch pwned)",
        args="`touch pwned`",
        since="; touch pwned",
        baseline="$(touch pwned)",
    )
    assert not (folder / "pwned").exists()


def test_sarif_is_written_beside_the_annotations(folder: Path, installed: dict[str, str]) -> None:
    done, outputs, _ = linted(folder, installed, upload_sarif="true")
    assert done.returncode == 1 and "::error" in done.stdout
    document = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))
    uri = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "two%20words.py"


def test_baseline_and_since(folder: Path, installed: dict[str, str]) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    subprocess.run(["git", *who, "commit", "-qm", "old"], cwd=folder, check=True)
    assert linted(folder, installed, since="HEAD")[0].returncode == 0
    assert linted(folder, installed, since="no-such")[0].returncode == 2
    (folder / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    assert linted(folder, installed, baseline="known.json")[0].returncode == 1


def test_scripts_pass_shellcheck(tmp_path: Path) -> None:
    for one in yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]:
        if "run" in one:
            script = tmp_path / "step.sh"
            script.write_text("#!/usr/bin/env bash\n" + textwrap.dedent(one["run"]), encoding="utf-8")
            found = shutil.which(
                "shellcheck", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
            )
            assert found is not None, "shellcheck comes with the dev extra"
            done = subprocess.run([found, str(script)], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout
