"""The GitHub action: its steps are run as the shell scripts that they are, in a workspace that tries to take part."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml
from command_line import ROOT
from documents import Snippet, only
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FLAWED = """\
import keras

model = keras.Sequential([keras.Input((50, 8)), keras.layers.GRU(16), keras.layers.GRU(16)])
"""
ACTION = ROOT / "action.yml"
LOCK = ROOT / "requirements.lock"
REVISION = "0.0.7"  # the version of the code that lies where the action lies
RULE = ROOT / "examples" / "plugin" / "our_rules"


def checked(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def document() -> dict[str, Any]:
    return yaml.safe_load(ACTION.read_text(encoding="utf-8"))


def scripts() -> list[str]:
    return [step["run"] for step in document()["runs"]["steps"]]


# --- what it says --------------------------------------------------------------------------------------------------


def test_action_fits_the_schema_of_github() -> None:
    done = checked("vendor.github-actions", ACTION)
    assert done.returncode == 0, done.stdout + done.stderr


def test_schema_check_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "action.yml"
    wrong.write_text(
        ACTION.read_text(encoding="utf-8").replace("      shell: bash\n", "", 1), encoding="utf-8"
    )
    assert checked("vendor.github-actions", wrong).returncode == 1


def test_it_uses_no_action_of_others() -> None:
    """A tag of theirs may move; which of their actions run is for the workflow of the user to say."""
    assert all("uses" not in step for step in document()["runs"]["steps"])


def test_inputs_reach_the_shell_by_the_environment_only() -> None:
    """An input pasted into a script would run what a pull request writes."""
    assert all("${{" not in script for script in scripts())


def test_every_step_starts_outside_of_the_workspace() -> None:
    assert {step["working-directory"] for step in document()["runs"]["steps"]} == {"${{ runner.temp }}"}


def test_scripts_pass_shellcheck(tmp_path: Path) -> None:
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    shellcheck = shutil.which("shellcheck", path=folders)
    assert shellcheck is not None, "shellcheck comes with the dev extra"
    for text in scripts():
        script = tmp_path / "step.sh"
        script.write_text("#!/usr/bin/env bash\n" + textwrap.dedent(text), encoding="utf-8")
        done = subprocess.run([shellcheck, str(script)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", scripts())
def test_scripts_keep_to_the_bash_of_macos(script: str) -> None:
    """Bash 3.2: no arrays by name, no case by expansion, and an empty array is unbound under `set -u`."""
    newer = r"\b(mapfile|readarray|coproc)\b|(declare|local|typeset) -[AgnI]|\$\{\w+(\^|,|@[A-Za-z])|&>>|\|&"
    assert not re.search(newer, script)
    assert not re.search(r"\w=\(\s*\)", script)


# --- the lock ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pin:
    requirement: Requirement
    hashes: list[str]

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        assert only.operator == "=="
        return only.version

    def holds(self, environment: dict[str, str]) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate(environment)


def pins(text: str) -> list[Pin]:
    """Every line of the lock that is not a comment."""
    plain = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = []
    for line in plain.splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", line)
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), line
        found.append(Pin(Requirement(requirement), hashes))
    return found


def environments() -> Iterator[dict[str, str]]:
    """What markers see on the Pythons and platforms that are supported."""
    machines = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")]
    for python, (platform, machine) in product((10, 11, 12, 13), [*machines, ("win32", "AMD64")]):
        yield {
            **{key: str(value) for key, value in default_environment().items()},
            "python_version": f"3.{python}",
            "python_full_version": f"3.{python}.4",
            "implementation_version": f"3.{python}.4",
            "sys_platform": platform,
            "platform_machine": machine,
            "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[platform],
            "os_name": "nt" if platform == "win32" else "posix",
        }


def test_every_requirement_is_locked_on_every_platform() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = pins(LOCK.read_text(encoding="utf-8"))
    for environment in environments():
        here = {pin.requirement.name: pin.version for pin in locked if pin.holds(environment)}
        assert len(here) == sum(pin.holds(environment) for pin in locked), "one version of each"
        for requirement in map(Requirement, project["dependencies"]):
            if requirement.marker is None or requirement.marker.evaluate(environment):
                assert requirement.specifier.contains(here[requirement.name]), (requirement, environment)


def test_lock_names_nothing_that_is_no_requirement_any_more() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    blocks = re.split(r"^(?=\w)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ours = {
        Requirement(block.split("\\")[0]).name for block in blocks if "lstm-lint (pyproject.toml)" in block
    }
    assert ours == {Requirement(text).name for text in project["dependencies"]}


def test_lock_names_no_index_and_no_option() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text and " @ " not in text
    assert not re.search(r"^\s*-(?!-hash=sha256:)", text, re.MULTILINE)


def test_reading_of_the_lock_can_fail() -> None:
    with pytest.raises(AssertionError):
        pins("libcst==1.8.6\n")
    assert Marker("python_version < '3.11'").evaluate(next(environments()))


# --- its steps, run ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Runner:
    """A workspace, a folder for what is temporary, the checkout of the action, and where traps leave their marks."""

    workspace: Path
    temp: Path
    action: Path
    marks: Path

    @property
    def sprung(self) -> list[str]:
        return sorted(mark.name for mark in self.marks.iterdir())

    @property
    def summary(self) -> str:
        return (self.temp / "summary").read_text(encoding="utf-8")

    def step(
        self, name: str, inputs: dict[str, str], outputs: dict[str, str], **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs a step as GitHub's runner does: inputs into its environment, the script by bash, in its folder."""
        given = {key: about["default"] for key, about in document()["inputs"].items()}
        known = {
            f"inputs.{key}": value for key, value in {**given, "python": sys.executable, **inputs}.items()
        }
        known |= {"runner.temp": str(self.temp), **outputs}
        (step,) = (one for one in document()["runs"]["steps"] if one["id"] == name)
        assert step["shell"] == "bash" and set(inputs) <= set(given)

        def filled(text: str) -> str:
            return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known[found[1]], text)

        plain = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_", "PYTHON"))}
        environment = plain | {
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
            **more,
            **{key: filled(value) for key, value in step["env"].items()},
        }
        for name in ("output", "summary"):
            (self.temp / name).write_text("", encoding="utf-8")
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        where = filled(step["working-directory"])
        return subprocess.run(
            command, cwd=where, env=environment, capture_output=True, text=True, timeout=600
        )

    def outputs(self) -> dict[str, str]:
        lines = (self.temp / "output").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def install(self, **more: str) -> subprocess.CompletedProcess[str]:
        return self.step("install", {}, {}, **more)

    def lint(
        self, environment: dict[str, str] | None = None, python: str = sys.executable, **inputs: str
    ) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
        """The step that lints, with packages that are installed already unless a Python is named; and its outputs."""
        given = {key.replace("_", "-"): value for key, value in inputs.items()}
        done = self.step("check", given, {"steps.install.outputs.python": python}, **(environment or {}))
        return done, self.outputs()


@pytest.fixture(scope="module")
def revision(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the action, of a version that is not the one of this environment."""
    action = tmp_path_factory.mktemp("action")
    for name in ("lstm_lint", "rules"):
        shutil.copytree(ROOT / name, action / name, ignore=shutil.ignore_patterns("__pycache__"))
    init = action / "lstm_lint" / "__init__.py"
    text, count = re.subn(r'__version__ = ".*"', f'__version__ = "{REVISION}"', init.read_text("utf-8"))
    assert count == 1
    init.write_text(text, encoding="utf-8")
    shutil.copy(LOCK, action)
    return action


@pytest.fixture
def runner(tmp_path: Path, revision: Path) -> Runner:
    folders = {name: tmp_path / name for name in ("workspace", "temp", "marks")}
    for folder in folders.values():
        folder.mkdir()
    (folders["workspace"] / "two words.py").write_text(FLAWED, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folders["workspace"], check=True)
    return Runner(action=revision, **folders)


@pytest.fixture
def trapped(runner: Runner) -> Runner:
    """The workspace holds what Python, pip and lstm-lint would run if they looked there."""

    def spring(name: str) -> str:
        return f"open({str(runner.marks / name)!r}, 'w').close()\n"

    def put(name: str, text: str) -> None:
        file = runner.workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    standard = ("venv", "pip", "ensurepip", "runpy", "re", "json", "multiprocessing", "subprocess")
    own = ("libcst", "typer", "lstm_lint/__init__", "lstm_lint/__main__")
    user = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    for name in (*standard, *own, "sitecustomize", "usercustomize", "setup", "startup", "backend"):
        put(f"{name}.py", spring(name.replace("/", ".")))
    for folder in (".", user):
        put(f"{folder}/trap.pth", f"import sys; {spring('pth')}")
    put(f"{user}/usercustomize.py", spring("usercustomize"))
    put("pip.conf", "[global]\nrequirement = requirements.lock\n")
    put("pip.ini", "[global]\nrequirement = requirements.lock\n")
    put("requirements.lock", f"-e {runner.workspace}\n")
    put("setup.cfg", "[metadata]\nname = trap\n[options]\npy_modules = startup\n")
    put(
        "pyproject.toml",
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
        "[tool.lstm-lint]\nrule-paths = ['lint_rules']\n",
    )
    page = RULE / "rules" / "OUR101-too-many-units.md"
    put(f"lint_rules/{page.name}", page.read_text(encoding="utf-8"))
    put("lint_rules/too_many_units.py", spring("rule") + (RULE / "__init__.py").read_text(encoding="utf-8"))
    return runner


def tempting(workspace: Path) -> dict[str, str]:
    """Variables of a job that lead Python and pip into the workspace."""
    return {
        "PYTHONPATH": str(workspace),
        "PYTHONSTARTUP": str(workspace / "startup.py"),
        "PYTHONUSERBASE": str(workspace),
        "PYTHONINSPECT": "",
        "PIP_REQUIREMENT": str(workspace / "requirements.lock"),
        "PIP_EDITABLE": str(workspace),
        "PIP_CONSTRAINT": str(workspace / "constraints.txt"),
        "PIP_CONFIG_FILE": str(workspace / "pip.conf"),
        "PIP_CACHE_DIR": str(workspace / "cache"),
        "XDG_CACHE_HOME": str(workspace / "cache"),
        "PIP_TARGET": str(workspace / "target"),
        "PIP_NO_BINARY": ":all:",
    }


def test_traps_can_spring(trapped: Runner) -> None:
    environment = {**os.environ, **tempting(trapped.workspace)}
    for arguments in (
        ["-m", "venv"],
        ["-S", "-m", "pip"],  # setuptools hooks into the import of pip, and needs what is trapped too
        ["-c", "import lstm_lint.__main__, libcst, usercustomize"],
    ):
        subprocess.run(
            [sys.executable, *arguments], cwd=trapped.workspace, env=environment, capture_output=True
        )
    assert {"venv", "pip", "lstm_lint.__main__", "libcst", "sitecustomize", "usercustomize"} <= set(
        trapped.sprung
    )
    done, _ = trapped.lint(project_rules="true")
    assert "rule" in trapped.sprung and done.returncode == 1


def test_nothing_of_the_workspace_is_run_where_it_is_linted(trapped: Runner) -> None:
    done, outputs = trapped.lint(tempting(trapped.workspace), sarif="true")
    assert trapped.sprung == []
    assert done.returncode == 1 and outputs["exit-code"] == "1", done.stderr
    assert "::error file=two words.py,line=3,endLine=3,col=" in done.stdout
    (run,) = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"]
    assert run["tool"]["driver"]["version"] == REVISION, "the code that lies beside the action"


def wheel(folder: Path, name: str, needs: str = "") -> str:
    """A wheel of one empty module; returns its hash."""
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(text)}")
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
    file = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_only_what_the_lock_names_is_installed_and_only_by_its_hash(trapped: Runner, tmp_path: Path) -> None:
    for name in ("links", "action"):
        (tmp_path / name).mkdir()
    links = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "links"), **tempting(trapped.workspace)}
    known = wheel(tmp_path / "links", "locked_one", needs="Requires-Dist: no_such_thing\n")
    small = Runner(trapped.workspace, trapped.temp, tmp_path / "action", trapped.marks)
    lock = small.action / "requirements.lock"
    lock.write_text(f"locked_one==1.0 --hash=sha256:{known}\n", encoding="utf-8")
    done = small.install(**links)
    assert done.returncode == 0, done.stderr
    python = small.outputs()["python"]
    assert (small.sprung, not (small.workspace / "target").exists()) == ([], True)
    subprocess.run([python, "-I", "-c", "import locked_one"], check=True)
    assert Path(python).is_relative_to(small.temp)
    lock.write_text("locked_one==1.0\n", encoding="utf-8")
    assert "Hashes are required" in small.install(**links).stderr
    source = tmp_path / "links" / "built-1.0.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        for name in ("pyproject.toml", "backend.py"):
            archive.add(small.workspace / name, f"built-1.0/{name}")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    lock.write_text(f"built==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    assert "No matching distribution" in small.install(**links).stderr, "a build runs code"
    assert small.sprung == []


@pytest.mark.network
def test_locked_packages_are_complete(trapped: Runner) -> None:
    done = trapped.install(**tempting(trapped.workspace))
    assert done.returncode == 0, done.stderr
    assert not (trapped.workspace / "cache").exists()
    python = trapped.outputs()["python"]
    listed = [python, "-I", "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
    found = json.loads(subprocess.run(listed, capture_output=True, check=True).stdout)
    here = {key: str(value) for key, value in default_environment().items()}
    locked = {p.requirement.name: p.version for p in pins(LOCK.read_text(encoding="utf-8")) if p.holds(here)}
    installed = {canonicalize_name(one["name"]): one["version"] for one in found}
    assert {
        name: version for name, version in installed.items() if name not in ("pip", "setuptools")
    } == locked
    checked = subprocess.run([python, "-I", "-m", "pip", "check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    done, outputs = trapped.lint(tempting(trapped.workspace), python)
    assert (done.returncode, outputs, trapped.sprung) == (1, {"exit-code": "1"}, [])
    assert "::error file=two words.py" in done.stdout


def test_findings_are_annotated_and_fail_the_step(runner: Runner) -> None:
    done, outputs = runner.lint()
    assert done.returncode == 1 and outputs == {"exit-code": "1"}
    assert done.stdout.startswith("::error file=two words.py,line=3,endLine=3,col=")
    assert "| error | [LL101](" in runner.summary


def test_options_and_paths_are_one_a_line(runner: Runner) -> None:
    (runner.workspace / "clean.py").write_text(
        FLAWED.replace("GRU(16), ", "GRU(16, return_sequences=True), "), encoding="utf-8"
    )
    done, outputs = runner.lint(paths="clean.py\n\ntwo words.py\n", args="--select\nLL101\n")
    assert done.returncode == 1 and done.stdout.count("::error") == 1
    done, outputs = runner.lint(paths="clean.py", args="--select=LL101")
    assert done.returncode == 0 and outputs["exit-code"] == "0"
    done, outputs = runner.lint(args="--ignore=LL101\n--profile=strikt")
    assert done.returncode == 2 and "did you mean `strict`?" in done.stderr
    assert outputs["exit-code"] == "2"


def test_what_begins_with_a_dash_is_a_path(runner: Runner) -> None:
    (runner.workspace / "--fail-on=never").mkdir()
    (runner.workspace / "--fail-on=never" / "train.py").write_text(FLAWED, encoding="utf-8")
    done, _ = runner.lint(paths="--fail-on=never")
    assert done.returncode == 1 and done.stdout.count("::error") == 1
    (runner.workspace / "-").mkdir()
    (runner.workspace / "-" / "train.py").write_text(FLAWED, encoding="utf-8")
    done, _ = runner.lint(paths="-")
    assert done.returncode == 1 and "file=-/train.py" in done.stdout


def test_input_is_no_shell(runner: Runner) -> None:
    touch = f"touch {runner.marks / 'shell'}"
    inputs = {"paths": f"$({touch})", "args": f"`{touch}`", "since": f"; {touch}", "baseline": f"$({touch})"}
    assert runner.lint(**inputs)[0].returncode == 2
    assert (
        runner.lint(isolated=f"$({touch})", project_rules=f"`{touch}`", sarif=f"; {touch}")[0].returncode == 2
    )
    assert runner.sprung == []


@pytest.mark.parametrize("name", ["isolated", "project-rules", "sarif"])
def test_switch_is_true_or_false(runner: Runner, name: str) -> None:
    done, _ = runner.lint(**{name: "yes"})
    assert done.returncode == 2
    assert done.stdout == f"::error::the input {name} of lstm-lint: write true or false\n"


def test_isolated_run_lets_nothing_of_the_workspace_decide(trapped: Runner) -> None:
    with (trapped.workspace / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("ignore = ['ALL']\nfail-on = 'never'\n")
    assert trapped.lint()[0].returncode == 0
    done, _ = trapped.lint(isolated="true", project_rules="true")
    assert done.returncode == 1 and "::error file=two words.py" in done.stdout
    assert trapped.sprung == []


def inputs_of(snippet: Snippet) -> dict[str, str]:
    """What a workflow of the README gives the action, for a pull request to `main`."""
    text = snippet.text.replace("${{ github.base_ref }}", "main")
    (job,) = yaml.safe_load(text)["jobs"].values()
    (given,) = (step["with"] for step in job["steps"] if step["uses"].startswith("lstm-lint/"))
    return {key: str(value).lower() if isinstance(value, bool) else value for key, value in given.items()}


def commit(folder: Path, message: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "add", "--all", "--force"], cwd=folder, check=True)
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", message], cwd=folder, check=True)


def test_workflow_of_the_readme(trapped: Runner) -> None:
    commit(trapped.workspace, "what was there")
    subprocess.run(
        ["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=trapped.workspace, check=True
    )
    (trapped.workspace / "new.py").write_text(FLAWED, encoding="utf-8")
    commit(trapped.workspace, "what the pull request adds")
    inputs = inputs_of(only("README.md", "fetch-depth"))
    assert set(inputs) == {"since", "sarif"}
    done, outputs = trapped.lint(**inputs)
    assert (done.returncode, done.stdout.count("::error"), trapped.sprung) == (1, 1, [])
    assert "file=new.py" in done.stdout
    (run,) = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"]
    assert len(run["results"]) == 1


SILENCING = {
    "pyproject.toml": "[tool.lstm-lint]\nignore = ['ALL']\nfail-on = 'never'\nexclude = ['*.py']\n",
    "lstm-lint.toml": "ignore = ['ALL']\nfail-on = 'never'\nrule-paths = ['lint_rules']\nbaseline = 'known.json'\n",
    ".gitignore": "*.py\n",
    "two words.py": "# lstm-lint: ignore-file\n# ruff: noqa\n" + FLAWED.replace("])\n", "])  # noqa\n"),
    "pyvenv.cfg": "home = /usr/bin\n",
}


@pytest.mark.parametrize("name", SILENCING)
def test_workflow_for_forks_cannot_be_silenced(trapped: Runner, name: str) -> None:
    (trapped.workspace / name).write_text(SILENCING[name], encoding="utf-8")
    inputs = inputs_of(only("README.md", "persist-credentials"))
    assert inputs == {"isolated": "true"}
    done, outputs = trapped.lint(tempting(trapped.workspace), **inputs)
    assert (done.returncode, outputs["exit-code"], trapped.sprung) == (1, "1", []), done.stderr
    assert "::error file=two words.py" in done.stdout


def test_what_could_not_be_read_can_fail_the_step(runner: Runner) -> None:
    unread = "def build(keras):\n    return keras.layers.LSTM(8)(keras.Input((9, 2)))\n"
    (runner.workspace / "two words.py").write_text(unread, encoding="utf-8")
    assert runner.lint(isolated="true")[0].returncode == 0
    done, outputs = runner.lint(isolated="true", args="--fail-on-unread")
    assert (done.returncode, outputs["exit-code"]) == (1, "1"), done.stdout


def test_sarif_is_written_beside_the_annotations(runner: Runner) -> None:
    done, outputs = runner.lint(sarif="true")
    assert done.returncode == 1 and done.stdout.count("::error") == 1
    file = Path(outputs["sarif-file"])
    assert file.is_relative_to(runner.temp), "a link of the workspace cannot lead it elsewhere"
    (run,) = json.loads(file.read_text(encoding="utf-8"))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "two%20words.py"
    _, again = runner.lint(sarif="true")
    assert again["sarif-file"] != outputs["sarif-file"], "each use of the action has its own"


def test_nothing_is_written_into_the_workspace(runner: Runner) -> None:
    before = sorted(runner.workspace.iterdir())
    runner.lint(sarif="true")
    assert sorted(runner.workspace.iterdir()) == before


def test_baseline_and_since(runner: Runner) -> None:
    commit(runner.workspace, "old")
    assert runner.lint(since="HEAD")[0].returncode == 0
    assert runner.lint(since="no-such")[0].returncode == 2
    (runner.workspace / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    assert runner.lint(baseline="known.json")[0].returncode == 1
