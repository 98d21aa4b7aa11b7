"""`--since` in repositories of others: no program that they name is started, and nothing in them hides a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Capsys, process, refused, run, write
from test_since import HEAD, ONLY, append, commit, folder, found, git, model

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")
__all__ = ["folder"]  # the repository, a fixture for every test here

NEW = ["a.py:167"]  # where `append("a.py", model(51))` puts a finding


class Trap:
    """A program that leaves a marker, and changes nothing."""

    def __init__(self, place: Path) -> None:
        self.marker = place / "marker"
        self.program = place / "trap"
        self.program.write_text(f"#!/bin/sh\n: > '{self.marker}'\n[ $# = 0 ] && exec cat\nexit 1\n")
        self.program.chmod(0o755)

    def catches(self, *arguments: str) -> bool:
        """Whether git starts it: a trap that nothing sets off would prove nothing."""
        subprocess.run(["git", *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=600)
        caught = self.marker.exists()
        self.marker.unlink(missing_ok=True)
        return caught


@pytest.fixture
def trap(tmp_path_factory: pytest.TempPathFactory) -> Trap:
    return Trap(tmp_path_factory.mktemp("trap"))


def configure(values: dict[str, str]) -> None:
    for key, value in values.items():
        git("config", key, value)


# --- no program of the repository runs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "attributes", "sets_off"),
    [
        ("core.fsmonitor", "", ("status",)),
        ("core.hooksPath", "", ("checkout", "-q", "-b", "other")),
        ("diff.external", "", ("diff", "start")),
        ("diff.evil.command", "*.py diff=evil", ("diff", "start")),
        ("diff.evil.textconv", "*.py diff=evil", ("diff", "start")),
        ("filter.evil.clean", "*.py filter=evil", ("diff", "start")),
        ("filter.evil.process", "*.py filter=evil", ("diff", "start")),
        ("filter.evil.smudge", "*.py filter=evil", ("checkout", "-f", "start", "--", "a.py", "b c.py")),
        ("alias.sneaky", "", ("sneaky",)),
        ("gpg.program", "", ("-c", "user.name=a", "-c", "user.email=b", "commit", "-qam", "x", "-S")),
        ("core.sshCommand", "", ("ls-remote", "ssh://nowhere.invalid/x")),
    ],
)  # fmt: skip
def test_no_configured_program_runs(
    key: str, attributes: str, sets_off: tuple[str, ...], capsys: Capsys, trap: Trap
) -> None:
    append("a.py", model(51))
    write(".gitattributes", f"{attributes}\n")
    write(".git/info/attributes", f"{attributes}\n")
    command = str(trap.program)
    if key == "core.hooksPath":
        hooks = trap.program.parent / "hooks"
        hooks.mkdir()
        for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "update"):
            shutil.copy(trap.program, hooks / name)
        command = str(hooks)
    configure({key: f"!{command}" if key.startswith("alias") else command})
    text = Path("a.py").read_text(encoding="utf-8")
    os.utime("a.py", (1, 1))
    assert trap.catches(*sets_off)
    write("a.py", text)
    assert found(capsys) == NEW
    assert not trap.marker.exists()


def test_no_hook_runs(capsys: Capsys, trap: Trap) -> None:
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(trap.program, f".git/hooks/{name}")
    configure({"core.fsmonitor": ".git/hooks/fsmonitor-watchman"})
    append("a.py", model(51))
    assert trap.catches("checkout", "-q", "-b", "other")
    assert found(capsys) == NEW and not trap.marker.exists()


def test_all_at_once_in_every_command_that_git_has_an_alias_for(capsys: Capsys, trap: Trap) -> None:
    names = ("rev-parse", "merge-base", "cat-file", "diff", "ls-files")
    configure({f"alias.{name}": f"!{trap.program}" for name in names})
    configure({f"pager.{name}": str(trap.program) for name in names})
    configure({"credential.helper": str(trap.program), "core.askPass": str(trap.program)})
    configure({"core.alternateRefsCommand": str(trap.program), "core.gitProxy": str(trap.program)})
    configure({"uploadpack.packObjectsHook": str(trap.program), "core.editor": str(trap.program)})
    append("a.py", model(51))
    os.remove("b c.py")  # what is gone is looked up too
    assert found(capsys) == NEW and not trap.marker.exists()


@pytest.mark.parametrize("way", ["ssh", "ext", "uploadpack", "helper"])
def test_missing_objects_of_a_partial_clone_are_not_fetched(
    way: str, capsys: Capsys, trap: Trap, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("config", "uploadpack.allowFilter", "true")
    append("a.py", model(51))
    commit()
    git(
        "-c", "protocol.file.allow=always", "clone", "-q", "--filter=blob:none", f"file://{folder}", "partial"
    )
    monkeypatch.chdir("partial")
    url = {"ssh": "ssh://nowhere.invalid/x", "ext": f"ext::{trap.program} x", "helper": "sneaky::x"}.get(way)
    if url is not None:
        configure({"remote.origin.url": url, "protocol.ext.allow": "always"})
    if way == "helper":
        shutil.copy(trap.program, trap.program.parent / "git-remote-sneaky")
        monkeypatch.setenv("PATH", f"{trap.program.parent}{os.pathsep}{os.environ['PATH']}")
    configure({"remote.origin.uploadpack": str(trap.program), "core.sshCommand": str(trap.program)})
    assert trap.catches("cat-file", "-p", "start:a.py")
    assert found(capsys, since="HEAD") == []  # nothing is missing for that
    says = refused(capsys, *ONLY, "--since", "start")
    assert "is missing; a partial clone gets what it lacks by `git diff start...HEAD`" in says
    refused(capsys, *ONLY, "--since", "0" * 39 + "1")
    assert not trap.marker.exists()


def test_git_itself_is_not_taken_from_the_repository(folder: Path, trap: Trap) -> None:
    append("a.py", model(51))
    Path("bin").mkdir()
    for place in ("bin/git", "git", "git.exe"):
        shutil.copy(trap.program, place)
    paths = ["", ".", "bin", "./bin", os.environ["PATH"]]
    done = process(*ONLY, "--since", "start", env={"PATH": os.pathsep.join(paths)})
    assert (done.returncode, done.stderr) == (1, b"") and done.stdout.startswith(b"a.py:167:")
    assert not trap.marker.exists()


def test_a_home_in_the_repository_configures_nothing(
    capsys: Capsys, trap: Trap, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append("a.py", model(51))
    write(".gitattributes", "*.py diff=evil filter=evil\n")
    text = (
        f"[core]\n\tfsmonitor = {trap.program}\n\thooksPath = {trap.program.parent}\n"
        f"[diff]\n\texternal = {trap.program}\n\tcontext = 9\n\tinterHunkContext = 99\n\torderFile = nowhere\n"
        f'[diff "evil"]\n\ttextconv = {trap.program}\n[filter "evil"]\n\tclean = {trap.program}\n'
    )
    write(".gitconfig", text)
    write("git/config", text)
    write("git/attributes", "* -diff\n* diff=evil\n")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    assert trap.catches("diff", "start")
    assert found(capsys) == NEW and not trap.marker.exists()


@pytest.mark.parametrize(
    "key", ["include.path", "pipe for the config", "pipe for a pack", "pipe for a branch"]
)
def test_a_pipe_in_the_repository_keeps_nobody_waiting(
    key: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.run import git as module

    append("a.py", model(51))
    if key == "include.path":
        os.mkfifo(".git/pipe")
        configure({"include.path": "pipe"})
    elif key == "pipe for the config":
        os.remove(".git/config")
        os.mkfifo(".git/config")
    elif key == "pipe for a pack":
        git("gc", "-q")
        (pack,) = Path(".git/objects/pack").glob("*.pack")
        pack.unlink()
        os.mkfifo(pack)
    else:
        os.mkfifo(".git/refs/heads/branch")
    monkeypatch.setattr(module, "_SECONDS", 0.5)
    revision = "branch" if key == "pipe for a branch" else "start"
    refused(capsys, *ONLY, "--since", revision)


# --- nothing in the repository hides a change -----------------------------------------------------------------------


def _bit(name: str) -> Callable[[], object]:
    return lambda: git("update-index", f"--{name}", "a.py")


def _clean_filter() -> None:
    """The filter gives git the file as it was, so that git finds it unchanged."""
    configure({"filter.evil.clean": "git cat-file blob start:a.py", "filter.evil.required": "true"})
    write(".gitattributes", "a.py filter=evil\n")
    os.utime("a.py", (1, 1))


def _replace_blob() -> None:
    now = git("hash-object", "-w", "a.py").strip()
    git("replace", git("rev-parse", "start:a.py").strip(), now)


def _sneak_into_index() -> None:
    git("add", "--intent-to-add", "a.py")


def _racy() -> None:
    """Content changes, and all that git looks at stays."""
    about = os.stat("a.py")
    configure({"core.trustctime": "false", "core.checkStat": "minimal", "core.ignoreStat": "true"})
    git("add", "a.py")
    git("update-index", "--really-refresh")
    os.utime("a.py", (about.st_atime, about.st_mtime))


@pytest.mark.parametrize(
    "hide",
    [
        _bit("assume-unchanged"),
        _bit("skip-worktree"),
        _clean_filter,
        _replace_blob,
        lambda: write(".gitattributes", "a.py -diff -text binary\n"),
        lambda: write(".gitattributes", "a.py working-tree-encoding=UTF-16\n"),
        lambda: write(".gitattributes", "a.py text eol=crlf\n"),
        lambda: write(".git/info/attributes", "a.py binary\n"),
        lambda: write(".git/info/exclude", "*\n"),
        lambda: configure({"core.excludesFile": "/dev/null", "core.attributesFile": "/dev/null"}),
        lambda: configure({"core.worktree": "/tmp"}),
        lambda: configure({"core.bare": "true"}),
        lambda: configure({"core.ignoreCase": "true", "core.precomposeUnicode": "true"}),
        lambda: configure(
            {"diff.ignoreSubmodules": "all", "diff.noprefix": "true", "diff.renames": "copies"}
        ),
        lambda: os.remove(".git/index"),
        lambda: write(".git/index", "no index"),
        _sneak_into_index,
        _racy,
    ],
    ids=lambda hide: getattr(hide, "__name__", None),
)
def test_nothing_hides_a_changed_file(hide: Callable[[], object], capsys: Capsys) -> None:
    append("a.py", model(51))
    hide()
    assert found(capsys, "a.py") == NEW


def test_neither_grafts_nor_replaced_commits_move_the_base(capsys: Capsys) -> None:
    append("a.py", model(51))
    commit()
    git("branch", "later")
    other = git("commit-tree", "-m", "x", "HEAD^{tree}").strip()
    git("replace", git("rev-parse", "start^{commit}").strip(), other)
    write(
        ".git/info/grafts",
        f"{git('rev-parse', 'start^{commit}').strip()} {git('rev-parse', 'later').strip()}\n",
    )
    assert found(capsys) == NEW


def test_ignored_and_excluded_new_files_are_new(capsys: Capsys) -> None:
    write(".gitignore", "x.py\n")
    write(".git/info/exclude", "y.py\n")
    for name in ("x.py", "y.py"):
        write(name, HEAD + model(1))
    git("add", "-f", "x.py")
    git("commit", "-qm", "tracked and ignored")
    assert found(capsys, "x.py", "y.py") == ["x.py:7", "y.py:7"]


def test_a_sparse_checkout_makes_no_line_of_what_it_leaves_out_a_moved_one(capsys: Capsys) -> None:
    write("left out/x.py", HEAD + model(51))
    commit()
    git("tag", "later")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/left out/")
    assert not Path("left out").exists()
    append("a.py", model(51))
    assert found(capsys, since="later") == NEW
    os.remove("b c.py")  # gone for real
    append("a.py", model(21))
    assert found(capsys, since="later") == NEW


def test_forged_objects_are_refused(capsys: Capsys) -> None:
    append("a.py", model(51))
    data = Path("a.py").read_bytes()
    name = git("rev-parse", "start:a.py").strip()
    stored = Path(".git/objects", name[:2], name[2:])
    stored.chmod(0o600)
    stored.write_bytes(zlib.compress(b"blob %d\0%s" % (len(data), data)))
    assert "is not what its name says" in refused(capsys, *ONLY, "--since", "start")


@pytest.mark.parametrize(
    "kind", ["repository", "bare repository", "linked repository", "files of a repository"]
)
def test_a_repository_inside_says_nothing_of_its_files(
    kind: str, capsys: Capsys, trap: Trap, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its own history knows the finding, and its configuration names programs."""
    inner = folder / "inner"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write("inner/x.py", HEAD + model(1))
    git("init", "-q", cwd=inner)
    git("add", ".", cwd=inner)
    git("commit", "-qm", "known", cwd=inner)
    git("tag", "start", cwd=inner)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand"):
        git("config", key, str(trap.program), cwd=inner)
    if kind == "linked repository":
        shutil.move(inner / ".git", elsewhere / "x.git")
        write("inner/.git", f"gitdir: {elsewhere / 'x.git'}\n")
    elif kind != "repository":
        shutil.move(inner / ".git", folder / "store")
        for one in (folder / "store").iterdir():
            shutil.move(one, inner / one.name)
        git("config", "--file", str(inner / "config"), "core.bare", str(kind == "bare repository").lower())
        git("config", "--file", str(inner / "config"), "core.worktree", str(inner))
    assert found(capsys, "inner") == ["inner/x.py:7"]
    assert found(capsys, str(inner / "x.py")) == [f"{inner / 'x.py'}:7"]
    done = process(*ONLY, "--since", "start", str(inner), cwd=elsewhere)
    assert done.returncode == 1 and b"x.py:7:" in done.stdout
    if kind.endswith("bare repository") or kind.startswith("files"):
        done = process(*ONLY, "--since", "start", ".", cwd=inner)
        assert done.returncode == 1 and done.stdout.startswith(b"x.py:7:")
    assert not trap.marker.exists()


def test_a_top_that_is_a_repository_itself_is_not_one(capsys: Capsys, trap: Trap) -> None:
    os.mkdir("top")
    git("init", "-q", "--bare", cwd="top")
    git("config", "core.fsmonitor", str(trap.program), cwd="top")
    write("top/.git/HEAD", "no repository\n")
    write("top/x.py", HEAD + model(1))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("top")
        assert "is not in a git checkout" in refused(capsys, *ONLY, "--since", "start")
    assert not trap.marker.exists()


def test_links_are_compared_by_what_they_lead_to(
    capsys: Capsys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.txt"
    outside.write_text(HEAD + model(1))
    write("data/x.txt", HEAD + model(1))
    os.symlink("data/x.txt", "link.py")
    os.symlink(outside, "out.py")
    os.symlink("a.py", "same.py")
    os.symlink("loop.py", "loop.py")
    commit()
    git("tag", "later")
    assert found(capsys, "link.py", "same.py", since="later") == []
    assert found(capsys, "out.py", since="later") == ["out.py:7"]  # nobody knows what it led to
    append("data/x.txt", model(2))
    assert found(capsys, "link.py", since="later") == ["link.py:15"]
    write("new.txt", HEAD + model(52))
    os.remove("same.py")
    os.symlink("new.txt", "same.py")
    assert found(capsys, "same.py", since="later") == ["same.py:7"]


def test_a_shallow_file_of_others_does_not_end_the_history_elsewhere(capsys: Capsys) -> None:
    append("a.py", model(51))
    commit()
    write(".git/shallow", git("rev-parse", "HEAD"))
    assert "shallow" in refused(capsys, *ONLY, "--since", "start")
    os.remove(".git/shallow")
    os.symlink("/dev/zero", ".git/shallow")
    assert run(capsys, *ONLY, "--since", "start")[0] in (1, 2)


def test_the_environment_may_name_the_repository(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = tmp_path_factory.mktemp("store") / "x.git"
    append("a.py", model(51))
    shutil.move(".git", store)
    assert "is not in a git checkout" in refused(capsys, *ONLY, "--since", "start")
    monkeypatch.setenv("GIT_DIR", str(store))
    assert found(capsys) == NEW
    monkeypatch.setenv("GIT_WORK_TREE", str(folder))
    os.mkdir("sub")
    monkeypatch.chdir("sub")
    assert found(capsys, "../a.py") == [f"../{NEW[0]}"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives a folder away")
def test_a_repository_of_another_user_takes_the_caller_to_trust_it(
    capsys: Capsys, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append("a.py", model(51))
    for place in (folder, folder / ".git"):
        os.chown(place, 4242, -1)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    if subprocess.run(["git", "status"], capture_output=True).returncode == 0:
        pytest.skip("this git does not mind")
    assert "safe.directory" in refused(capsys, *ONLY, "--since", "start")
    for number, (key, value) in enumerate(
        {"safe.directory": str(folder), "core.fsmonitor": "false"}.items(), 1
    ):
        monkeypatch.setenv("GIT_CONFIG_COUNT", str(number))
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number - 1}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number - 1}", value)
    assert found(capsys) == NEW
