"""The parent's side: start the child, hand it the jobs of a file, collect its answers, and leave no orphan.

A crash or a time-out of the child makes the rest inconclusive, with the last line that it said. It runs in an empty
folder of its own with none of the user's folders on its path: a `keras.py` beside the script is never imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from lstm_lint.findings import Severity
from lstm_lint.smoke import budget as budgets
from lstm_lint.smoke import facts
from lstm_lint.smoke.plan import Job
from lstm_lint.smoke.specification import to_json
from lstm_lint.smoke.verdict import Verdict, from_answer
from lstm_lint.source.printable import shown

BUDGET = budgets.SECONDS  # estimated processor seconds for a file
ENGINES = ("auto", "numpy", "tensorflow", "both")
INSTALL = "smoke training takes TensorFlow: pip install 'lstm-lint[smoke]'"
_NO_GPU = "--device gpu: TensorFlow sees no GPU here; leave it out to train on the CPU"
_PATIENCE = (
    20.0  # times the budget, and a minute, until a child that hangs is ended: load is no reason to end one
)
CHILD = (sys.executable, "-m", "lstm_lint.smoke.child")

_NOTE = re.compile(r"I\d{4} ")  # how TensorFlow begins a line that is no complaint
_CUT = re.compile(r"\d+ of \d+ (units|time steps|filters|output_dim)\b")
Progress = Callable[[str], None]  # a line for the terminal; an empty one clears it


class Missing(Exception):
    """TensorFlow or a GPU is not there; the message is one line that says what to do."""


def run(
    jobs: Sequence[Job],
    budget: float = BUDGET,
    device: str = "cpu",
    threads: int = 2,
    progress: Progress | None = None,
    curves: bool = False,
    engine: str = "auto",
) -> list[Verdict]:
    """The verdict of each job of a file, in the order of the jobs. Raises Missing without what they all take.

    `engine`: of ENGINES; auto trains in NumPy what it can.
    """
    verdicts = answered(jobs, budget, device, threads, progress, curves, engine)
    return [not_held_back(jobs, number, verdict) for number, verdict in enumerate(verdicts)]


def answered(
    jobs: Sequence[Job],
    budget: float = BUDGET,
    device: str = "cpu",
    threads: int = 2,
    progress: Progress | None = None,
    curves: bool = False,
    engine: str = "auto",
) -> list[Verdict]:
    """What the child answers to each job alone, of whatever files they are. Raises Missing."""
    verdicts: dict[int, Verdict] = {}
    asked: dict[int, Job] = {}
    for number, job in enumerate(jobs):
        if job.written is None:
            verdicts[number] = Verdict("inconclusive", job.probe, reason=job.reason)
        else:
            asked[number] = job
    if asked:
        request = {
            "seconds": budget,
            "engine": "tensorflow" if engine == "auto" and device == "gpu" else engine,
            "device": device,
            "threads": threads,
            "jobs": [_asked(number, job, curves) for number, job in asked.items()],
        }
        conversation = _Conversation(asked, _PATIENCE * budget + 60, progress or _quiet)
        verdicts |= conversation.hold(request)
    return [
        replace(verdicts[number], assumed=job.assumed, inputs=_inputs(job)) for number, job in enumerate(jobs)
    ]


def _inputs(job: Job) -> str:
    """What a training has for its data, as one would say it; nothing where it is made up alone."""
    data = job.written.data if job.written is not None else None
    if data is None or not data.source:
        return ""
    return data.source if data.arrays is not None else f"synthetic task like {data.source}"


def not_held_back(jobs: Sequence[Job], number: int, verdict: Verdict) -> Verdict:
    """A refutation by training counts only where no other defect of the model, one that stays, limits both arms.

    Advice is no claim of harm on any task, so a synthetic one refutes none; what grows with the size of a model is not
    refuted by a smaller one, and nothing is where it is not known how long the script trains.
    """
    asked = jobs[number]
    if verdict.answer == "refuted" and asked.alone:
        return replace(verdict, answer="inconclusive", reason="no harm in the layer alone")
    if verdict.answer != "refuted" or not asked.trains:
        return verdict
    if asked.finding.severity is Severity.ADVICE:
        return replace(verdict, answer="inconclusive", reason="no harm on this task, and it is advice")
    if verdict.planned is None:
        reason = f"no harm after {verdict.steps} updates, and how many are planned is not known"
        return replace(verdict, answer="inconclusive", reason=reason)
    if cut := next(filter(_CUT.match, verdict.stand_ins), None):
        return replace(verdict, answer="inconclusive", reason=f"no harm in a model of {cut}")
    for other in jobs:
        # What is shown on ids, the arms of other findings do not read.
        unmended = other.written is None or facts.of(other.finding.code).input == "ids"
        stays = other.trains and unmended and other.finding.severity is not Severity.ADVICE
        if stays and other.finding.model == asked.finding.model:
            reason = f"{other.finding.code}, which is not mended here, limits both"
            return replace(verdict, answer="inconclusive", reason=reason)
    return verdict


def _asked(number: int, job: Job, curves: bool) -> dict[str, Any]:
    assert job.written is not None
    return {
        "id": number,
        "probe": job.probe,
        "written": to_json(job.written),
        "fixed": to_json(job.fixed) if job.fixed is not None else None,
        "node": job.defect.node if job.defect else None,
        "argument": job.defect.argument if job.defect else None,
        "detail": job.detail,
        "probing": dict(job.probing),
        "keras": (job.keras.low, job.keras.high, job.keras.title) if job.keras is not None else None,
        "curves": curves,
    }


class _Conversation:
    """One child, from its start to its end."""

    def __init__(self, jobs: dict[int, Job], seconds: float, progress: Progress) -> None:
        self.jobs, self.progress = jobs, progress
        self.ends = time.monotonic() + seconds
        self.lines: queue.Queue[str | None] = queue.Queue()
        self.last_words: list[str] = []
        self.found: dict[int, Verdict] = {}
        self.folder: str | None = None
        self.child: subprocess.Popen[bytes] | None = None
        self.readers: list[threading.Thread] = []

    def hold(self, request: dict[str, Any]) -> dict[int, Verdict]:
        patience = 0.0  # of a run that is interrupted
        try:
            why = self._exchange(request)
            patience = 0.1 if why else 2.0
        finally:
            with _undisturbed():
                self._end(patience)
            self.progress("")
        return {number: self.found.get(number) or self._lost(job, why) for number, job in self.jobs.items()}

    def _exchange(self, request: dict[str, Any]) -> str:
        """Starts the child and takes its answers. Returns why some are missing, or nothing."""
        self.folder = tempfile.mkdtemp(prefix="lstm-lint-smoke-")
        self.child = child = subprocess.Popen(
            CHILD,
            cwd=self.folder,
            env=environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stdin is not None and child.stdout is not None and child.stderr is not None
        for target, stream in ((self._read, child.stdout), (self._listen, child.stderr)):
            self.readers.append(threading.Thread(target=target, args=(stream,), daemon=True))
            self.readers[-1].start()
        with contextlib.suppress(OSError):  # it may have died already: its last words say of what
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
        return self._collect()

    def _end(self, patience: float) -> None:
        """The child goes, by itself or not, and the folder with it."""
        try:
            if self.child is not None:
                self._end_child(self.child, patience)
        finally:
            if self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)

    def _end_child(self, child: subprocess.Popen[bytes], patience: float) -> None:
        with contextlib.suppress(OSError):
            if child.stdin is not None:
                child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=patience)
        child.kill()
        child.wait()
        for reader in self.readers:
            with contextlib.suppress(RuntimeError):  # not started: the run was interrupted before
                reader.join(timeout=2)
        for stream in (child.stdout, child.stderr):
            if stream is not None:
                stream.close()

    def _collect(self) -> str:
        """Takes answers until the child is done. Returns why some are missing, or nothing."""
        while True:
            try:
                line = self.lines.get(timeout=max(0.1, self.ends - time.monotonic()))
            except queue.Empty:
                line = "" if time.monotonic() < self.ends else None
                if line is None:
                    return "the time was up"
                continue
            if line is None:
                return "the child process ended"
            message = json.loads(line)
            if message["event"] == "done":
                return ""
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        event = message["event"]
        if event == "missing":
            raise Missing(_NO_GPU if message["what"] == "NoGPU" else INSTALL)
        if event == "ready":
            self.progress(f"TensorFlow loaded in {message['seconds']:.1f} s")
            return
        job = self.jobs.get(message.get("job", -1))
        if job is None:
            return
        code = job.finding.code
        if event == "start":
            self.progress(f"{code}: {job.probe}")
        elif event == "progress":
            where = f"seed {message['seed'] + 1} of 3, update {message['step']} of {message['steps']}"
            self.progress(f"{code}: {where}, {message['left']:.0f} s left")
        elif event == "answer":
            stand_ins = job.written.stand_ins if job.written is not None else ()
            verdict = from_answer(job.probe, message, stand_ins, self.found.get(message["job"]))
            self.found[message["job"]] = verdict
            self.progress(f"{code}: {verdict.line()}")

    def _lost(self, job: Job, why: str) -> Verdict:
        said = self.last_words[-1] if self.last_words and why != "the time was up" else ""
        return Verdict("inconclusive", job.probe, reason=f"{why}: {said}" if said else why)

    def _read(self, stream: IO[bytes]) -> None:
        for line in stream:
            self.lines.put(line.decode("utf-8", "replace"))
        self.lines.put(None)

    def _listen(self, stream: IO[bytes]) -> None:
        """Keeps the last lines of what the child, or a library in it, says on its way out."""
        for line in stream:
            text = line.decode("utf-8", "replace").strip()
            if text and not _NOTE.match(text):
                self.last_words = [*self.last_words[-4:], text[:200]]
                if os.environ.get("LSTM_LINT_SMOKE_TRACE"):
                    print(shown(text), file=sys.stderr)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No Ctrl-C in the body: a second one would leave behind what it clears away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def environment(folder: str) -> dict[str, str]:
    """That of the child: none of the user's modules, no settings, one thread for a product."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KERAS_", "TF_"))
    }
    return {
        **kept,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        # Libraries that come along write settings and caches on import: into the folder that goes with the process.
        **dict.fromkeys(("KERAS_HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), folder),
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_DETERMINISTIC_OPS": "1",
        # The products of a step are too small to be shared out among threads.
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"),
    }


def _quiet(line: str) -> None:
    pass
