"""Limits count processor time: who is suspended or starved loses nothing, and nothing that hangs is waited for."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import MENDED, ONLY, RISKY, ROOT, Capsys, process, refused, run

from lstm_lint.run import limits, workers
from lstm_lint.run.limits import Elsewhere, Unfinished
from lstm_lint.settings import config

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="limits are the system's")

Answer = Callable[[], Any]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    monkeypatch.setattr(limits, "HERE", 0.05)


def write(*names: str, text: str = RISKY) -> None:
    for name in names:
        Path(name).write_text(text, encoding="utf-8")


def endless() -> None:
    while True:
        time.process_time()


def never(*_: object) -> None:
    endless()


def endless_steps(*given: object, **named: object) -> None:
    """Ends neither for an exception nor, in a process apart, for a return to Python."""
    if limits._expendable:
        backtracking()
    endless()


def backtracking() -> None:
    re.match(r"(a+)+$", "a" * 40 + "b")


def decoding() -> None:
    json.loads(f'{{"{"a" * 1000}": 1}}' * 1) and int("9" * 4000) ** 100_000  # no step returns within seconds


def parsing() -> None:
    compile("x = " + "+".join(["1"] * 5_000_000), "<long>", "exec")


def recursive() -> Any:
    return recursive()


def hungry() -> int:
    held = [bytes(1 << 24) for _ in range(1000)]
    return len(held)


def crashing() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def suspended() -> int:
    """Stops itself for longer than it may take, and goes on."""
    limits.only_apart()
    subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -CONT {os.getpid()}"])
    os.kill(os.getpid(), signal.SIGSTOP)
    return 7


def starved() -> int:
    """Sleeps for longer than it may compute."""
    time.sleep(0.3)
    return 7


@pytest.mark.parametrize("endless", [endless, backtracking, decoding, parsing])
def test_what_does_not_end_is_ended(endless: Answer) -> None:
    with pytest.raises(Unfinished, match=r"^it takes more than 0\.2 seconds of processor time$"):
        workers.apart(endless)


def test_python_code_that_does_not_end_is_begun_anew_in_a_process_apart() -> None:
    with pytest.raises(Elsewhere):
        limits.here(endless)
    with pytest.raises(Unfinished, match="processor time"):
        workers.guarded(endless)


def test_what_is_swallowed_on_the_way_rings_again(capsys: Capsys) -> None:
    class Swallows:
        def __del__(self) -> None:
            endless()

    def swallowing() -> None:
        Swallows()
        endless()

    with pytest.raises(Elsewhere):
        limits.here(swallowing)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("function", [suspended, starved])
def test_who_is_suspended_or_starved_loses_nothing(function: Answer) -> None:
    assert workers.guarded(function) == 7
    assert list(workers.results(function, [()] * 3, 2)) == [7, 7, 7] or function is suspended


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (recursive, "nested too deeply"),
        (hungry, "more than 32 MB of memory"),
        (crashing, "nested too deeply"),
    ],
)
def test_what_takes_a_process_down_is_said(
    function: Answer, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SECONDS", 5.0)
    monkeypatch.setattr(limits, "MEMORY", 32 << 20)
    with pytest.raises(Unfinished, match=why):
        workers.apart(function)


def test_a_process_that_was_ended_leaves_its_tasks_to_another() -> None:
    def task(number: int) -> int:
        return number if number % 3 else endless() or 0

    answers = list(workers.results(task, [(number,) for number in range(7)], 2))
    assert [one if isinstance(one, int) else str(one)[:20] for one in answers] == [
        *("it takes more than 0", 1, 2, "it takes more than 0", 4, 5, "it takes more than 0")
    ]


def test_a_process_that_waits_for_ever_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.02)
    monkeypatch.setattr(workers, "_TICK", 0.01)
    with pytest.raises(Unfinished) as raised:
        workers.apart(signal.pause)
    assert not raised.value.certain


def test_an_error_comes_back_with_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        workers.apart(divmod, 1, 0)
    assert "in _called" in str(raised.value.__cause__)


def test_another_thread_hands_its_work_to_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        answers.append(limits.interrupts())
        answers.append(workers.guarded(os.getpid))

    answers: list[Any] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers[0] is False
    assert answers[1] != os.getpid()


def test_settings_that_were_used_are_handed_over(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    """Where processes are not forked they are pickled, also after a file was read here."""
    monkeypatch.setattr(workers, "_method", lambda: "spawn")
    monkeypatch.setattr(limits, "SECONDS", 10.0)
    monkeypatch.setattr(limits, "HERE", 2.0)
    write("a.py")
    write("b.py", text=RISKY + "\n" * 3_001)
    code, out, err = run(capsys, "--jobs", "1", "--no-cache", "--output-format", "concise", ".")
    assert code == 1 and "a.py:" in out and "b.py:" in out and not err


def test_without_signals_a_process_apart_looks_at_the_clock_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(limits.signal, "setitimer")
    with pytest.raises(Elsewhere):
        limits.here(os.getpid)
    with pytest.raises(Unfinished, match="processor time"):
        workers.guarded(endless)
    assert workers.guarded(starved) == 7


# --- of a whole run -----------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """Makes the linting of `slow.py` do something first."""
    from lstm_lint import lint

    real = lint.outcome

    def makes(first: Answer) -> None:
        def lints(source: Any, *given: Any, **more: Any) -> Any:
            if source.path.endswith("slow.py"):
                first()
            return real(source, *given, **more)

        monkeypatch.setattr(lint, "outcome", lints)

    return makes


@pytest.fixture(params=[1, 2])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Enough files for two processes, and the options of one process or two."""
    write("slow.py", *(f"other{number}.py" for number in range(60)))
    return ("--jobs", str(request.param), "--no-cache", "--output-format", "concise", *ONLY)


def test_who_is_suspended_finds_everything(
    many: tuple[str, ...], slow: Callable[[Answer], None], capsys: Capsys
) -> None:
    monitor = os.getpid()

    def stops() -> None:
        limits.only_apart()
        assert os.getpid() != monitor
        suspended()

    slow(stops)
    status, out, err = run(capsys, *many, ".")
    assert (status, out.count("LL505"), err) == (1, 61, "")


@pytest.mark.parametrize("endless", [endless, backtracking])
def test_a_file_that_takes_too_long_is_an_error_that_hides_no_finding(
    endless: Answer, many: tuple[str, ...], slow: Callable[[Answer], None], capsys: Capsys
) -> None:
    def hangs() -> None:
        limits.only_apart()
        endless()

    slow(hangs)
    for options in ((), ("--fail-on", "never")):
        status, out, err = run(capsys, *many, *options, ".")
        assert (status, out.count("LL505")) == (2, 60)
        assert err == "lstm-lint: slow.py: not read: it takes more than 0.2 seconds of processor time\n"
        assert "1 file could not be linted." in out
    status, out, err = run(capsys, *many, "--select", "LL001,LL505", "--unfinished", "finding", ".")
    assert (status, out.count("LL505"), err) == (1, 60, "")
    assert "slow.py:1:1: LL001 [warning] this file is not read: it takes more than 0.2 seconds" in out


def test_json_lists_a_file_that_takes_too_long_among_those_that_were_not_read(
    slow: Callable[[Answer], None], capsys: Capsys
) -> None:
    slow(endless)
    write("slow.py")
    status, out, _ = run(capsys, "slow.py", "--output-format", "json")
    document = json.loads(out)
    why = "it takes more than 0.2 seconds of processor time"
    missed = {"path": "slow.py", "line": 1, "cell": None, "file_line": 1, "what": "this file", "why": why}
    assert status == 2 and document["unread"] == [missed]
    assert document["summary"]["unread"] == 1


def test_the_setting_makes_it_a_finding(slow: Callable[[Answer], None], capsys: Capsys) -> None:
    slow(endless)
    write("slow.py")
    write("lstm-lint.toml", text="unfinished = 'finding'\n")
    assert "LL001" in run(capsys, "slow.py")[1]
    assert run(capsys, "--unfinished", "error", "slow.py")[0] == 2
    write("lstm-lint.toml", text="unfinished = 'never'\n")
    assert "`unfinished`" in refused(capsys, "slow.py")


def test_a_silent_machine_makes_no_finding(
    slow: Callable[[Answer], None], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits() -> None:
        limits.only_apart()
        signal.pause()

    monkeypatch.setattr(workers, "PATIENCE", 0.02)
    monkeypatch.setattr(workers, "_TICK", 0.01)
    slow(waits)
    write("slow.py")
    assert "no answer came" in refused(capsys, "-q", "--unfinished", "finding", "slow.py")


def test_a_file_that_does_not_parse_is_a_finding(capsys: Capsys) -> None:
    import libcst  # noqa: F401  # which says why, and takes most of the time that is allowed here to be imported

    write("x.py", text=RISKY + "x = (\n")
    status, out, err = run(capsys, "x.py")
    assert (status, "LL001" in out, err) == (1, True, "")


@pytest.mark.parametrize("mode", [("--fix",), ("--diff",), ("--add-noqa",)])
def test_mending_that_takes_too_long_loses_neither_findings_nor_text(
    mode: tuple[str, ...], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.edit import fixes, noqa

    for module, name in ((fixes, "_round"), (noqa, "_edited")):
        monkeypatch.setattr(module, name, endless_steps)
    write("x.py")
    status, out, err = run(capsys, *ONLY, *mode, "--output-format", "concise", "x.py")
    assert (status, out.count("LL505")) == (2, mode != ("--diff",))
    assert "lstm-lint: x.py: not fixed: it takes more than 0.2 seconds of processor time\n" in err
    assert Path("x.py").read_text(encoding="utf-8") == RISKY


def test_steps_of_one_work_have_one_limit_together() -> None:
    def step() -> None:
        end = time.process_time() + 0.04
        while time.process_time() < end:
            pass

    allowance = workers.Allowance()
    with pytest.raises(Unfinished, match="processor time"):
        for _ in range(20):
            allowance(step)


def test_a_person_may_take_any_time_to_answer(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_lint.command import streams

    def answers(question: str) -> str:
        end = time.process_time() + 0.3
        while time.process_time() < end:
            pass
        return "y\n"

    monkeypatch.setattr(streams, "answer", answers)
    write("x.py")
    assert run(capsys, *ONLY, "--interactive", "x.py")[0] == 0
    assert Path("x.py").read_text(encoding="utf-8") == MENDED


def test_interactive_fixes_are_limited_as_well(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_lint.command import streams
    from lstm_lint.edit import fixes

    monkeypatch.setattr(streams, "answer", lambda question: "y\n")
    monkeypatch.setattr(fixes, "apply", never)
    write("x.py")
    status, _, err = run(capsys, *ONLY, "--interactive", "x.py")
    assert (status, "x.py: not fixed: it takes more than 0.2 seconds" in err) == (2, True)


@pytest.mark.parametrize("form", ["text", "json", "mermaid"])
def test_model_reads_within_the_limits_of_check(
    form: str, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint import lint

    monkeypatch.setattr(lint, "read", endless_steps)
    write("x.py")
    said = refused(capsys, "model", "--output-format", form, "x.py")
    assert said == "lstm-lint: error: x.py: not read: it takes more than 0.2 seconds of processor time\n"
    assert "x.py: not read: it takes more than 0.2 seconds" in run(capsys, "x.py")[2]


def test_model_and_check_refuse_the_same_depth(capsys: Capsys) -> None:
    write("x.py", text=RISKY + "x = a" + ".bb" * 1_400 + "\n")
    for command in (("check",), ("model",)):
        status, _, err = run(capsys, *command, "x.py")
        assert (status, "x.py: not read: it is nested too deeply" in err) == (2, True)


def test_reading_the_configuration_is_limited(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "_loads", lambda *given: endless())
    write("x.py")
    write("lstm-lint.toml", text="keras = 3\n")
    said = refused(capsys, "x.py")
    assert said.startswith("lstm-lint: error: ")
    assert "lstm-lint.toml: not read: it takes more than 0.2 seconds of processor time" in said


def test_codes_that_are_written_again_and_again_cost_nothing(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lstm_lint.settings.settings import Selection, decide

    def layer(count: int) -> Selection:
        return Selection("a file", ("LL203", "ll5", "ALL") * count, ("LL2", "optimizer") * count)

    calls: list[str] = []
    from lstm_lint.rulebook import rulebook

    real = rulebook.matching
    monkeypatch.setattr(rulebook, "matching", lambda selector: calls.append(selector) or real(selector))
    few = decide((layer(1),))
    count = len(calls)
    many = decide((layer(100_000),))
    assert len(calls) == 2 * count
    assert [(one.rule.code, one.on) for one in many] == [(one.rule.code, one.on) for one in few]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_a_large_notebook_is_held_by_its_reader_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = {"cell_type": "code", "source": RISKY, "metadata": {}, "execution_count": None}
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * (40 << 20)}]
    notebook = {"cells": [{**cell, "outputs": outputs}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write("x.ipynb", text=json.dumps(notebook))
    measured = (
        "import sys; from lstm_lint.command.cli import main; main(['-q', 'x.ipynb', *sys.argv[1:]]);"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured, *ONLY, "--output-format", "concise"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    finding, last = done.stdout.splitlines()
    assert "LL505" in finding
    assert int(last) < 75 << 10  # kilobytes


def test_a_run_that_is_ended_leaves_no_reader(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from lstm_lint import lint
from lstm_lint.command.cli import main
from lstm_lint.run import limits

def stays(*given, **more):
    limits.only_apart()
    open(sys.argv[1], "w").write(str(os.getpid()))
    signal.pause()

lint.outcome = stays
sys.exit(main(["--no-cache", "x.py"]))
"""
    write("x.py")
    os.mkfifo("started")
    command = [sys.executable, "-c", program, "started"]
    child = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)
    reader = int(Path("started").read_text())
    child.terminate()
    _, err = child.communicate(timeout=600)
    assert (child.returncode, err) == (-signal.SIGTERM, b"")
    with pytest.raises(ProcessLookupError):
        os.kill(reader, 0)


def test_the_command_of_a_user_has_the_same_limits(tmp_path: Path) -> None:
    """Nothing here depends on being called from a test."""
    write("x.py", text=RISKY + "x = a" + ".bb" * 1_400 + "\n")
    done = process("x.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"lstm-lint: x.py: not read: it is nested too deeply\n")
