"""The cache: the same findings faster, never wrong ones, nothing written elsewhere, and never a run that fails."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import CALM, ONLY, RISKY, ROOT, Capsys, refused, run, write

from lstm_lint.findings import Edit, Finding, Fix, Severity, Span
from lstm_lint.keras_api import project_pins
from lstm_lint.run import cache, cache_folder
from lstm_lint.run.report import FileReport

posix = pytest.mark.skipif(os.name == "nt", reason="links, owners and modes of POSIX")
TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of lstm-lint; it may be deleted.\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder; the caches of its user lie beside it."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return folder


@pytest.fixture
def caches(tmp_path: Path) -> Path:
    return tmp_path / "caches" / "lstm-lint"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are truly read, as they are read."""
    from lstm_lint import lint as module

    files: list[str] = []
    real = module.outcome

    def outcome(source: Any, *rest: Any, **more: Any) -> Any:
        files.append(source.path)
        return real(source, *rest, **more)

    monkeypatch.setattr(module, "outcome", outcome)
    return files


def entries(folder: Path) -> list[Path]:
    """What is known of files; the digest of the program is not among it."""
    return [path for path in folder.iterdir() if path.name != "CACHEDIR.TAG" and path.stat().st_size != 32]


def forget_pins() -> None:
    """They are looked at once in a process."""
    project_pins.forget()


# --- the same findings, faster --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "concise"])
def test_the_second_run_says_the_same(form: str, capsys: Capsys, read: list[str]) -> None:
    write("a.py", RISKY)
    write("sub/b.py", CALM)
    first = run(capsys, "--output-format", form, "--profile", "strict", ".")
    assert read == ["a.py", "sub/b.py"]
    assert run(capsys, "--output-format", form, "--profile", "strict", ".") == first
    assert read == ["a.py", "sub/b.py"]


def test_what_decides_the_findings_decides_the_entry(capsys: Capsys, read: list[str]) -> None:
    def reads(*arguments: str) -> bool:
        before = len(read)
        run(capsys, *arguments, "a.py")
        return len(read) > before

    write("a.py", RISKY)
    assert reads() and not reads()
    assert reads("--select", "LL5") and reads("--keras", "2.3") and reads("--ignore-suppressions")
    assert reads("--no-cache")
    assert reads("--baseline", "b.json", "--write-baseline")  # it takes the source
    write("requirements.txt", "keras==2.2\n")
    forget_pins()
    assert reads() and not reads()
    write("a.py", RISKY + "\n")
    assert reads() and not reads()
    write("a.py", RISKY)
    assert not reads()


def test_a_module_that_was_read_decides_too(capsys: Capsys, read: list[str]) -> None:
    write("a.py", "from config import lr\n" + RISKY.replace("0.01", "lr"))
    run(capsys, "a.py")
    write("config.py", "lr = 0.5\n")
    run(capsys, "a.py")
    run(capsys, "a.py")
    write("config.py", "lr = 0.6\n")
    run(capsys, "a.py")
    assert read == ["a.py"] * 3


def test_a_module_is_looked_for_where_this_file_would_find_it(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    text = "from models import build\nmodel = build()\n" + RISKY
    for version, units in (("v1", 16), ("v2", 32)):
        write(f"{version}/setup.py", "")
        write(f"{version}/train.py", text)
        write(
            f"{version}/models.py", "from sizes import units\nimport keras\ndef build():\n    return units\n"
        )
        write(f"{version}/sizes.py", f"units = {units}\n")
    run(capsys, "v1/train.py")
    run(capsys, "v2/train.py")
    assert read == ["v1/train.py", "v2/train.py"]
    monkeypatch.chdir("v1")  # the same files by other names
    run(capsys, "train.py")
    run(capsys, os.path.join("..", "v2", "train.py"))
    assert read == ["v1/train.py", "v2/train.py"]
    write("../v2/sizes.py", "units = 64\n")
    run(capsys, "train.py")
    run(capsys, os.path.join("..", "v2", "train.py"))
    assert read[2:] == [os.path.join("..", "v2", "train.py")]


def test_another_installation_of_the_same_program_has_the_same_entries(tmp_path: Path, caches: Path) -> None:
    write("a.py", RISKY)

    def run_from(place: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "lstm_lint", *ONLY, "a.py"]
        assert subprocess.run(command, env=environment, capture_output=True, timeout=600).returncode == 1

    for number in (1, 2):
        place = tmp_path / f"installed{number}"
        shutil.copytree(ROOT / "lstm_lint", place / "lstm_lint", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "rules", place / "lstm_lint" / "rules")
        run_from(place)
        assert len(entries(caches)) == 1
    os.utime(place / "lstm_lint" / "lint.py", (1, 1))
    run_from(place)
    assert len(entries(caches)) == 1
    with open(place / "lstm_lint" / "lint.py", "a") as file:
        file.write("# changed\n")
    run_from(place)
    assert len(entries(caches)) == 2


def test_each_part_of_a_report_is_kept_or_known_to_be_of_one_run() -> None:
    of_one_run = {"after", "before", "fixed", "known", "not_looked_at", "path", "source"}
    assert set(cache.PARTS) | of_one_run == set(FileReport.__slots__)
    assert not of_one_run & set(cache.PARTS)


def test_all_that_a_finding_can_hold_comes_back() -> None:
    span = Span(2, 3, 4, 5)
    fix = Fix("write `x`", "unsafe", (Edit(span, "\udc80 x\n"), Edit(Span(9, 1, 9, 1), "")))
    whole = Finding(
        "a.py",
        "LL505",
        "n",
        Severity.ADVICE,
        "m",
        span,
        1,
        2,
        3,
        4,
        5,
        6,
        "model",
        "layer",
        fix,
        None,
        ("y",),
    )
    bare = Finding("a.py", "LL505", "n", Severity.ERROR, "m", span, None, 2, 3, 4, 5, 6)
    report = FileReport("a.py", (whole, bare), None)
    report.lines, report.places = {2: "\udc80", 4: ""}, {span: (1, 2, 3, 4)}
    report.asked = [("m", "sub/b.py", None), (".n", "", "00")]
    parts = cache._decoded(json.loads(json.dumps(cache._encoded(report))), "other.py")
    assert [repr(one) for one in parts["findings"]] == [
        repr(one).replace("path='a.py'", "path='other.py'") for one in (whole, bare)
    ]
    assert (parts["lines"], parts["places"], list(parts["asked"])) == (
        report.lines,
        report.places,
        report.asked,
    )


# --- entries that are none ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"null",
        b"[" * 99_999,
        b'{"findings":' * 9_999,
        b" " * (1 << 18) + b"{}",
        b"9" * 200_000,
        b'{"findings":[],"lines":[],"places":[],"asked":[],"path":"b.py"}',
        b'{"findings":[],"lines":[],"places":[],"asked":[[]]}',
        b'{"findings":[],"lines":[],"places":[],"asked":[[null,null,null]]}',
        b'{"findings":[],"lines":{"1":"x"},"places":[],"asked":[]}',
        b'{"findings":[],"lines":[[true,"x"]],"places":[],"asked":[]}',
        b'{"findings":[],"lines":[["1","x"]],"places":[],"asked":[]}',
    ],
    ids=lambda content: content[:60].decode("latin-1"),
)
def test_content_that_is_no_entry_is_passed_over(
    content: bytes, capsys: Capsys, read: list[str], caches: Path
) -> None:
    write("a.py", RISKY)
    first = run(capsys, *ONLY, "a.py")
    (entry,) = entries(caches)
    entry.write_bytes(content)
    assert run(capsys, *ONLY, "a.py") == first
    assert len(read) == 2
    assert json.loads(entry.read_bytes())["findings"]


def test_every_value_of_an_entry_has_its_type(capsys: Capsys, read: list[str], caches: Path) -> None:
    write("a.py", RISKY)
    first = run(capsys, *ONLY, "a.py")
    (entry,) = entries(caches)
    whole = json.loads(entry.read_bytes())

    def places(value: Any, way: tuple[Any, ...] = ()) -> Any:
        yield way
        steps = (
            value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        )
        for step in steps:
            yield from places(value[step], (*way, step))

    ways = [way for way in places(whole) if way]
    assert len(ways) > 30
    for way in ways:
        forged = json.loads(json.dumps(whole))
        inner = forged
        for step in way[:-1]:
            inner = inner[step]
        inner[way[-1]] = {"path": "b.py"}
        entry.write_text(json.dumps(forged))
        before = len(read)
        assert run(capsys, *ONLY, "a.py") == first, way
        assert len(read) == before + 1, way


@posix
@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "hard link", "socket"])
def test_what_is_no_file_is_no_entry_and_leads_nowhere(
    kind: str, capsys: Capsys, read: list[str], caches: Path, tmp_path: Path
) -> None:
    import socket

    write("a.py", RISKY)
    first = run(capsys, *ONLY, "a.py")
    (entry,) = entries(caches)
    marker = tmp_path / "marker"
    marker.write_bytes(entry.read_bytes() if kind == "link" else b"precious")
    entry.unlink()
    if kind == "link":
        entry.symlink_to(marker)
    elif kind == "fifo":
        os.mkfifo(entry)
    elif kind == "folder":
        (entry / "inner").mkdir(parents=True)
    elif kind == "hard link":
        os.link(marker, entry)
    else:
        with socket.socket(socket.AF_UNIX) as server, pytest.MonkeyPatch.context() as patch:
            patch.chdir(caches)
            server.bind(entry.name)
    kept = marker.read_bytes()
    assert run(capsys, *ONLY, "a.py") == first
    assert len(read) == 2
    assert marker.read_bytes() == kept
    assert (entry / "inner").is_dir() if kind == "folder" else stat.S_ISREG(entry.lstat().st_mode)


# --- where it lies --------------------------------------------------------------------------------------------------


def test_it_marks_itself_and_is_open_to_nobody_else(capsys: Capsys, caches: Path, project: Path) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py")
    assert (caches / "CACHEDIR.TAG").read_bytes() == TAG
    assert os.listdir(project) == ["a.py"]
    if os.name != "nt":
        assert stat.S_IMODE(caches.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in caches.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x", "HOME": "/"}, "/x/lstm-lint"),
        ("darwin", {"XDG_CACHE_HOME": "/x", "HOME": "/"}, "/x/lstm-lint"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/"}, "/.cache/lstm-lint"),
        ("darwin", {"HOME": "/"}, "/Library/Caches/lstm-lint"),
        ("linux", {"HOME": "/there/is/no/such/home"}, None),
        ("linux", {"HOME": "relative"}, None),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/lstm-lint/Cache"),
        ("win32", {}, None),
        ("linux", {"LSTM_LINT_CACHE_DIR": "/named", "XDG_CACHE_HOME": "/x"}, "/named"),
    ],
)
@posix
def test_it_lies_where_the_platform_keeps_caches(
    platform: str, variables: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "LSTM_LINT_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder.location(None) == expected
    assert cache_folder.location("/given") == "/given"


def test_the_caller_may_name_another_folder(
    capsys: Capsys, caches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py", "--cache-dir", str(tmp_path / "new" / "one"))
    monkeypatch.setenv("LSTM_LINT_CACHE_DIR", str(tmp_path / "two"))
    run(capsys, "a.py")
    assert len(entries(tmp_path / "new" / "one")) == len(entries(tmp_path / "two")) == 1
    assert not caches.exists()


@pytest.mark.parametrize("way", ["option", "environment"])
@pytest.mark.parametrize("where", ["in the linted folder", "in the repository", "in one around it"])
def test_a_named_folder_in_what_is_linted_is_refused(
    way: str, where: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("src/a.py", RISKY if way == "option" else "")  # also where nothing is read
    if where != "in the linted folder":
        os.mkdir(".git" if where == "in the repository" else "../.git")
    paths = ["."] if where == "in the linted folder" else ["src/a.py"]
    arguments = ("--cache-dir", "cache") if way == "option" else ()
    if way == "environment":
        monkeypatch.setenv("LSTM_LINT_CACHE_DIR", "cache")
    said = refused(capsys, *arguments, *paths)
    assert (
        "lies in what is linted" in said
        and ("--cache-dir" if way == "option" else "$LSTM_LINT_CACHE_DIR") in said
    )
    assert not os.path.exists("cache")


def test_a_home_in_what_is_linted_has_no_cache(
    capsys: Capsys, read: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.setenv("LOCALAPPDATA", str(project))
    write("a.py", RISKY)
    os.mkdir(".git")
    for _ in range(2):
        status, _, err = run(capsys, *ONLY, "-v", "a.py")
        assert status == 1 and "no cache in" in err and "lies in what is linted" in err
    assert read == ["a.py", "a.py"] and sorted(os.listdir()) == [".git", "a.py"]


@posix
@pytest.mark.parametrize("part", [".cache", ".cache/lstm-lint", "elsewhere by two links"])
def test_a_link_that_a_repository_carries_is_not_followed(
    part: str, capsys: Capsys, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    for number in range(30):
        (precious / f"{number:040x}").write_text("precious")
    (precious / "CACHEDIR.TAG").write_bytes(TAG)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(project))
    os.mkdir(".git")
    if (
        part == "elsewhere by two links"
    ):  # the user's own link leads into the repository, and that one out of it
        Path("carried").symlink_to(precious)
        home = tmp_path / "home" / ".cache"
        home.mkdir(parents=True)
        (home / "lstm-lint").symlink_to(project / "carried")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
    else:
        Path(part).parent.mkdir(exist_ok=True)
        Path(part).symlink_to(precious)
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 2)
    write("a.py", RISKY)
    before = sorted(os.listdir(precious))
    assert run(capsys, *ONLY, "a.py")[0] == 1
    assert sorted(os.listdir(precious)) == before


@posix
@pytest.mark.parametrize("name", ["CACHEDIR.TAG", ".gitignore", "0" * 40])
@pytest.mark.parametrize("kind", ["link", "folder"])
def test_a_folder_that_holds_something_else_is_left_alone(
    name: str, kind: str, capsys: Capsys, caches: Path, tmp_path: Path
) -> None:
    caches.mkdir(parents=True, mode=0o700)
    marker = tmp_path / "marker"
    marker.write_bytes(TAG)
    (caches / name).symlink_to(marker) if kind == "link" else (caches / name).mkdir()
    write("a.py", RISKY)
    status, _, err = run(capsys, *ONLY, "-v", "a.py")
    assert status == 1 and "it holds something else" in err
    assert run(capsys, "clean")[0] == 2
    assert os.listdir(caches) == [name] and marker.read_bytes() == TAG


@posix
def test_a_folder_of_others_is_not_trusted(
    capsys: Capsys, caches: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.py", RISKY)
    run(capsys, *ONLY, "a.py")
    caches.chmod(0o777)
    assert "other users may write in it" in run(capsys, *ONLY, "-v", "a.py")[2]
    assert "other users may write in it" in refused(capsys, "--cache-dir", str(caches), "a.py")
    caches.chmod(0o700)
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 4242)
        assert "it belongs to another user" in run(capsys, *ONLY, "-v", "a.py")[2]
        assert "it belongs to another user" in refused(capsys, "clean")
    assert len(read) == 3
    run(capsys, *ONLY, "a.py")
    assert len(read) == 3


@posix
def test_a_run_under_sudo_leaves_nothing_in_the_home_of_others(
    capsys: Capsys, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_UID", "1000")
    monkeypatch.setattr(cache_folder, "_owner", lambda path: 1000)
    write("a.py", RISKY)
    assert run(capsys, *ONLY, "a.py")[0] == 1
    assert not caches.parent.exists()


@posix
def test_a_folder_that_is_swapped_while_it_is_open_leads_nowhere(caches: Path, tmp_path: Path) -> None:
    folder = cache_folder.Folder.open(str(caches), ["."])
    folder.write("0" * 40, b"entry")
    caches.rename(tmp_path / "moved")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ("0" * 40)).write_bytes(b"precious")
    caches.symlink_to(elsewhere)
    folder.write("1" * 40, b"entry")
    folder.prune(0, 0, 0.0)
    assert os.listdir(elsewhere) == ["0" * 40]
    assert os.listdir(tmp_path / "moved") == ["CACHEDIR.TAG"]
    folder.close()


# --- how long it stays ----------------------------------------------------------------------------------------------


def test_clean_removes_it_and_nothing_else(capsys: Capsys, caches: Path) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py")
    assert run(capsys, "clean")[::2] == (0, f"lstm-lint: removed the cache in {caches}\n")
    assert not caches.exists()
    assert run(capsys, "clean")[::2] == (0, f"lstm-lint: there is no cache in {caches}\n")
    run(capsys, "a.py")
    (caches / "mine.txt").write_text("")
    (caches / ("a" * 40)).mkdir()
    assert run(capsys, "clean")[0] == 0
    assert sorted(os.listdir(caches)) == ["CACHEDIR.TAG", "a" * 40, "mine.txt"]


def test_clean_takes_the_folder_that_is_named(capsys: Capsys, caches: Path, tmp_path: Path) -> None:
    write("a.py", RISKY)
    run(capsys, "a.py")
    run(capsys, "a.py", "--cache-dir", str(tmp_path / "named"))
    assert run(capsys, "clean", "--cache-dir", str(tmp_path / "named"))[0] == 0
    assert caches.exists() and not (tmp_path / "named").exists()
    assert "it holds something else" in refused(capsys, "clean", "--cache-dir", os.curdir)


def test_it_is_bounded(capsys: Capsys, caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_ENTRIES", 8)
    for number in range(20):
        write("a.py", RISKY + f"# {number}\n")
        run(capsys, *ONLY, "a.py")
    assert 5 <= len(entries(caches)) <= 8
    monkeypatch.setattr(cache, "_MOST_BYTES", 1000)
    write("a.py", RISKY)
    run(capsys, *ONLY, "a.py")
    assert sum(entry.stat().st_size for entry in entries(caches)) <= 1000


@posix
def test_what_is_used_stays(
    capsys: Capsys, caches: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.py", RISKY)
    run(capsys, *ONLY, "a.py")
    for entry in caches.iterdir():
        os.utime(entry, (1, 1))
    run(capsys, *ONLY, "a.py")
    assert all(entry.stat().st_mtime > 1 for entry in entries(caches)) and read == ["a.py"]


def test_what_a_killed_run_left_goes_in_time(capsys: Capsys, caches: Path) -> None:
    write("a.py", RISKY)
    run(capsys, *ONLY, "a.py")
    old, young = caches / (".new-" + "0" * 16), caches / (".new-" + "1" * 16)
    for path in (old, young):
        path.write_text("")
    os.utime(old, (1, 1))
    write("b.py", RISKY)
    run(capsys, *ONLY, "b.py")
    assert young.exists() and not old.exists()


@pytest.mark.parametrize("call", ["makedirs", "replace", "open", "listdir", "scandir", "lstat", "fstat"])
def test_a_disk_that_takes_nothing_is_not_noticed(
    call: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    class System:
        def __getattr__(self, name: str) -> Any:
            return refuse if name == call else getattr(os, name)

    write("a.py", RISKY)
    monkeypatch.setattr(cache_folder, "os", System())
    for _ in range(2):
        status, _, err = run(capsys, *ONLY, "a.py")
        assert (status, err) == (1, "")


# --- many processes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2", "5"])
def test_any_number_of_processes_says_the_same(
    jobs: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lstm_lint.run.run._FEWEST_AT_ONCE", 8)
    for number in range(40):
        write(f"{number % 7}/{number}.py", (RISKY, CALM)[number % 2] + f"# {number}\n")
    write("3/broken.py", "import keras, LSTM\nx = " + "[" * 10_000)
    serial = run(capsys, "--no-cache", "--profile", "strict", "--jobs", "1", ".")
    assert run(capsys, "--no-cache", "--profile", "strict", "--jobs", jobs, ".") == serial
    assert run(capsys, "--profile", "strict", "--jobs", jobs, ".") == serial
    assert run(capsys, "--profile", "strict", "--jobs", jobs, ".") == serial


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5", "99999999999"])
def test_a_number_of_processes_that_is_none(jobs: str, capsys: Capsys) -> None:
    assert "write a number" in run(capsys, "--jobs", jobs, ".")[2]


def test_runs_at_once_share_it(caches: Path) -> None:
    for number in range(6):
        write(f"{number}.py", RISKY + f"# {number}\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "lstm_lint", *ONLY, "--output-format", "json", "."]
    children = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = {child.communicate(timeout=600)[0] for child in children}
    assert len(outputs) == 1
    assert len(entries(caches)) == 6
