"""`lstm-lint scan`: every repository below a folder, in batches, on processes of this machine or on a cluster."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, Capsys, process, refused, run

from lstm_lint import __version__
from lstm_lint.scan import engines, repositories, rows, summary
from lstm_lint.settings.config import ConfigError

RISKY = """\
import keras
from keras import layers

model = keras.Sequential([keras.Input((120, 3)), layers.LSTM(32, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
"""
SOUND = RISKY.replace(', activation="relu"', "")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two repositories, one of them with settings of its own, and files in none."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "all/one/train.py": RISKY,
        "all/one/deep/again.py": RISKY,
        "all/one/other.py": "print(1)\n",
        "all/group/two/train.py": RISKY,
        "all/group/two/lstm-lint.toml": 'ignore = ["LL203"]\n',
        "all/loose.py": RISKY,
        "all/group/notes.py": SOUND,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("all/one", "all/group/two"):
        (tmp_path / name / ".git").mkdir()
    return tmp_path


def scanned(capsys: Capsys, *arguments: str) -> tuple[list[dict[str, Any]], str]:
    code, out, err = run(capsys, "scan", *arguments)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()], err


def test_every_repository_is_linted_by_its_own_settings(capsys: Capsys) -> None:
    found, err = scanned(capsys, "all", "--keras", "3")
    assert [(one["repository"], one["path"], one["rule"]) for one in found if one["rule"] == "LL203"] == [
        ("all/one", "deep/again.py", "LL203"),
        ("all/one", "train.py", "LL203"),
        ("all", "loose.py", "LL203"),
    ]
    assert all(list(one) == list(rows.COLUMNS) for one in found)
    assert "3 repositories, 6 files (5 read, 1 without a recurrent model): " in err


def test_a_row_says_what_check_says_and_what_the_model_is(capsys: Capsys, tree: Path) -> None:
    found, _ = scanned(capsys, "all/one", "--keras", "3")
    row = next(one for one in found if one["path"] == "train.py" and one["rule"] == "LL203")
    os.chdir(tree / "all/one")
    document = json.loads(run(capsys, "--keras", "3", "--output-format", "json", "train.py")[1])
    (said,) = (one for one in document["findings"] if one["code"] == "LL203")
    for name in (
        "path",
        "cell",
        "line",
        "column",
        "file_line",
        "severity",
        "name",
        "message",
        "model",
        "layer",
    ):
        assert row[name] == said[name]
    gitlab = json.loads(run(capsys, "--keras", "3", "--output-format", "gitlab", "train.py")[1])
    assert row["fingerprint"] in {one["fingerprint"] for one in gitlab}
    assert (row["model_layers"], row["model_recurrent"], row["model_parameters"]) == (2, "LSTM", 4641)


def test_what_cannot_be_read_is_a_row_and_not_the_end(capsys: Capsys, tree: Path) -> None:
    (tree / "all/group/two/lstm-lint.toml").write_text("ignore = 3\n", encoding="utf-8")
    (tree / "all/one/broken.py").write_bytes(b"import keras  # LSTM\nx = '\xff\xfe'\n")
    found, err = scanned(capsys, "all", "--select", "LL203")
    failures = {(one["repository"], one["path"]): one["message"] for one in found if one["kind"] == "failure"}
    assert "lstm-lint.toml" in failures[("all/group/two", ".")]
    assert {one["path"] for one in found if one["kind"] == "finding"} == {
        "train.py",
        "deep/again.py",
        "loose.py",
    }
    assert f"{len(failures)} failure" in err


def test_code_of_a_repository_is_never_run(capsys: Capsys, tree: Path) -> None:
    (tree / "all/one/lstm-lint.toml").write_text('rule-paths = ["rules"]\n', encoding="utf-8")
    (tree / "all/one/rules").mkdir()
    (tree / "all/one/rules/own.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    (tree / "all/one/json.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    found, _ = scanned(capsys, "all")
    assert [one["path"] for one in found if one["repository"] == "all/one"] == [
        "."
    ]  # its rules have no pages
    (tree / "all/one/lstm-lint.toml").unlink()
    assert any(one["repository"] == "all/one" for one in scanned(capsys, "all", "--select", "LL203")[0])
    assert not list(tree.rglob("ran"))


def test_a_second_scan_reads_only_what_changed(
    capsys: Capsys, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = scanned(capsys, "all", "--store", "kept")
    entries = {one.name for one in (tree / "kept").iterdir()}
    assert len(entries) > 5
    again, _ = scanned(capsys, "all", "--store", "kept")
    assert again == first and {one.name for one in (tree / "kept").iterdir()} == entries
    (tree / "all/one/train.py").write_text(SOUND, encoding="utf-8")
    changed, _ = scanned(capsys, "all", "--store", "kept")
    unbounded = {(one["repository"], one["path"]) for one in changed if one["rule"] == "LL203"}
    assert ("all/one", "train.py") not in unbounded
    assert len({one.name for one in (tree / "kept").iterdir()} - entries) == 1


def test_the_store_lies_in_no_repository(capsys: Capsys) -> None:
    said = refused(capsys, "scan", "all", "--store", "all/one/kept")
    assert "--store" in said and "lies in what is linted" in said


def test_repositories_are_apart_and_each_is_found_once(tree: Path) -> None:
    found = list(repositories.under(["all", "all/one"]))
    assert [one.name for one in found] == ["all/group/two", "all/one", "all"]
    loose = [path for batch in repositories.batches(found[-1], 200, {}) for path in batch.paths]
    assert sorted(loose) == [os.path.join("group", "notes.py"), "loose.py"]
    sizes = [len(batch.paths) for batch in repositories.batches(found[1], 2, {})]
    assert sizes == [2, 1]


def requests(*paths: str) -> Iterator[engines.Request]:
    for path in paths:
        yield {
            "version": __version__,
            "repository": "r",
            "root": os.path.abspath("all/one"),
            "paths": [path],
            "failures": [],
            "given": {"no_project_rules": True},
            "store": None,
        }


class Counting:
    """An engine that answers at once, and knows how many answers wait."""

    def __init__(self) -> None:
        self.workers = 2
        self.waiting = self.most = 0

    def submit(self, request: engines.Request) -> Counting:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return self

    def result(self) -> engines.Answer:
        self.waiting -= 1
        return {"rows": [], "files": 1, "read": 0, "skipped": 1}

    def close(self) -> None:
        pass


def test_few_batches_are_under_way_at_a_time() -> None:
    counting = Counting()
    assert sum(1 for _ in engines.answers(counting, requests(*["train.py"] * 1_000))) == 1_000
    assert counting.most == 8


def test_a_file_that_ends_its_process_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(request: engines.Request, processes: engines.Processes) -> engines.Answer | None:
        attempts.append(list(request["paths"]))
        if "bad.py" in request["paths"]:
            return None
        return {"rows": [{"path": path} for path in request["paths"]], "files": 1, "read": 1, "skipped": 0}

    attempts: list[list[str]] = []
    monkeypatch.setattr(engines, "_asked", asked)
    for name in ("a.py", "bad.py", "c.py"):
        Path("all/one", name).write_text(RISKY, encoding="utf-8")
    (request,) = requests("a.py")
    answer = engines.answered({**request, "paths": ["a.py", "bad.py", "c.py"]})
    assert [one["path"] for one in answer["rows"]] == ["a.py", "bad.py", "c.py"]
    assert answer["rows"][1]["kind"] == "failure" and answer["files"] == 3 and answer["read"] == 2
    assert len(attempts) == 3 + 1 + 3 + 1


def test_files_without_a_recurrent_model_take_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(engines, "started")
    (request,) = requests("other.py")
    assert engines.answered(request) == {"rows": [], "files": 1, "read": 0, "skipped": 1}


def test_a_process_that_is_killed_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = engines.started

    def killed_at_first(module: str) -> subprocess.Popen[bytes]:
        process = begun(module)
        if not begins:
            process.kill()
        begins.append(module)
        return process

    begins: list[str] = []
    monkeypatch.setattr(engines, "started", killed_at_first)
    (request,) = requests("train.py")
    answer = engines.answered(request)
    assert len(begins) == 2 and any(one["rule"] == "LL203" for one in answer["rows"])


def test_another_version_on_a_worker_is_one_line() -> None:
    (request,) = requests("train.py")
    engine = engines.Local(1)
    with pytest.raises(ConfigError, match="install the same"):
        list(engines.answers(engine, [{**request, "version": "0.0.1"}]))
    engine.close()


def test_the_page_has_the_trend(capsys: Capsys, tree: Path) -> None:
    pytest.importorskip("matplotlib")
    scanned(capsys, "all", "--select", "LL203", "--output-file", "before.jsonl")
    (tree / "all/one/train.py").write_text(SOUND, encoding="utf-8")
    scanned(
        capsys,
        "all",
        "--select",
        "LL203",
        "--output-file",
        "now.jsonl",
        "--page",
        "scan.html",
        "--against",
        "before.jsonl",
    )
    counts, before = summary.Counts(), summary.Counts()
    for path, into in (("now.jsonl", counts), ("before.jsonl", before)):
        for row in rows.read(path):
            into.add(row)
    by_rule, by_repository = summary.page(counts, 3, before).tables
    assert by_rule.rows == (("warning", "LL203", "unbounded-cell-activation", "3", "3", "4", "-1"),)
    assert by_repository.rows == (
        ("all", "0", "1", "0", "1", "0"),
        ("all/group/two", "0", "1", "0", "1", "0"),
        ("all/one", "0", "1", "0", "2", "-1"),
    )
    text = (tree / "scan.html").read_text(encoding="utf-8")
    assert "unbounded-cell-activation" in text and "<td>all/one</td>" in text


@pytest.mark.skipif(not find_spec("duckdb"), reason="Parquet takes DuckDB")
def test_parquet_holds_the_same_rows(capsys: Capsys, tree: Path) -> None:
    import duckdb

    found, _ = scanned(capsys, "all", "--keras", "3")
    scanned(capsys, "all", "--keras", "3", "--output-file", "rows.parquet")
    with duckdb.connect() as connection:
        result = connection.execute("SELECT * FROM 'rows.parquet'")
        names = [one[0] for one in result.description]
        assert [dict(zip(names, one)) for one in result.fetchall()] == found
    assert sorted(one.name for one in tree.iterdir()) == ["all", "rows.parquet"]
    earlier = list(rows.read("rows.parquet"))
    assert [one["rule"] for one in earlier] == [one["rule"] for one in found]


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("nowhere",), "no such folder: 'nowhere'"),
        (("all", "--output-file", "rows.csv"), "ends in none of .jsonl, .ndjson, .parquet"),
        (("all", "--workers", "0"), "--workers 0: write a number from 1 to 1000"),
        (("all", "--engine", "local", "--scheduler", "tcp://x:1"), "--scheduler is for --engine dask"),
        (("all", "--against", "all/loose.py"), "ends in none of"),
    ],
)
def test_wrong_usage_is_one_line(capsys: Capsys, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(capsys, "scan", *arguments)


def test_a_file_that_is_no_result_of_a_scan(capsys: Capsys, tree: Path) -> None:
    (tree / "old.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    assert "it is no result of `lstm-lint scan`" in refused(capsys, "scan", "all", "--against", "old.jsonl")


# --- a cluster -------------------------------------------------------------------------------------------------------

needs_dask = pytest.mark.skipif(not find_spec("distributed"), reason="no Dask")


@needs_dask
def test_a_scheduler_that_is_not_there_is_one_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        done = process("scan", "all", "--scheduler", f"tcp://127.0.0.1:{port}")
    assert done.returncode == 2
    assert f"--scheduler tcp://127.0.0.1:{port}: no answer" in done.stderr.decode().splitlines()[-1]


@needs_dask
def test_dask_finds_what_processes_of_this_machine_find(capsys: Capsys) -> None:
    done = process("scan", "all", "--engine", "dask", "--batch", "1")  # Dask leaves threads in its process
    assert [json.loads(line) for line in done.stdout.splitlines()] == scanned(capsys, "all")[0]


@pytest.fixture
def cluster(tree: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Starts `scheduler` or `worker` from the command line, as a user would; the first call is the scheduler."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *arguments]
        started.append(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        )
        return started[-1]

    yield start
    for one in reversed(started):
        one.kill()
        one.wait()


@needs_dask
def test_a_worker_that_is_killed_loses_nothing(
    tree: Path, capsys: Capsys, cluster: Callable[..., subprocess.Popen[bytes]]
) -> None:
    for number in range(6):
        (tree / f"all/one/more_{number:02}.py").write_text(RISKY, encoding="utf-8")
    expected, _ = scanned(capsys, "all")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
    cluster("scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2])
    workers = [cluster("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    command = [sys.executable, "-m", "lstm_lint", "scan", "all", "--scheduler", address, "--batch", "1"]
    with open("rows.jsonl", "wb") as out:
        scan = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )
        while scan.poll() is None and os.path.getsize("rows.jsonl") == 0:
            time.sleep(0.05)
        workers[0].send_signal(signal.SIGKILL)
        _, err = scan.communicate()
    assert scan.returncode == 0, err
    assert workers[0].wait() == -signal.SIGKILL and workers[1].poll() is None
    assert [
        json.loads(line) for line in Path("rows.jsonl").read_text(encoding="utf-8").splitlines()
    ] == expected
