"""A baseline: what it knows is not reported again, wherever it moves, and what is gone leaves it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from command_line import CALM, RISKY, Capsys, process, refused, run, write

ONLY = ("--select", "LL203", "-q", "--output-format", "concise")
FILE = "lstm-lint-baseline.json"


def model(units: int, steps: int | None = None) -> str:
    """A function that builds a model with one finding, on a line of its own, and of its own words."""
    steps = 100 + units if steps is None else steps
    return (
        f"def build_{units}():\n"
        f"    model = keras.Sequential([keras.Input(({steps}, 3))])\n"
        f"    model.add(layers.LSTM({units}, activation='relu'))\n"
        "    model.add(layers.Dense(1))\n"
        "    model.compile(loss='mse', optimizer='adam')\n"
        "    return model\n"
        "\n\n"
    )


HEAD = "import keras\nfrom keras import layers\n\n\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with 100 old findings in ten files, and a baseline of them."""
    folder = tmp_path_factory.mktemp("repository")
    for number in range(10):
        text = HEAD + "".join(model(8 + number * 10 + n) for n in range(10))
        write(str(folder / f"models/m{number}.py"), text)
    assert process(*ONLY, cwd=folder).stdout.count(b"\n") == 100
    done = process(*ONLY, "--write-baseline", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(b"lstm-lint: wrote 100 findings into lstm-lint-baseline.json;")
    return folder


@pytest.fixture
def old(folder: Path, repository: Path) -> Path:
    shutil.copytree(repository, folder, dirs_exist_ok=True)
    return Path(FILE)


def found(capsys: Capsys, *arguments: str) -> list[str]:
    """The places of what is reported beside the baseline."""
    code, out, _ = run(capsys, *ONLY, "--baseline", FILE, *arguments)
    assert code == int(bool(out))
    return [":".join(line.split(":")[:2]) for line in out.splitlines()]


def entries() -> list[tuple[str, str, str, int]]:
    document = json.loads(Path(FILE).read_text(encoding="utf-8"))
    return [(one["path"], one["rule"], one["line"], one["count"]) for one in document["findings"]]


def test_nothing_old_and_exactly_the_new_one_is_reported(capsys: Capsys, old: Path) -> None:
    assert found(capsys) == []
    with open("models/m3.py", "a", encoding="utf-8") as file:
        file.write(model(7))
    assert found(capsys) == ["models/m3.py:87"]


def test_moved_code_is_not_new(capsys: Capsys, old: Path) -> None:
    functions = [model(8 + n) for n in range(10)]
    inside = "class Builder:\n" + "".join(
        f"    {line}".rstrip() + "\n" for line in "".join(functions).splitlines()
    )
    write("models/m0.py", HEAD + "# a comment\n" + "".join(reversed(functions)))
    assert found(capsys) == []
    write("models/m0.py", HEAD + inside.replace("def build_8()", "def build_8(self)"))
    assert found(capsys) == []


def test_one_more_of_the_same_is_new(capsys: Capsys, old: Path) -> None:
    again = model(8).replace("build_8", "build_it_again")
    write("models/m0.py", HEAD + model(8) + again + "".join(model(9 + n) for n in range(9)))
    assert len(found(capsys)) == 1


def test_the_same_line_in_another_file_is_new(capsys: Capsys, old: Path) -> None:
    write("models/copy.py", HEAD + model(8))
    assert found(capsys) == ["models/copy.py:7"]


def test_paths_count_from_the_baseline(
    capsys: Capsys, old: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {path for path, *_ in entries()} == {f"models/m{n}.py" for n in range(10)}
    monkeypatch.chdir("models")
    baseline = os.path.join(os.pardir, FILE)
    assert run(capsys, *ONLY, "--baseline", baseline, ".", str(folder / "models" / "m1.py")) == (0, "", "")


def test_file_is_sorted_readable_and_has_a_line_for_each_entry(capsys: Capsys, old: Path) -> None:
    lines = old.read_text(encoding="utf-8").splitlines()
    assert entries() == sorted(entries()) and len(lines) == len(entries()) + 5
    first = '    {"path": "models/m0.py", "rule": "LL203", "line": '
    assert lines[3] == first + '"model.add(layers.LSTM(10, activation=\'relu\'))", "count": 1},'
    before = old.read_bytes()
    run(capsys, *ONLY, "--write-baseline")
    assert old.read_bytes() == before


def test_baselines_of_two_branches_merge(capsys: Capsys, old: Path, folder: Path) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
        return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, check=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "old")
    for branch, name in (("one", "models/m1.py"), ("two", "models/m7.py")):
        git("checkout", "-q", "-b", branch, "main")
        with open(name, "a", encoding="utf-8") as file:
            file.write(model(500))
        run(capsys, *ONLY, "--write-baseline")
        git("commit", "-qam", branch)
    git("merge", "-q", "-m", "both", "one")
    assert len(entries()) == 102 and found(capsys) == []


def test_prune_removes_what_is_gone_and_nothing_else(capsys: Capsys, old: Path) -> None:
    write("models/m0.py", HEAD + model(8))
    os.unlink("models/m1.py")
    write("models/m2.py", "print(1)\n")
    code, out, err = run(capsys, "--select", "LL203", "--output-format", "concise", "--baseline", FILE)
    assert (
        code == 0
        and "29 findings of lstm-lint-baseline.json gone; --prune-baseline removes them there" in err
    )
    assert len(entries()) == 100 and "70" not in out
    code, _, err = run(capsys, *ONLY, "--baseline", FILE, "--prune-baseline")
    assert code == 0 and err == "lstm-lint: removed 29 findings from lstm-lint-baseline.json\n"
    assert len(entries()) == 71 and {path for path, *_ in entries()} == {
        f"models/m{n}.py" for n in (0, 3, 4, 5, 6, 7, 8, 9)
    }


def test_prune_keeps_what_the_run_did_not_look_at(capsys: Capsys, old: Path) -> None:
    write("models/m0.py", HEAD + model(8))
    write("models/m5.py", HEAD + model(8))
    run(capsys, *ONLY, "models/m0.py", "--baseline", FILE, "--prune-baseline")
    assert len(entries()) == 91
    before = entries()
    run(capsys, "-q", "--select", "LL505", "--baseline", FILE, "--prune-baseline")
    assert entries() == before


def test_prune_does_not_add(capsys: Capsys, old: Path) -> None:
    with open("models/m3.py", "a", encoding="utf-8") as file:
        file.write(model(7))
    assert run(capsys, *ONLY, "--baseline", FILE, "--prune-baseline")[0] == 1
    assert len(entries()) == 100


def test_failed_files_keep_their_entries(capsys: Capsys, old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*arguments: object, **more: object) -> None:
        raise ZeroDivisionError("stumbled")

    monkeypatch.setattr("lstm_lint.run.examine.lint", stumble)
    for action in ("--prune-baseline", "--write-baseline"):
        assert run(capsys, *ONLY, "--baseline", FILE, action)[0] == 2
        assert len(entries()) == 100


def test_files_that_do_not_parse_keep_their_entries(capsys: Capsys, old: Path) -> None:
    write("models/m0.py", HEAD + model(8) + "def (\n")
    run(capsys, "-q", "--select", "LL203,LL001", "--baseline", FILE, "--prune-baseline")
    assert len(entries()) == 100
    run(capsys, "-q", "--select", "LL203,LL001", "--write-baseline")
    run(capsys, "-q", "--select", "LL203,LL001", "--write-baseline")
    assert len(entries()) == 101


def test_writing_for_some_files_keeps_the_others(capsys: Capsys, old: Path) -> None:
    write("models/m0.py", HEAD + model(8))
    run(capsys, *ONLY, "models/m0.py", "--write-baseline")
    assert len(entries()) == 91


def test_advice_that_is_not_listed_is_not_written(capsys: Capsys) -> None:
    write("calm.py", CALM)
    run(capsys, "calm.py", "--select", "LL505", "--write-baseline")
    assert entries() == []
    run(capsys, "calm.py", "--select", "LL505", "--profile", "strict", "--write-baseline")
    assert [rule for _, rule, _, _ in entries()] == ["LL505"]


def test_baseline_of_the_config_counts_from_the_config(
    capsys: Capsys, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lstm-lint.toml", f"baseline = '{FILE}'\n")
    monkeypatch.chdir("models")
    assert run(capsys, *ONLY) == (0, "", "")
    write("m11.py", HEAD + model(8))
    assert run(capsys, *ONLY)[1].startswith("m11.py:7:")
    write("../lstm-lint.toml", "baseline = 1\n")
    assert "`baseline`" in refused(capsys, *ONLY)


def test_summary_says_how_many_are_known(capsys: Capsys, old: Path) -> None:
    out = run(capsys, "--select", "LL203", "--baseline", FILE)[1]
    assert out == "All clear: 10 files read, 0 skipped (100 known before).\n"


def test_fixes_leave_what_is_known_alone(capsys: Capsys, old: Path) -> None:
    before = Path("models/m3.py").read_text(encoding="utf-8")
    write("models/m3.py", before + model(7))
    assert run(capsys, *ONLY, "--fix", "--baseline", FILE)[0] == 0
    after = Path("models/m3.py").read_text(encoding="utf-8")
    assert after == before + model(7).replace(", activation='relu'", "")


def test_notebook_cells_may_move(capsys: Capsys) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
        for text in (HEAD + model(8), model(9))
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write("book.ipynb", json.dumps(book))
    run(capsys, *ONLY, "--write-baseline")
    assert len(entries()) == 2
    more = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "import numpy"}
    book["cells"] = [more, cells[0], more, cells[1]]
    write("book.ipynb", json.dumps(book, indent=1))
    assert found(capsys) == []


def test_permissions_stay_and_nothing_is_left_beside(capsys: Capsys, old: Path) -> None:
    old.chmod(0o640)
    run(capsys, *ONLY, "--write-baseline")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert sorted(os.listdir()) == [FILE, "models"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file; write it with --write-baseline"),
        ("{", "not a baseline"),
        ("[]", "not a baseline"),
        ('{"version": 2, "findings": []}', "reads version 1"),
        ('{"version": 1, "findings": [{"path": 1, "rule": "", "line": "", "count": 1}]}', "wrong kind"),
        ('{\n<<<<<<< HEAD\n"version": 1}', "merge conflict"),
    ],
)
def test_bad_baseline_is_one_line(capsys: Capsys, content: str | None, says: str) -> None:
    write("risky.py", RISKY)
    if content is not None:
        write(FILE, content)
    assert says in refused(capsys, *ONLY, "--baseline", FILE)
    if content is not None:
        assert says in refused(capsys, *ONLY, "--write-baseline")
        assert Path(FILE).read_text(encoding="utf-8") == content


def test_what_cannot_stand_together_is_refused(capsys: Capsys) -> None:
    write("risky.py", RISKY)
    assert "--write-baseline cannot stand beside --fix" in refused(capsys, "--write-baseline", "--fix")
    assert "--prune-baseline: name the file" in refused(capsys, "--prune-baseline")
    assert not Path(FILE).exists()


@pytest.mark.parametrize(
    "content",
    [
        "root:secret:0:0\n",
        "\xff secret",
        '{"version": "secret"}',
        '{"version": {"secret": 1}}',
        '["secret"]',
        '"secret"',
        '{"version": 1, "findings": "secret"}',
        '{"version": 1, "findings": ["secret"]}',
        '{"version": 1, "findings": [{"path": "secret", "rule": "secret", "line": "secret", "count": "secret"}]}',
        "[" * 100_000,
        '{"version": ' + "9" * 5_000 + "}",
    ],
    ids=lambda content: content[:50],
)
@pytest.mark.parametrize("option", ["--baseline=base.json", "--write-baseline", "config"])
def test_what_a_link_leads_to_is_not_echoed(
    content: str, option: str, capsys: Capsys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "passwd"
    elsewhere.write_text(content, encoding="latin-1")
    write("a.py", "")
    name = FILE if option == "--write-baseline" else "base.json"
    os.symlink(elsewhere, name)
    if option == "config":
        write("lstm-lint.toml", "baseline = 'base.json'\n")
    says = refused(capsys, *([] if option == "config" else [option]), ".")
    assert "secret" not in says and len(says) < 500
    assert elsewhere.read_text(encoding="latin-1") == content


@pytest.mark.parametrize("part", ["file", "folder"])
@pytest.mark.parametrize("how", ["--write-baseline", "--prune-baseline"])
def test_nothing_is_written_through_a_link(
    part: str, how: str, capsys: Capsys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write("a.py", HEAD + model(8))
    write("b.py", HEAD + model(9))
    run(capsys, *ONLY, "--write-baseline")
    os.mkdir("reports")
    os.rename(FILE, "reports/base.json")
    os.rename("reports" if part == "folder" else "reports/base.json", elsewhere / "moved")
    os.symlink(elsewhere / "moved", "reports" if part == "folder" else "reports/base.json")
    os.remove("b.py")
    target = elsewhere / "moved" / "base.json" if part == "folder" else elsewhere / "moved"
    before = target.read_bytes()
    says = run(capsys, *ONLY, "--baseline", "reports/base.json", how)
    assert says[0] == 2 and "not written: it is a symbolic link; name the file that it points to" in says[2]
    assert target.read_bytes() == before
    assert run(capsys, *ONLY, "--baseline", str(target), how)[0] != 2
    assert target.read_bytes() != before
