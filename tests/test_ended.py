"""A run that is asked to end leaves nothing: no folder in the temporary directory, no process."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these signals are Unix's")

RELU = """\
import keras
from keras import layers
model = keras.Sequential([keras.Input((60, 4)), layers.LSTM(500, activation="relu"), layers.Dense(1)])
model.compile("adam", "mse")
"""
# A child that says that it runs, by opening a pipe, and then never answers.
CHILD = "import os, sys; open(sys.argv[1], 'w').write(f'{os.getpid()} {os.getcwd()}'); sys.stdin.readlines()"
RUN = f"""
import sys
from lstm_lint.command.cli import main
from lstm_lint.smoke import runner
runner.CHILD = (sys.executable, "-c", {CHILD!r}, sys.argv[1])
sys.exit(main(["smoke", "x.py"]))
"""


def said(process: subprocess.Popen[bytes], pipe: str) -> str:
    """What is written into a named pipe; no wait for who has ended."""
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)) as file:
        while not select.select([file], [], [], 1.0)[0]:
            assert process.poll() is None, process.communicate()
        return file.read()


@pytest.fixture
def running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals_end: None
) -> tuple[subprocess.Popen[bytes], int, Path]:
    """A smoke training in progress: its process, that of the child and the folder of the child."""
    monkeypatch.chdir(tmp_path)
    write("x.py", RELU)
    (tmp_path / "temporary").mkdir()
    os.mkfifo("started")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "temporary")}
    command = [sys.executable, "-c", RUN, str(tmp_path / "started")]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    number, folder = said(process, "started").split()
    return process, int(number), Path(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_smoke_leaves_no_folder_and_no_process(
    number: signal.Signals, running: tuple[subprocess.Popen[bytes], int, Path], tmp_path: Path
) -> None:
    process, child, folder = running
    assert folder.parent.samefile(tmp_path / "temporary")
    process.send_signal(number)
    _, err = process.communicate(timeout=600)
    assert b"Traceback" not in err, err
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert os.listdir(tmp_path / "temporary") == []
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_run_that_may_not_be_ended_by_a_hangup_goes_on(tmp_path: Path) -> None:
    run = """
import os, signal
from lstm_lint.command import cli
signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
cli._dispatch = lambda given: os.kill(os.getpid(), signal.SIGHUP) or 0
print(cli.main([]), signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
"""
    done = subprocess.run(
        [sys.executable, "-c", run],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"0 True\n")


INTERRUPTED = """
import os, signal, sys
from lstm_lint.command.cli import main
from lstm_lint.run import examine

def examined(path, *given, first=examine.examine):
    if path == "b.py":
        os.kill(os.getpid(), signal.SIGINT)
    return first(path, *given)

examine.examine = examined
sys.exit(main(["a.py", "b.py", "c.py", *sys.argv[1:]]))
"""


@pytest.mark.parametrize(("form", "shown"), [("concise", True), ("json", False)])
def test_an_interrupted_run_shows_what_it_found(
    form: str, shown: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals_end: None
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "b.py", "c.py"):
        write(name, RELU)
    command = [sys.executable, "-c", INTERRUPTED, "--output-format", form, "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode == 130
    assert (b"a.py:3" in done.stdout) is shown
    assert b"c.py" not in done.stdout
    assert (b"interrupted: 2 files not linted" in done.stderr) is shown
    assert b"Traceback" not in done.stderr


AT_THE_END = """
import atexit, os, sys
from lstm_lint.command import cli

class Held:
    def __del__(self, write=os.write):
        write(1, b"taken apart")

held = Held()
atexit.register(print, "told")
cli._dispatch = lambda given: print("said") or 1
{before}
cli.run()
"""


@pytest.mark.parametrize(
    ("before", "takes_apart"),
    [
        ("", False),
        ("import threading as t; t.Thread(target=t.main_thread().join).start()", True),
        ("sys.setprofile(lambda *_: None)", True),
    ],
    ids=["alone", "with-a-thread", "with-a-profiler"],
)
def test_a_program_ends_without_taking_apart_what_it_holds(before: str, takes_apart: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_END.format(before=before)],
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(b"said\n") and b"told\n" in done.stdout
    assert (b"taken apart" in done.stdout) is takes_apart
