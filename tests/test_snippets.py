"""Every fenced block of the documents is run as it stands. One of no known kind fails: nothing is shown untested."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tomli
import yaml
from documents import ROOT, Snippet, only, snippets

from lstm_lint import checks
from lstm_lint.command import options
from lstm_lint.reader.libraries import numpy
from lstm_lint.reader.libraries.effects import Effect
from lstm_lint.rulebook.rulebook import find
from lstm_lint.smoke import facts
from lstm_lint.smoke.mend import CHANGES
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.testing import read

DOCUMENTS = sorted(ROOT.glob("*.md"))
EXAMPLE = ROOT / "examples" / "plugin"
EXAMPLES = (EXAMPLE, ROOT / "examples" / "library_plugin")
PAGES = [*sorted((ROOT / "rules").glob("*.md")), *sorted(EXAMPLE.rglob("OUR*.md"))]
TRAIN = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((50, 8)), layers.GRU(16), layers.GRU(16), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
"""

# What is not run, and why. A line or a part of it between `&&` is compared as a whole; the rest is run.
NOT_RUN = {
    "lstm-lint --watch notebooks/": "does not end; test_watch.py runs it",
    "lstm-lint scan ~/repositories --output-file findings.parquet --page scan.html --store ~/scans": (
        "no reader has these folders; test_scan.py has some"
    ),
    "lstm-lint scan /shared --scheduler tcp://host:8786 --output-file new.jsonl --against old.jsonl --page scan.html": (
        "needs a cluster; test_scan.py starts one"
    ),
    "lstm-lint server": "waits for an editor; test_server.py is one",
    "python3 -m venv .venv": "the environment of this test run is one",
    ".venv/bin/python -m pytest": "this is it",
    ".venv/bin/pip install .": "needs the index; that pyproject.toml is what it installs is checked",
    '.venv/bin/pip install -e ".[dev,keras]"': "needs the index; that the extras are there is checked",
    ".venv/bin/pip install uv": "needs the index",
    "PATH=.venv/bin:$PATH python3 scripts/lock_requirements.py": "needs the index; that the script is there is checked",
    ".venv/bin/python scripts/build_site.py site": "test_site.py runs it",
    "pip install lstm-lint": "needs the index; that this is the name of the project is checked",
}
TRAINS = (
    "lstm-lint smoke ",
    "lstm-lint check --smoke ",
)  # for a minute: their options are read, nothing is trained


# --- all of them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("snippet", [one for file in DOCUMENTS for one in snippets(file)], ids=str)
def test_snippet(snippet: Snippet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(snippet.words) == 1 and snippet.language in KINDS, f"{snippet}: no known kind of block"
    KINDS[snippet.language](snippet)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_rule_page_is_a_bad_or_a_good_one(page: Path) -> None:
    """Those are run by the tests of the rules, and by the kit for plug-ins."""
    shown = snippets(page)
    run = read(page).all_blocks
    assert {one.language for one in shown} == {"python"} and len(run) == len(shown)


def test_block_that_is_not_known_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "NEW.md"
    for block in ("```ini\n[a]\n```\n", "```\nlstm-lint\n```\n", "```python\nprint()\n```\n"):
        file.write_text(block, encoding="utf-8")
        snippets.cache_clear()
        with pytest.raises((AssertionError, ValueError)):
            test_snippet(snippets(file)[0], tmp_path, monkeypatch)
    file.write_text("Run this:\n\n    lstm-lint --no-such-option\n", encoding="utf-8")
    snippets.cache_clear()
    with pytest.raises(ValueError, match="indented"):
        snippets(file)


# --- commands ------------------------------------------------------------------------------------------------------


def project(folder: Path) -> Path:
    """A repository with what the commands of the documents name, whose branch changed all of it."""
    here = folder / "project"
    shutil.copytree(ROOT / "examples", here / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    (here / "notebooks").mkdir()
    shutil.copy(ROOT / "examples" / "review_sentiment.ipynb", here / "notebooks")
    (here / "train.py").write_text(TRAIN, encoding="utf-8")
    (folder / "lstm-lint.toml").write_text('ignore = ["LL2"]\n', encoding="utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@b")
    for command in (["init", "-q"], [*who, "commit", "-q", "--allow-empty", "-m", "start"]):
        subprocess.run(["git", *command], cwd=here, check=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "HEAD"], cwd=here, check=True)
    return here


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line by bash, with `lstm-lint` on the path as an installation puts it there."""
    programs = folder.parent / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / "lstm-lint"
    code = "import sys; from lstm_lint.command.cli import main; sys.exit(main())"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{code}' \"$@\"\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT")}
    environment |= {
        "PATH": f"{programs}{os.pathsep}{environment['PATH']}",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{folder.parent / 'site'}",
        "PYTHONSAFEPATH": "1",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def commands(snippet: Snippet) -> None:
    for number, line in enumerate(snippet.text.splitlines()):
        run(re.sub(r"\s+#.*", "", line), Path.cwd() / str(number))


def run(line: str, folder: Path) -> None:
    """Runs what can be run of a line; exit code 1 says that something was found."""
    for part in line.split(" && "):
        if part in NOT_RUN:
            installation(part)
        elif part.startswith(TRAINS):
            options_are_known(part.split()[1:])
        elif part.startswith("python scripts/new_rule.py "):
            new_rule(part.split()[2:], folder)
        else:
            assert part.startswith(("lstm-lint", ".venv/bin/lstm-lint", "cat train.py | lstm-lint")), part
            folder.mkdir()
            done = shell(part.removeprefix(".venv/bin/"), project(folder))
            assert done.returncode in (0, 1) and "error:" not in done.stderr, f"{part}\n{done.stderr}"
            assert done.stdout or done.stderr or "--output-file" in part


def new_rule(arguments: Sequence[str], folder: Path) -> None:
    """In a copy, for it writes a page, a check and a row of the README."""
    for name in ("lstm_lint", "rules", "scripts", "tests", "README.md", "RELEASING.md", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        folder.mkdir(exist_ok=True)
        copy(ROOT / name, folder / name)
    where = {**os.environ, "PYTHONPATH": str(folder)}
    subprocess.run(
        [sys.executable, "scripts/new_rule.py", *arguments], cwd=folder, env=where, check=True, timeout=600
    )
    assert (folder / "lstm_lint" / "checks" / f"{arguments[0].replace('-', '_')}.py").is_file()


def installation(part: str) -> None:
    told = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if "[" in part:
        extras = part.split("[")[1].split("]")[0].split(",")
        assert set(extras) <= set(told["optional-dependencies"])
    elif part.startswith("pip install lstm"):
        assert part.split()[-1] == told["name"]
    elif "scripts/" in part:
        assert any((ROOT / word).is_file() for word in part.split())


def options_are_known(arguments: Sequence[str]) -> None:
    """Every option of a command that trains is one of its options, with the values it takes."""
    table = {"check": options.CHECK, "smoke": options.SMOKE}[arguments[0]]
    known = {flag: option for option in table for flag in option.flags}
    rest = iter(arguments[1:])
    paths = []
    for word in rest:
        if not word.startswith("-"):
            paths.append(word)
        elif known[word].kind == "value":
            next(rest)
    assert paths == ["train.py"]


def test_commands_that_do_not_run_are_still_shown() -> None:
    shown = "\n".join(one.text for file in DOCUMENTS for one in snippets(file))
    assert [line for line in (*NOT_RUN, *TRAINS) if line not in shown] == []


# --- configuration -------------------------------------------------------------------------------------------------


def smoke_table(text: str) -> None:
    """A page with it in its front matter tells smoke training what it says."""
    page = Path("LL999-short-name.md")
    page.write_text(f'+++\ncode = "LL999"\n{text}+++\n# A rule\n', encoding="utf-8")
    told = facts.of_page(page)
    table = tomli.loads(text)["smoke"]
    assert all(getattr(told, name) == value for name, value in table.items())
    assert isinstance(told.mend, dict) and set(told.mend) <= set(CHANGES)


def configuration(snippet: Snippet) -> None:
    if "entry-points" in snippet.text:
        assert any(snippet.text in (one / "pyproject.toml").read_text(encoding="utf-8") for one in EXAMPLES)
        return
    if snippet.text.startswith("[smoke]\n"):
        smoke_table(snippet.text)
        return
    here = project(Path.cwd())
    house = Path("site/our_lint_config")
    house.mkdir(parents=True)
    (house / "__init__.py").touch()
    (house / "lstm-lint.toml").write_text('extend-exclude = ["build"]\n', encoding="utf-8")
    assert "[tool.lstm-lint]\n" in snippet.text
    own = snippet.text.replace("[tool.lstm-lint]\n", "").replace("tool.lstm-lint.", "")
    shown = []
    for name, text in (("pyproject.toml", snippet.text), ("lstm-lint.toml", own)):
        (here / name).write_text(text, encoding="utf-8")
        written = shell("lstm-lint --write-baseline", here)
        assert written.returncode == 0 and "wrote" in written.stderr, written.stderr
        checked = shell("lstm-lint", here)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        settings = shell("lstm-lint config train.py", here)
        assert settings.returncode == 0, settings.stderr
        shown.append(re.sub(rf"{re.escape(str(here))}/{name}(:\d+)?", "FILE", settings.stdout).splitlines())
        (here / name).unlink()
    assert any("LL203" in line and "error" in line for line in shown[0])
    assert any(line.startswith("extend-exclude") and "archive" in line for line in shown[0])
    assert shown[0] == shown[1], "the same keys in either file"


# --- workflows -----------------------------------------------------------------------------------------------------

# The inputs of other people's actions that we name: their files are not here to be asked.
OTHERS = {
    "actions/checkout": {"fetch-depth", "persist-credentials"},
    "actions/cache": {"path", "key", "restore-keys"},
    "github/codeql-action/upload-sarif": {"sarif_file", "category"},
}


def workflows(snippet: Snippet) -> None:
    document = yaml.safe_load(snippet.text)
    file = Path("snippet.yml")
    file.write_text(snippet.text, encoding="utf-8")
    if "jobs" in document:
        fits("vendor.github-workflows", file)
        assert "lstm-lint/lstm-lint" in github(document)
    elif isinstance(document, list):  # steps for a job
        whole = {"on": "push", "jobs": {"lint": {"runs-on": "ubuntu-latest", "steps": document}}}
        file.write_text(yaml.safe_dump(whole), encoding="utf-8")
        fits("vendor.github-workflows", file)
        github(whole)
    elif "repos" in document:
        hooks(document, file, snippet.text)
    else:
        fits("vendor.gitlab-ci", file)
        gitlab(document)


def fits(schema: str, file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def github(document: dict[str, Any]) -> set[str]:
    """The actions that are used, with inputs and outputs that there are. What ours does is tested with the action."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    used = set()
    for step in (step for job in document["jobs"].values() for step in job["steps"]):
        name, _, _ = step["uses"].partition("@")
        used.add(name)
        inputs = set(action["inputs"]) if name == "lstm-lint/lstm-lint" else OTHERS[name]
        assert set(step.get("with", {})) <= inputs, step
    outputs = re.findall(r"steps\.lstm-lint\.outputs\.([\w-]+)", json.dumps(document))
    assert set(outputs) <= set(action["outputs"])
    return used


def hooks(document: dict[str, Any], file: Path, text: str) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert set(re.findall(r"- id: ([\w-]+)", text)) == known
    (repository,) = document["repos"]
    told = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert repository["repo"] == told["urls"]["Homepage"]


def gitlab(document: dict[str, Any]) -> None:
    (job,) = document.values()
    install, command = job["script"]
    installation(install)
    assert install in NOT_RUN
    here = project(Path.cwd())
    assert shell(command, here).returncode == 1
    report = json.loads((here / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert {"train.py"} <= {one["location"]["path"] for one in report}


def test_versions_that_are_named_are_this_one() -> None:
    from lstm_lint import __version__

    shown = "\n".join(one.text for file in DOCUMENTS for one in snippets(file) if one.language == "yaml")
    assert set(re.findall(r"(?:rev: |lstm-lint/lstm-lint@)v(\S+)", shown)) == {__version__}


# --- Python --------------------------------------------------------------------------------------------------------


def python(snippet: Snippet) -> None:
    if "from lstm_lint.watch import" in snippet.text:  # trains: test_training_watch_keras.py runs it
        compile(snippet.text, str(snippet), "exec")
    elif "lstm-lint: ignore[" in snippet.text:
        suppressions(snippet.text)
    elif '@check("short-name"' in snippet.text:
        rule(snippet.text)
    elif "@mends(" in snippet.text:
        mending(snippet.text)
    elif "Effect(" in snippet.text and not is_in_an_example(snippet.text):
        entry(snippet.text)
    else:
        assert is_in_an_example(snippet.text)


def is_in_an_example(text: str) -> bool:
    """The examples are installed and tested as a whole."""
    files = [file.read_text(encoding="utf-8") for example in EXAMPLES for file in example.rglob("*.py")]
    return any(text == one or f"\n\n{text}" in one for one in files)


def suppressions(text: str) -> None:
    """With the comments nothing is found, and without them what they name."""
    here = project(Path.cwd())
    start = (
        "import keras\nfrom keras.layers import LSTM\n\nmodel = keras.Sequential([keras.Input((50, 8))])\n"
    )
    text = text.replace("64,", "64, return_sequences=True,", 1)
    select = "lstm-lint -q --output-format concise --select LL203,LL002 train.py"
    (here / "train.py").write_text(start + text, encoding="utf-8")
    done = shell(select, here)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    (here / "train.py").write_text(start + re.sub(r"  #.*", "", text), encoding="utf-8")
    found = shell(select, here).stdout
    assert found.count("LL203") == 1 and f"and {text.count('model.add') - 1} more in this file" in found


def rule(text: str) -> None:
    """The check is one: as the file of a local rule, with the imports that every check has, it finds."""
    here = project(Path.cwd())
    rules = here / "lint_rules"
    rules.mkdir()
    plugin = (EXAMPLE / "our_rules" / "__init__.py").read_text(encoding="utf-8")
    imports = "".join(re.findall(r"^from .*\n", plugin, re.MULTILINE))
    (rules / "short_name.py").write_text(f"{imports}\n\n{text}", encoding="utf-8")
    page = (EXAMPLE / "our_rules" / "rules" / "OUR101-too-many-units.md").read_text(encoding="utf-8")
    page = page.replace('"too-many-units"', '"short-name"').replace("units = 512", "limit = 0.8")
    (rules / "OUR101-short-name.md").write_text(page, encoding="utf-8")
    (here / "lstm-lint.toml").write_text('rule-paths = ["lint_rules"]\n', encoding="utf-8")
    (here / "train.py").write_text(TRAIN.replace("16)", "16, dropout=0.9)"), encoding="utf-8")
    done = shell("lstm-lint --output-format concise --select OUR train.py", here)
    said = "OUR101 [warning] what is written, what happens, what to write instead; and 1 more in this file"
    assert done.stdout.count(said) == 1


def mending(text: str) -> None:
    """The function is registered for the rule, and changes the layer of the finding."""
    asked: list[dict[str, float]] = []

    class Specification:
        def changed(self, node: object, **arguments: float) -> Specification:
            asked.append(arguments)
            return self

    exec(f"from __future__ import annotations\nfrom lstm_lint.checks import mends\n{text}", {})
    function = checks.mending("short-name")
    assert function is not None and function(Specification(), SimpleNamespace(node=None)) is not None  # type: ignore[arg-type]
    assert asked == [{"dropout": 0.2}]


def entry(text: str) -> None:
    """What it says of a function is what the table says."""
    shown: dict[str, Any] = {}
    exec(text, shown)
    for path, effect in shown["FUNCTIONS"].items():
        real = numpy.FUNCTIONS[path]
        assert isinstance(real, Effect)
        for field in ("params", "step", "shape", "dtype"):
            assert getattr(effect, field) == getattr(real, field)


# --- printed text --------------------------------------------------------------------------------------------------


def printed(snippet: Snippet) -> None:
    if snippet.text.startswith("lstm_lint/"):
        house(snippet.text)
    elif snippet.text.startswith("= smoke: "):
        verdict(snippet.text)
    elif snippet.text.startswith("train.py:"):  # of the training above it
        said = [line for line in snippet.text.splitlines() if "[LL" in line]
        assert said and all(find(re.findall(r"\[(LL\d+)\]", line)[0]) for line in said)
    else:
        first, shown = snippet.text.split("\n", 1)
        assert first.startswith("$ lstm-lint ") and "<!-- output: " in snippet.before
        done = shell(first.removeprefix("$ "), ROOT)
        assert done.stdout == shown


def house(text: str) -> None:
    """The folders and files of the left column are there, and all folders of the package are named."""
    named = {name for line in text.splitlines() for name in line.split("  ")[0].split(", ")}
    full = {name if "/" in name.rstrip("/") or name == "rules/" else f"lstm_lint/{name}" for name in named}
    assert [name for name in full if not (ROOT / name).exists()] == []
    package = {f"lstm_lint/{folder.parent.name}/" for folder in (ROOT / "lstm_lint").glob("*/__init__.py")}
    assert package - full == {"lstm_lint/ir/"} and "(from ir/)" in text


def verdict(text: str) -> None:
    """The line as the program makes it of these figures; a training would take a minute, and other seconds."""
    line = " ".join(text.split())
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e\+\d+)?", line)]
    speaking, seeds, written, fixed, gradient, usual, steps, planned, seconds = numbers
    figures = [
        {"share": share, "largest_gradient": norm} for share, norm in ((written, gradient), (fixed, usual))
    ]
    made = Verdict(
        "confirmed",
        "loss-ratio",
        *figures,
        seconds=seconds,
        steps=int(steps),
        seeds=int(seeds),
        speaking=int(speaking),
        planned=int(planned),
    )
    assert line == f"= smoke: {made.line()}"


KINDS: dict[str, Callable[[Snippet], None]] = {
    "console": commands,
    "toml": configuration,
    "yaml": workflows,
    "python": python,
    "text": printed,
}


def test_commands_in_the_text_have_options_that_there_are() -> None:
    """Commands in the prose, between single quotes of Markdown: their options, not their outcome."""
    known = {
        flag
        for table in (options.CHECK, options.SMOKE, options.DATA_OF, options.SCAN)
        for option in table
        for flag in option.flags
    }
    known |= {"--version", "--help", "--all", "--schema", "--install-completion", "--values", "--arrays"}
    for file in (*ROOT.glob("scripts/*.py"), *ROOT.glob("benchmarks/**/*.py")):
        known |= set(re.findall(r"[\"'](--[a-z-]+)[\"']", file.read_text(encoding="utf-8")))
    for file in DOCUMENTS:
        text = re.sub(r"^```.*?^```$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for command in re.findall(r"`((?:lstm-lint )?--?[a-z][^`]*|lstm-lint [^`]*)`", text):
            flags = re.findall(r"(?<!\S)(--[a-z-]+)", command)
            assert [flag for flag in flags if flag not in known] == [], f"{file.name}: {command}"


def test_workflow_for_forks_says_five_things() -> None:
    snippet = only("README.md", "persist-credentials")
    assert re.findall(r"# (\d)\. ", snippet.text) == ["1", "2", "3", "4", "5"]
    workflow = yaml.safe_load(snippet.text)
    assert workflow[True] == "pull_request"  # `on` is a truth of YAML 1.1
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert [set(step) for step in job["steps"]] == [{"uses", "with"}] * 2
