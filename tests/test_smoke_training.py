"""Smoke training with TensorFlow: it runs nothing of the script, ends when it should, and is right on a sample."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from command_line import ROOT
from test_smoke_answers import SCRIPT as TOO_FAST

pytest.importorskip("tensorflow")

sys.path.insert(0, str(ROOT))

from benchmarks.smoke.__main__ import drawn, jobs_of, probe
from benchmarks.smoke.pages import OfPage, is_wrong, of_pages, verdicts
from benchmarks.smoke.planted import planted
from lstm_lint.smoke import exact, probes
from lstm_lint.smoke.budget import update
from lstm_lint.smoke.plan import Job
from lstm_lint.smoke.runner import answered, not_held_back
from lstm_lint.smoke.verdict import Verdict

pytestmark = pytest.mark.smoke

CHEAP = ("LL101", "LL102", "LL109", "LL113", "LL303", "LL401", "LL413", "LL508", "LL801", "LL804", "LL902")
HOSTILE = """\
import os
open("imported", "w").write("x")
import keras
from keras import layers

@os.system("touch decorated")
def decorated():
    pass

class Reduced:
    def __reduce__(self):
        return (os.system, ("touch reduced",))

class LSTM(layers.Layer):
    def __init__(self, units):
        super().__init__()
        open("constructed", "w").write("x")

model = keras.Sequential([
    keras.Input((30, 4)),
    layers.LSTM(8, return_sequences=True),
    layers.LSTM(8),
    layers.Lambda(lambda t: (os.system("touch called"), t)[1]),
    layers.Dense(1, activation="softmax"),
])
model.compile(keras.optimizers.Adam(clipnorm=1.0, clipvalue=0.5), "binary_crossentropy")
"""


def smoke(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-P", "-m", "lstm_lint", "smoke", *arguments]
    if sys.version_info < (3, 11):
        command.remove("-P")
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)


def test_nothing_of_a_hostile_script_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    work = tmp_path / "work"
    home.mkdir()
    work.mkdir()
    (work / "train.py").write_text(HOSTILE, encoding="utf-8")
    for name in ("keras.py", "tensorflow.py", "numpy.py"):
        (work / name).write_text('open("shadowed", "w").write("x")\n', encoding="utf-8")
    done = smoke(work, "train.py", "--output-format", "json", HOME=str(home))
    assert done.returncode == 1, done.stderr
    verdicts = {f["code"]: f["smoke"]["verdict"] for f in json.loads(done.stdout)["findings"]}
    assert verdicts["LL506"] == "confirmed"  # so the child did run
    assert sorted(p.name for p in work.iterdir()) == [
        "keras.py",
        "numpy.py",
        "tensorflow.py",
        "train.py",
    ]
    assert list(home.iterdir()) == []


def test_interrupt_leaves_no_child(tmp_path: Path, signals_end: None) -> None:
    script = next(one.script for one in planted() if one.code == "LL203")
    (tmp_path / "train.py").write_text(script, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-m", "lstm_lint", "smoke", "train.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = _wait_for(lambda: _children(started.pid))
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=600) == 130
    assert _wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def test_crash_of_the_child_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    from lstm_lint.smoke import runner

    monkeypatch.setattr(
        runner, "environment", lambda folder: {"PATH": os.environ["PATH"], "PYTHONHOME": folder}
    )
    script = next(one.script for one in planted() if one.code == "LL506")
    _, verdict = probe(script, "LL506")
    assert verdict is not None and verdict.answer == "inconclusive"
    assert verdict.reason.startswith("the child process ended: ")


def test_probes_of_the_pages_are_those_of_the_child() -> None:
    assert set(exact.PROBES) == set(probes.EXACT)
    assert not set(probes.TRAINING) & set(probes.EXACT)


def test_true_findings_of_pages_are_not_refuted_and_forced_ones_not_confirmed() -> None:
    """A sample of the blocks; `python -m benchmarks.smoke --pages` takes all of them."""
    blocks = list(of_pages())
    exact = _sample((one for one in blocks if not one.forced and not _trains(one)), 8)
    cheap = [one for one in blocks if _trains(one) and all(_is_small(job) for job in one.jobs)]
    bad = _sample((one for one in cheap if not one.forced), 1)
    good = _sample((one for one in cheap if one.forced), 1)
    asked = [*exact, *bad, *good]
    assert len(asked) == 10
    found = list(verdicts(asked))
    assert not [f"{one.name}: {verdict.line()}" for one, _, verdict in found if is_wrong(one, verdict)]
    assert sum(verdict.answer == "confirmed" for one, _, verdict in found if not one.forced) >= 6


def _sample(blocks: Iterable[OfPage], count: int) -> list[OfPage]:
    """Those of the smallest hashes of their names: a new block takes the place of one of them at most."""
    return sorted(blocks, key=lambda one: sha256(one.name.encode()).digest())[:count]


def _trains(one: OfPage) -> bool:
    return any(job.trains for job in one.jobs)


def _is_small(job: Job) -> bool:
    """Whether it trains in a second or two."""
    arms = [arm for arm in (job.written, job.fixed) if arm is not None]
    return not job.trains or (len(arms) == 2 and sum(update(arm) for arm in arms) < 0.004)


CHOSEN = drawn([one for one in planted() if one.code in CHEAP], 3, 5)


@pytest.fixture(scope="module")
def confirmed() -> dict[str, Verdict]:
    """One child answers for all of them: TensorFlow is started once."""
    jobs = [
        next(job for job in jobs_of(one.script, one.code) if job.finding.code == one.code) for one in CHOSEN
    ]
    verdicts = answered(jobs, budget=120 * len(jobs))
    return {one.name: not_held_back([job], 0, verdict) for one, job, verdict in zip(CHOSEN, jobs, verdicts)}


@pytest.mark.parametrize("name", [one.name for one in CHOSEN])
def test_planted_defects_are_confirmed(name: str, confirmed: dict[str, Verdict]) -> None:
    assert confirmed[name].answer == "confirmed", confirmed[name]


READ = """\
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((30, 4)),
    layers.Bidirectional(layers.LSTM(8, return_sequences=True)),
    layers.GRU(6),
    layers.Dense(1),
])
"""


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        (READ, 0, "model: equal"),
        (READ.replace("layers.GRU(6)", "layers.Lambda(lambda x: x[:, -1])"), 2, "which is not run"),
        ("import keras\n", 2, ""),
    ],
    ids=["equal", "not buildable", "no model"],
)
def test_models_as_read_are_held_against_keras(script: str, code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(script, encoding="utf-8")
    done = smoke(tmp_path, "train.py", "--keras-check")
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    if not code:
        assert "Bidirectional(LSTM)" in done.stdout and "(None, 30, 16)" in done.stdout


def test_a_gpu_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    script = next(one for one in planted() if one.code == "LL101").script
    (tmp_path / "train.py").write_text(script, encoding="utf-8")
    done = smoke(tmp_path, "train.py", "--device", "gpu", CUDA_VISIBLE_DEVICES="-1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--device gpu: TensorFlow sees no GPU here" in done.stderr


def test_evidence_is_measured_again() -> None:
    """The gradient that is exactly zero and a training; all of them take twenty minutes."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.evidence", "LL109", "LL209"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout.count(": agrees (3 seeds")) == (0, 2), (
        done.stdout + done.stderr[-2000:]
    )


def test_plot_draws_each_trained_finding(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "train.py").write_text(TOO_FAST, encoding="utf-8")
    done = smoke(tmp_path, "train.py", "--select", "LL501", "--plot", "curves")
    assert done.returncode == 1, done.stderr
    page, picture = sorted((tmp_path / "curves").iterdir(), key=lambda one: one.suffix)
    assert page.name == "index.html" and picture.name.startswith("LL501-line-"), done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "drawn: " in done.stderr and "all pictures: " in done.stderr


CLAIMS = [
    "numpy_trains_as_tensorflow_does",
    "diagnosis_agrees_with_keras",
    "taking_up_again_changes_nothing",
    "sample_is_answered_right",
]


@pytest.fixture(scope="module")
def failures() -> dict[str, str]:
    """In a process of its own, as in the program: TensorFlow takes its threads and backend only at its start."""
    script = Path(__file__).with_name("smoke_trainings.py")
    done = subprocess.run(
        [sys.executable, str(script), *CLAIMS],
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("claim", CLAIMS)
def test_trainings(claim: str, failures: dict[str, str]) -> None:
    assert failures[claim] == ""


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(entry.parent.name))
    return found


def _wait_for(what, seconds: float = 600.0):  # type: ignore[no-untyped-def]
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    return what()
