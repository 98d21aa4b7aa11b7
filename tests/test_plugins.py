"""Rules of others: the example is installed and tested as its author would, and what is broken is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ROOT, Capsys, process, refused, run, write

from lstm_lint.rulebook import plugins

EXAMPLE = ROOT / "examples" / "plugin"
SCRIPT = "from keras import layers\n\nencoder = layers.LSTM(1024)\n"
PAGE = (EXAMPLE / "our_rules" / "rules" / "OUR101-too-many-units.md").read_text(encoding="utf-8")
CHECK = (EXAMPLE / "our_rules" / "__init__.py").read_text(encoding="utf-8")
ONLY = ("-q", "--output-format", "concise", "train.py")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    write("train.py", SCRIPT)
    yield tmp_path
    plugins.use_local(())


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line that a broken plug-in is answered with."""
    assert (done.returncode, done.stdout) == (2, b"")
    line = done.stderr.decode()
    assert line.count("\n") == 1 and line.startswith("lstm-lint: error: "), line
    return line


# --- installed -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a scratch environment that sees this one's packages and has the example installed."""
    folder = tmp_path_factory.mktemp("environment")
    shutil.copytree(EXAMPLE, folder / "plugin", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    here = [path for path in sys.path if path.endswith("site-packages")]
    (site / "here.pth").write_text("\n".join([*here, str(ROOT)]) + "\n", encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", str(site), str(folder / "plugin")], check=True, capture_output=True)
    return folder / "venv" / "bin" / "python"


def inside(python: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run([str(python), *arguments], env=plain, capture_output=True, timeout=600)


def test_installed_rules_are_rules_like_any(installed: Path, folder: Path) -> None:
    done = inside(installed, "-m", "lstm_lint", *ONLY)
    assert done.returncode == 1 and done.stdout.startswith(
        b"train.py:3:23: OUR101 [warning] `units=1024` is more than"
    )
    write("lstm-lint.toml", "[rules.too-many-units]\nunits = 2000\n")
    assert inside(installed, "-m", "lstm_lint", *ONLY).returncode == 0
    write("lstm-lint.toml", "severity = {house = 'error'}\n")
    assert b"OUR101 [error]" in inside(installed, "-m", "lstm_lint", *ONLY).stdout
    assert inside(installed, "-m", "lstm_lint", *ONLY, "--ignore", "OUR1").returncode == 0
    assert inside(installed, "-m", "lstm_lint", *ONLY, "--select", "LL").returncode == 0
    page = inside(installed, "-m", "lstm_lint", "rule", "OUR101").stdout.decode()
    assert page.startswith("OUR101 too-many-units\n") and "option: units = 512" in page


def test_suppressions_know_the_codes_of_plugins(installed: Path, folder: Path) -> None:
    write("train.py", SCRIPT.replace(")\n", ")  # noqa: OUR101\n"))
    assert inside(installed, "-m", "lstm_lint", *ONLY).returncode == 0
    write("train.py", SCRIPT.replace("1024)\n", "8)  # noqa: OUR101\n"))
    assert b"LL002" in inside(installed, "-m", "lstm_lint", *ONLY).stdout


def test_sarif_links_to_the_page_of_the_plugin(installed: Path, folder: Path) -> None:
    done = inside(installed, "-m", "lstm_lint", "train.py", "--output-format", "sarif")
    (rule,) = json.loads(done.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert (rule["id"], rule["helpUri"]) == ("OUR101", "https://example.com/house-rules#units")


def test_pages_of_the_example_pass_with_the_kit(installed: Path, folder: Path) -> None:
    shutil.copytree(EXAMPLE / "tests", folder / "tests")
    done = inside(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0 and b"2 passed" in done.stdout, done.stdout.decode()


# --- local ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def local(folder: Path) -> Path:
    write("lint_rules/OUR101-too-many-units.md", PAGE)
    write("lint_rules/too_many_units.py", CHECK)
    write("lstm-lint.toml", "rule-paths = ['lint_rules']\n")
    return folder / "lint_rules"


def test_local_rules(local: Path) -> None:
    done = process(*ONLY)
    assert done.returncode == 1 and b"OUR101" in done.stdout
    assert process(*ONLY, "--select", "too-many-units").stdout == done.stdout
    os.unlink("lstm-lint.toml")
    assert process(*ONLY).returncode == 0
    assert "no rule `OUR101`" in said(process(*ONLY, "--select", "OUR101"))


def test_no_other_python_is_run(local: Path, folder: Path) -> None:
    (local / "other.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    write("train.py", "open('run', 'w')\n" + SCRIPT)
    write("OUR101-too-many-units.md", PAGE)
    write("too_many_units.py", CHECK)
    write("lstm-lint.toml", "rule-paths = ['.']\n")
    assert process(*ONLY).returncode == 1 and not (folder / "run").exists()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("too_many_units.py", "import no_such_module\n", "cannot be imported: ModuleNotFoundError"),
        ("too_many_units.py", "def broken(:\n", "cannot be imported: SyntaxError"),
        (
            "too_many_units.py",
            "",
            'OUR101 has a page and no check; define a function under @check("too-many-units") in too_many',
        ),
        ("OUR101-too-many-units.md", "no front matter\n", "does not begin with front matter"),
        ("OUR101-too-many-units.md", PAGE.replace('"OUR101"', '"LL101"'), "LL101 is no code for a plug-in"),
        (
            "OUR101-too-many-units.md",
            PAGE.replace('"too-many-units"', '"softmax-single-unit"'),
            "in use already",
        ),
        ("OUR102-again.md", PAGE, "`OUR101` is in use already"),
        ("too_many_units.py", "raise SystemExit(0)\n", "cannot be imported: SystemExit: 0"),
        (
            "too_many_units.py",
            "import sys\nsys.exit('all\\nclear')\n",
            "cannot be imported: SystemExit: all clear",
        ),
        ("too_many_units.py", "class Stop(BaseException): ...\nraise Stop\n", "cannot be imported: Stop"),
        ("too_many_units.py", "raise GeneratorExit\n", "cannot be imported: GeneratorExit"),
        ("OUR101-too-many-units.md", PAGE.replace('"OUR101"', "101"), "`code` is no text"),
        ("OUR101-too-many-units.md", PAGE.replace('"too-many-units"', "[1]"), "`name` is no text"),
        (
            "OUR101-too-many-units.md",
            PAGE.replace("default = true", "default = 'x'"),
            "`default` is neither true nor",
        ),
        ("OUR101-too-many-units.md", PAGE.replace('">=2"', '"2 or so"'), "`keras`"),
        ("OUR101-too-many-units.md", PAGE.replace("units = 512", "units = 2024-01-01"), "option `units`"),
        ("../lstm-lint.toml", "rule-paths = ['none']\n", "there is no folder"),
        ("../lstm-lint.toml", "rule-paths = ['.']\n", "no rule page such as"),
    ],
)
def test_broken_plugin_is_an_error(local: Path, capsys: Capsys, name: str, text: str, says: str) -> None:
    (local / name).write_text(text, encoding="utf-8")
    assert says in refused(capsys, *ONLY)


def test_settings_take_the_rules_to_another_process(local: Path, folder: Path) -> None:
    ask = (
        "from lstm_lint.settings import config; from lstm_lint.settings.load import load;"
        " s = load(config.discover('.'))"
    )
    there = (
        "import pickle, sys; from lstm_lint.lint import lint; from lstm_lint.source.source import from_bytes;"
        "s = pickle.load(sys.stdin.buffer);"
        "print(*(f.code for f in lint(from_bytes(open('train.py', 'rb').read(), 'train.py'), s)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    held = subprocess.run(
        [sys.executable, "-c", f"{ask}; import pickle, sys; sys.stdout.buffer.write(pickle.dumps(s))"],
        env=environment,
        capture_output=True,
        check=True,
    )
    done = subprocess.run(
        [sys.executable, "-c", there], env=environment, input=held.stdout, capture_output=True
    )
    assert done.stdout == b"OUR101\n", done.stderr.decode()


def test_check_that_fails_is_named_and_the_run_goes_on(local: Path) -> None:
    write(
        "lint_rules/too_many_units.py",
        CHECK.replace("    for layer", "    raise KeyError('units')\n    for layer", 1),
    )
    write("other.py", "from keras import layers\nx = layers.LSTM(8)\n")
    done = process("-q", ".")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"lstm-lint: {name}: OUR101 of a plug-in failed: KeyError: 'units'; its author can mend it"
        for name in ("other.py", "train.py")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "raise SystemExit(0)",
        "import sys; sys.exit()",
        "raise GeneratorExit",
        "yield 'no problem'",
        "class Stop(BaseException): pass\n    raise Stop",
    ],
)
def test_check_that_ends_the_run_is_an_error(local: Path, capsys: Capsys, line: str) -> None:
    write("lint_rules/too_many_units.py", CHECK.replace("    for layer", f"    {line}\n    for layer", 1))
    code, out, err = run(capsys, *ONLY)
    assert (code, out) == (2, "")
    assert err.startswith("lstm-lint: train.py: OUR101 of a plug-in failed: ") and err.count("\n") == 1


def test_check_that_ends_a_process_is_an_error(local: Path, capsys: Capsys) -> None:
    write(
        "lint_rules/too_many_units.py",
        CHECK.replace("    for layer", "    raise SystemExit(0)\n    for layer", 1),
    )
    for number in range(60):
        write(f"many/x{number}.py", SCRIPT)
    code, out, err = run(capsys, "-q", "--output-format", "concise", "--jobs", "2", "many")
    assert (code, out) == (2, "") and err.count("OUR101 of a plug-in failed: SystemExit: 0") == 60


def test_check_under_a_name_of_ours_replaces_none_of_ours(local: Path, capsys: Capsys) -> None:
    silent = '\n\n@check("missing-return-sequences")\ndef silent(script):\n    return iter(())\n'
    write("lint_rules/too_many_units.py", CHECK + silent)
    write(
        "train.py",
        SCRIPT + "import keras\nkeras.Sequential([keras.Input((9, 3)), layers.LSTM(2), layers.LSTM(2)])\n",
    )
    out = run(capsys, *ONLY)[1]
    assert "LL101" in out and "OUR101" in out


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("1024)  # error: [OUR101]", "512)  # error: [OUR101]", "found on lines [], marked are [3]"),
        ("layers.LSTM(512)", "layers.LSTM(513)", "OUR101-Good-1: found on lines [3]"),
        ("## Good", "## Fine", "at least one Bad and one Good"),
    ],
)
def test_kit_finds_pages_that_do_not_hold(local: Path, before: str, after: str, says: str) -> None:
    assert before in PAGE
    write("lint_rules/OUR101-too-many-units.md", PAGE.replace(before, after))
    code = "from lstm_lint.testing import blocks\nfor block in blocks('lint_rules'):\n    block.verify()\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and says in done.stderr
