"""`--since`, with real git: what changed is reported, what moved or stood there before is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command_line import Capsys, process, refused, run, write

ONLY = ("--select", "LL203,LL101", "-q", "--output-format", "concise")
HEAD = "import keras\nfrom keras import layers\n\n\n"


def model(units: int) -> str:
    """A function that builds a model with one finding, on a line of its own."""
    return (
        f"def build_{units}():\n"
        f"    model = keras.Sequential([keras.Input(({100 + units}, 3))])\n"
        f"    model.add(layers.LSTM({units}, activation='relu'))\n"
        "    model.add(layers.Dense(1))\n"
        "    model.compile(loss='mse', optimizer='adam')\n"
        "    return model\n"
        "\n\n"
    )


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)}
        for text in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def git(*arguments: str, cwd: Path | str = ".") -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    who = (
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "-c",
        "init.defaultBranch=main",
        "-c",
        "commit.gpgsign=false",
    )
    done = subprocess.run(["git", *who, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with old findings on its main branch."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git("init", "-q")
    write("a.py", HEAD + "".join(model(n) for n in range(1, 21)))
    write("b c.py", HEAD + "".join(model(n) for n in range(21, 26)))
    write("book.ipynb", notebook(HEAD, model(31), model(32)))
    git("add", ".")
    git("commit", "-qm", "old")
    git("tag", "start")
    return tmp_path


def commit() -> None:
    git("add", ".")
    git("commit", "-qm", "more")


def found(capsys: Capsys, *arguments: str, since: str = "start") -> list[str]:
    """The places of what is new."""
    code, out, err = run(capsys, *ONLY, "--since", since, *arguments)
    assert code == int(bool(out)) and err == ""
    return [":".join(line.split(":")[:2]) for line in out.splitlines()]


def append(name: str, text: str) -> None:
    with open(name, "a", encoding="utf-8") as file:
        file.write(text)


def test_nothing_is_new_in_an_unchanged_tree(capsys: Capsys) -> None:
    assert found(capsys) == [] and len(run(capsys, *ONLY)[1].splitlines()) == 27


@pytest.mark.parametrize("state", ["committed", "staged", "in the working tree"])
def test_exactly_the_new_one_is_reported(capsys: Capsys, state: str) -> None:
    append("a.py", model(99))
    if state != "in the working tree":
        git("add", ".")
    if state == "committed":
        commit()
    assert found(capsys) == ["a.py:167"]


def test_new_files_are_new_whether_git_knows_them_or_not(capsys: Capsys) -> None:
    write("new/x.py", HEAD + model(1))
    assert found(capsys) == ["new/x.py:7"]
    commit()
    write("new/ü\t'\"y.py", HEAD + model(2))
    assert [place.rpartition(":")[2] for place in found(capsys)] == ["7", "7"]


def test_ignored_files_are_found_by_their_name_alone(capsys: Capsys) -> None:
    write(".gitignore", "old/\n")
    write("old/x.py", HEAD + model(1))
    assert found(capsys) == [] and found(capsys, "old/x.py") == ["old/x.py:7"]


def test_moved_code_is_not_new(capsys: Capsys) -> None:
    functions = [model(n) for n in range(1, 21)]
    write("a.py", HEAD + "# a comment\n" + "".join(reversed(functions[:10])) + "".join(functions[10:19]))
    write("other.py", HEAD + functions[19])
    assert found(capsys) == []
    append("other.py", functions[19])
    assert found(capsys) == ["other.py:15"]


def test_renamed_file_is_not_new(capsys: Capsys) -> None:
    git("mv", "b c.py", "d.py")
    append("d.py", model(77))
    assert found(capsys) == ["d.py:47"]


def test_changed_line_is_new(capsys: Capsys) -> None:
    text = Path("a.py").read_text(encoding="utf-8")
    write("a.py", text.replace("LSTM(5, ", "LSTM(50, "))
    assert found(capsys) == [f"a.py:{5 + 8 * 4 + 2}"]


def test_changed_line_inside_a_finding_of_several_lines_counts(capsys: Capsys) -> None:
    inner = ("keras.Input((9, 3)),", "layers.LSTM(", "    8,", "),", "layers.LSTM(8),")
    text = HEAD + "model = keras.Sequential([\n" + "".join(f"    {line}\n" for line in inner) + "])\n"
    write("c.py", text)
    commit()
    git("tag", "later")
    assert found(capsys, since="later") == []
    write("c.py", text.replace("        8,", "        16,"))
    assert found(capsys, since="later") == ["c.py:7"]


def test_notebooks_are_compared_by_the_source_of_their_cells(capsys: Capsys) -> None:
    book = json.loads(notebook("print(1)", HEAD, model(32), model(31), model(33)))
    for number, cell in enumerate(book["cells"]):
        cell["execution_count"] = number
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["relu\n"]}]
    text = json.dumps(book, indent=2)
    write("book.ipynb", text)
    line = next(n for n, line in enumerate(text.splitlines(), 1) if "LSTM(33" in line)
    assert found(capsys) == [f"book.ipynb:{line}"]


def test_only_what_this_branch_did_counts(capsys: Capsys) -> None:
    git("checkout", "-q", "-b", "branch")
    append("a.py", model(51))
    commit()
    git("checkout", "-q", "main")
    append("b c.py", model(52))
    commit()
    git("checkout", "-q", "branch")
    assert found(capsys, since="main") == ["a.py:167"]
    git("merge", "-q", "-m", "merged", "main")
    assert found(capsys, since="main") == ["a.py:167"] and len(found(capsys)) == 2


def test_works_from_a_folder_below_and_on_absolute_paths(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("sub/x.py", HEAD + model(1))
    append("a.py", model(51))
    monkeypatch.chdir("sub")
    assert found(capsys) == ["x.py:7"]
    assert found(capsys, os.pardir) == ["../a.py:167", "../sub/x.py:7"]
    assert found(capsys, str(folder / "a.py")) == [f"{folder / 'a.py'}:167"]


def test_unchanged_files_are_not_even_read(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    append("b c.py", model(51))
    out = run(capsys, "--select", "LL203", "--since", "start")[1]
    assert out.endswith("\nFound 1 warning in 1 of 3 files (5 known before).\n")


def test_fixes_touch_only_what_is_new(capsys: Capsys) -> None:
    before = Path("a.py").read_text(encoding="utf-8")
    write(
        "a.py",
        model(50).join(before.split("\n\n\n", 1)[:1]) + "\n\n\n" + model(50) + before.split("\n\n\n", 1)[1],
    )
    assert found(capsys) == ["a.py:7"]
    assert run(capsys, *ONLY, "--since", "start", "--fix")[0] == 0
    after = Path("a.py").read_text(encoding="utf-8")
    assert "LSTM(50))" in after and after.count("relu") == before.count("relu")


def test_stdin_is_compared_with_its_file(folder: Path) -> None:
    text = Path("a.py").read_text(encoding="utf-8") + model(51)
    done = process("-", *ONLY, "--since", "start", "--stdin-filename", "a.py", input=text.encode())
    assert done.returncode == 1 and done.stdout.startswith(b"a.py:167:") and done.stdout.count(b"\n") == 1


def test_with_a_baseline_both_hold(capsys: Capsys) -> None:
    run(capsys, "a.py", *ONLY, "--write-baseline")
    text = Path("a.py").read_text(encoding="utf-8")
    write("a.py", text.replace("LSTM(5, ", "LSTM(50, "))
    assert run(capsys, *ONLY, "--baseline", "lstm-lint-baseline.json")[1].count("\n") == 8
    assert len(found(capsys, "--baseline", "lstm-lint-baseline.json")) == 1


def test_moved_code_leaves_only_one_copy_that_is_not_new(capsys: Capsys) -> None:
    functions = [model(n) for n in range(1, 21)]
    write("a.py", HEAD + "".join(functions[1:]))
    write("x.py", HEAD + functions[0])
    write("y.py", HEAD + functions[0])
    assert found(capsys) == ["y.py:7"]


def test_code_moves_out_of_files_that_are_not_read(capsys: Capsys) -> None:
    functions = [model(n) for n in range(21, 26)]
    write("b c.py", HEAD + "".join(functions[:4]))
    write("a.py", Path("a.py").read_text(encoding="utf-8") + functions[4])
    assert found(capsys, "a.py") == []
    write("b c.py", "")  # nothing that is worth reading is left of it
    write("a.py", Path("a.py").read_text(encoding="utf-8") + functions[3])
    assert found(capsys) == []


def test_renamed_file_takes_its_own_lines_first(capsys: Capsys) -> None:
    text = Path("b c.py").read_text(encoding="utf-8")
    os.remove("b c.py")
    write("aa.py", HEAD + model(21))
    write("renamed.py", text)
    assert found(capsys) == ["aa.py:7"]


def test_linked_working_trees_and_submodules(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outer = tmp_path_factory.mktemp("outer")
    git("init", "-q", cwd=outer)
    git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(folder), "sub", cwd=outer)
    git("commit", "-qm", "first", cwd=outer)
    git("worktree", "add", "-q", str(outer / "linked"), cwd=outer)
    monkeypatch.chdir(outer)
    assert found(capsys, "sub", since="HEAD") == []
    append("sub/a.py", model(51))
    assert found(capsys, since="HEAD") == ["sub/a.py:167"]
    monkeypatch.chdir("sub")
    assert found(capsys) == ["a.py:167"]
    monkeypatch.chdir(outer / "linked")
    write("x.py", HEAD + model(1))
    assert found(capsys, since="HEAD") == ["x.py:7"]
    write("sub/a.py", (folder / "a.py").read_text(encoding="utf-8"))  # it is not fetched here
    assert len(found(capsys, "sub", since="HEAD")) == 20


@pytest.mark.parametrize("kind", ["--object-format=sha256", "--ref-format=reftable"])
def test_repositories_of_other_formats(
    kind: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if subprocess.run(["git", "init", "-q", kind, "other"], capture_output=True).returncode:
        pytest.skip("this git does not know it")
    monkeypatch.chdir("other")
    git("symbolic-ref", "HEAD", "refs/heads/main")
    write("a.py", HEAD + model(1))
    commit()
    git("checkout", "-q", "-b", "branch")
    git("worktree", "add", "-q", str(tmp_path / "linked"))
    for place in (tmp_path / "other", tmp_path / "linked"):
        monkeypatch.chdir(place)
        append("a.py", model(2))
        assert found(capsys, since="main") == ["a.py:15"]


def test_contents_that_git_keeps_elsewhere_are_compared(capsys: Capsys) -> None:
    import hashlib

    for name in ("same.py", "changed.py"):
        digest = hashlib.sha256((HEAD + model(1)).encode()).hexdigest()
        write(name, f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 9\n")
    commit()
    write("same.py", HEAD + model(1))
    write("changed.py", HEAD + model(2))
    assert found(capsys, since="HEAD") == ["changed.py:7"]


def test_names_that_the_file_system_takes_for_the_same(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.run import base

    real, listed = os.lstat, os.listdir

    def lstat(path: str, **more: Any) -> os.stat_result:
        return real(path.replace("a.py", "A.py"), **more)

    os.rename("a.py", "A.py")
    with monkeypatch.context() as patch:
        patch.setattr(base.os, "lstat", lstat)
        patch.setattr(base.os, "listdir", lambda path: [name for name in listed(path) if name != "a.py"])
        assert found(capsys, "A.py") == []
    shutil.copy("A.py", "a.py")
    assert len(found(capsys, "A.py")) == 20


def test_carriage_returns_are_no_change(capsys: Capsys) -> None:
    text = Path("a.py").read_bytes()
    Path("a.py").write_bytes(text.replace(b"\n", b"\r\n"))
    assert found(capsys) == []


def test_hooks_name_the_repository_in_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append("a.py", model(51))
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    done = process(*ONLY, "--since", "start")
    assert (done.returncode, done.stderr) == (1, b"") and done.stdout.startswith(b"a.py:167:")


# --- what cannot be answered ---------------------------------------------------------------------------------------


def test_unknown_revision(capsys: Capsys) -> None:
    says = refused(capsys, *ONLY, "--since", "no/such")
    assert "git does not know this revision; check the spelling, or fetch it" in says
    assert "is no revision" in refused(capsys, *ONLY, "--since=--output=x")


def test_outside_of_a_checkout(capsys: Capsys, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(str(elsewhere / "x.py"), HEAD + model(1))
    assert "is not in a git checkout" in refused(capsys, *ONLY, str(elsewhere / "x.py"), "--since", "start")
    assert "is not in the git checkout" in refused(
        capsys, *ONLY, "a.py", str(elsewhere / "x.py"), "--since", "start"
    )


def test_shallow_clone(capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append("a.py", model(51))
    commit()
    git("clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    monkeypatch.chdir("shallow")
    says = refused(capsys, *ONLY, "--since", "HEAD~1")
    assert "this clone is shallow and lacks that revision" in says and "git fetch --unshallow" in says
    git("fetch", "-q", "--depth", "1", "origin", "refs/tags/start:refs/tags/start")
    says = refused(capsys, *ONLY, "--since", "start")
    assert "lacks their common ancestor" in says and "fetch-depth: 0" in says
    git("fetch", "-q", "--unshallow")
    assert found(capsys) == ["a.py:167"]


def test_no_common_ancestor_and_no_commit(capsys: Capsys) -> None:
    git("checkout", "-q", "--orphan", "other")
    assert "has no commit yet" in refused(capsys, *ONLY, "--since", "start")
    commit()
    assert "no common ancestor" in refused(capsys, *ONLY, "--since", "start")


def test_without_git(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "--since needs git" in refused(capsys, *ONLY, "--since", "start")
