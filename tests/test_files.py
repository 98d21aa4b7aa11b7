"""Which files are found, and which are read at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lstm_lint.run.files import FilesError, find, relevant


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(*names, text=""):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"from keras.layers import LSTM", True),
        (b"import tensorflow.keras as k; k.layers.CuDNNGRU(3)", True),
        (b"keras.layers.SimpleRNN(1)", True),
        (b"from keras.layers import Dense", False),
        (b"torch.nn.LSTM(3, 4)", False),
        (b"", False),
    ],
)
def test_only_files_with_keras_and_recurrent_words_are_relevant(data, expected):
    assert relevant(data) is expected


def test_walks_sorted_and_names_files_as_the_argument_does(tree):
    root = tree("b.py", "a/z.py", "a/b/c.ipynb", "a-b.py", "a/notes.txt", "A.PY")
    assert list(find(["."])) == ["A.PY", "a/b/c.ipynb", "a/z.py", "a-b.py", "b.py"]
    assert list(find(["a"])) == ["a/b/c.ipynb", "a/z.py"]
    assert list(find(["./a/"])) == ["a/b/c.ipynb", "a/z.py"]
    assert list(find([str(root / "a")])) == [str(root / "a/b/c.ipynb"), str(root / "a/z.py")]
    os.chdir(root / "a")
    assert list(find([".."]))[:2] == ["../A.PY", "../a/b/c.ipynb"]


def test_each_file_comes_once(tree):
    tree("a/x.py", "b.py")
    assert list(find(["b.py", "a/x.py", "a", "./b.py", "."])) == ["a/x.py", "b.py"]


def test_a_file_given_by_name_is_found_whatever_leaves_it_out(tree):
    tree("train", "build/x.py", "deep.pyw", ".gitignore", text="*.pyw\ntrain\n")
    assert list(find(["train", "build/x.py", "deep.pyw"])) == ["build/x.py", "deep.pyw", "train"]


def test_what_can_be_no_script_is_said_where_it_is_named(tree):
    tree("notes.txt", "model.bin", "x.py")
    said: dict[str, str] = {}

    def note(path: str, error: OSError) -> None:
        said[path] = str(error.strerror)

    assert list(find(["notes.txt", "model.bin", "x.py"], on_error=note)) == ["x.py"]
    assert said == dict.fromkeys(["model.bin", "notes.txt"], "not a script or notebook")
    said.clear()
    assert list(find(["notes.txt", "x.py"], on_error=note, force_exclude=True)) == ["x.py"]
    assert list(find(["."], on_error=note)) == ["x.py"]
    assert not said


def test_force_exclude_holds_for_names_and_their_directories(tree):
    tree("build/deep/x.py", "src/y.py")
    assert list(find(["build/deep/x.py", "build", "src/y.py"], force_exclude=True)) == ["src/y.py"]
    assert list(find(["src/y.py"], extend_exclude=["src/*.py"], force_exclude=True)) == []


def test_default_excludes_are_not_entered(tree):
    tree(
        "x.py",
        ".venv/a.py",
        "p.egg-info/a.py",
        "q/__pycache__/a.py",
        "q/.ipynb_checkpoints/n.ipynb",
        "env/ok.py",
    )
    assert list(find(["."])) == ["env/ok.py", "x.py"]


def test_a_virtual_environment_is_known_by_its_configuration(tree):
    tree("env/pyvenv.cfg", "env/lib/a.py", "x.py")
    assert list(find(["."])) == ["x.py"]


def test_exclude_patterns_are_names_and_globs_from_the_root(tree):
    root = tree("a/x.py", "a/gen/y.py", "a/test_z.py", "gen/w.py")
    assert list(find(["."], extend_exclude=["gen"])) == ["a/test_z.py", "a/x.py"]
    assert list(find(["."], extend_exclude=["/gen", "test_*.py"])) == ["a/gen/y.py", "a/x.py"]
    os.chdir(root / "a")
    assert list(find(["."], extend_exclude=["a/gen"], root=root)) == ["test_z.py", "x.py"]
    assert list(find(["."], extend_exclude=["a/gen"])) == ["gen/y.py", "test_z.py", "x.py"]


def test_gitignore_files_nest_and_the_deeper_one_wins(tree):
    tree("a/x.py", "a/y.py", "a/b/x.py", "out/z.py", "keep/out.py")
    Path(".git/info").mkdir(parents=True)
    Path(".gitignore").write_text("x.py\n/out/\n\n# comment\n")
    Path("a/b/.gitignore").write_text("!x.py\n")
    Path(".git/info/exclude").write_text("y.py\n")
    assert list(find(["."])) == ["a/b/x.py", "keep/out.py"]
    assert list(find(["a"])) == ["a/b/x.py"]
    assert list(find(["a"], respect_gitignore=False)) == ["a/b/x.py", "a/x.py", "a/y.py"]


def test_a_directory_given_by_name_is_walked_though_ignored(tree):
    tree("out/in/x.py", "out/y.py")
    Path(".git").mkdir()
    Path(".gitignore").write_text("out/\n")
    assert list(find(["."])) == []
    assert list(find(["out"])) == ["out/in/x.py", "out/y.py"]
    assert list(find(["out/in"])) == ["out/in/x.py"]


def test_rules_above_the_repository_do_not_count(tree):
    root = tree("repo/x.py")
    (root / ".gitignore").write_text("*.py\n")
    assert list(find(["repo"])) == ["repo/x.py"]
    (root / "repo/.git").mkdir()
    assert list(find(["repo"])) == ["repo/x.py"]


def test_agrees_with_git(tree):
    patterns = "*.tmp.py\n/top.py\ndoc/**/gen\n!doc/a/gen\nlogs/\n**/deep/*.py\n\\!odd.py\n[ab]x.py\n"
    names = [
        "top.py",
        "a/top.py",
        "z.tmp.py",
        "doc/gen/1.py",
        "doc/a/gen/2.py",
        "doc/a/b/gen/3.py",
        "logs/l.py",
    ]
    names += [
        "a/logs/m.py",
        "deep/d.py",
        "a/deep/d.py",
        "deep/e/d.py",
        "!odd.py",
        "ax.py",
        "cx.py",
        "a/bx.py",
    ]
    tree(*names)
    Path(".gitignore").write_text(patterns)
    try:
        subprocess.run(["git", "init", "-q"], check=True)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "-o", "--exclude-standard"], check=True, capture_output=True, text=True
        ).stdout
    except OSError:
        pytest.skip("git is not installed")
    expected = {name for name in listed.split("\0") if name.endswith(".py")}
    assert expected
    assert set(find(["."])) == expected


def test_hostile_patterns_do_not_hang(tree):
    tree("a" * 200 + ".py")
    Path(".git").mkdir()
    Path(".gitignore").write_text("*a" * 40 + "b\n!\n[\n\\\n")
    assert len(list(find(["."]))) == 1


def test_missing_paths_are_named_before_anything_is_found(tree):
    tree("x.py")
    with pytest.raises(FilesError, match=r"nowhere\\n\.py"):
        find(["x.py", "nowhere\n.py"])
    with pytest.raises(FilesError):
        find([""])


@pytest.mark.skipif(sys.platform == "win32", reason="links and these names are Unix's")
def test_links_and_odd_names(tree):
    root = tree("a/x.py", 'a/it\'s "q".py', "a/new\nline.py")
    (root / "a/loop").symlink_to(root)
    (root / "a/link.py").symlink_to(root / "a/x.py")
    (root / "a/gone.py").symlink_to(root / "nothing")
    (root / "a/directory.py").symlink_to(root / "a")
    os.mkfifo(root / "a/pipe.py")
    assert list(find(["."])) == ['a/it\'s "q".py', "a/link.py", "a/new\nline.py", "a/x.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="no permission bits")
def test_unreadable_directories_are_reported_and_passed_over(tree, monkeypatch):
    tree("a/x.py", "b/y.py")
    scandir = os.scandir

    def refuse(path):
        if path == "a":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    errors = []
    assert list(find(["."], on_error=lambda path, error: errors.append((path, error.errno)))) == ["b/y.py"]
    assert errors == [("a", 13)]
    assert list(find(["."])) == ["b/y.py"]


def test_a_deep_tree_is_walked_without_recursion(tree):
    depth = 300
    tree("/".join("d" * depth) + "/x.py")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try:
        found = list(find(["."], respect_gitignore=False))
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["/".join("d" * depth) + "/x.py"]


def test_the_module_costs_no_import():
    code = "import sys; before = set(sys.modules); import lstm_lint.run.files; print(*(set(sys.modules) - before))"
    added = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(added.split()) <= {"lstm_lint", "lstm_lint.run", "lstm_lint.run.files", "__future__"}
