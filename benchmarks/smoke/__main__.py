"""`python -m benchmarks.smoke [--planted] [--benign] [--files] [--pages]`: planted defects, harmless changes, the
blocks of the rule pages, and their times.

Every answer is a line of a file (--results), so that a run may be cut into parts (--only, --sample) and taken up
again: what was answered by the same code is not asked twice. At the end, or alone with --table, one table of all.
Everything takes about half an hour of one core.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.smoke.benign import Benign, benign
from benchmarks.smoke.files import several
from benchmarks.smoke.pages import OfPage, is_wrong, of_pages, verdicts
from benchmarks.smoke.planted import Planted, planted
from benchmarks.smoke.results import Results, digest_of, digest_of_jobs, table
from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.smoke.backend import NoTensorFlow
from lstm_lint.smoke.plan import Job, plan
from lstm_lint.smoke.runner import INSTALL, Missing, answered, not_held_back, run
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source.source import from_bytes

Record = dict[str, Any]
_BLOCKS = 30  # for each child


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.smoke", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--planted", action="store_true", help="scripts with one defect each: to be confirmed"
    )
    parser.add_argument(
        "--benign", action="store_true", help="pairs with a harmless change: never to be confirmed"
    )
    parser.add_argument(
        "--files", action="store_true", help="scripts with several findings: the time of each further"
    )
    parser.add_argument(
        "--pages",
        action="store_true",
        help="blocks of the rule pages: Bad never refuted, Good never confirmed",
    )
    parser.add_argument(
        "--only", nargs="*", default=[], help="only those whose name holds one of these texts"
    )
    parser.add_argument("--sample", type=int, help="only so many of each set, drawn with --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--results", type=Path, default=Path("smoke-results.jsonl"), help="default: %(default)s"
    )
    parser.add_argument("--again", action="store_true", help="ask again what the results hold already")
    parser.add_argument("--table", action="store_true", help="only the table of the results")
    given = parser.parse_args()
    results = Results(given.results)
    if not given.table:
        try:
            for record in _answers(given, results):
                results.add(record)
                print(
                    f"{record['set']}: {record['name']}: {record['line']} [{record['wall']:.1f} s]",
                    flush=True,
                )
        except (Missing, NoTensorFlow):
            print(INSTALL, file=sys.stderr)
            return 2
    print(table(results))
    return 0


def _answers(given: argparse.Namespace, results: Results) -> Iterator[Record]:
    """What is asked for and not answered yet, set by set."""
    every = not (given.planted or given.benign or given.files or given.pages)

    def chosen(wanted: bool, items: Iterable[Any]) -> list[Any]:
        return _chosen(list(items), given) if every or wanted else []

    def is_new(kind: str, name: str, digest: str) -> bool:
        return bool(given.again or not results.has(kind, name, digest))

    scripts = map(_Asked.of, chosen(given.planted, planted()))
    yield from _planted(one for one in scripts if is_new("planted", one.planted.name, one.digest))
    files = [
        one for one in chosen(given.files, several()) if is_new("files", one.name, digest_of(one.script))
    ]
    yield from map(_file, files)
    yield from _benign(
        [one for one in chosen(given.benign, benign()) if is_new("benign", one.name, digest_of(one))]
    )
    blocks = [
        one for one in chosen(given.pages, of_pages()) if is_new("pages", one.name, digest_of_jobs(one.jobs))
    ]
    yield from _pages(blocks)


@dataclass(frozen=True, eq=False)
class _Asked:
    """A script with the question about its defect; None where the defect was not found."""

    planted: Planted
    job: Job | None

    @classmethod
    def of(cls, one: Planted) -> _Asked:
        return cls(
            one, next((job for job in jobs_of(one.script, one.code) if job.finding.code == one.code), None)
        )

    @property
    def digest(self) -> str:
        return digest_of_jobs([self.job] if self.job is not None else [])


def _chosen(items: list[Any], given: argparse.Namespace) -> list[Any]:
    items = [one for one in items if not given.only or any(text in one.name for text in given.only)]
    return drawn(items, given.sample, given.seed)


def drawn(items: list, count: int | None, seed: int) -> list:  # type: ignore[type-arg]
    """A seeded sample, in the order of the whole; everything without a count."""
    import random

    if count is None or count >= len(items):
        return items
    chosen = set(random.Random(seed).sample(range(len(items)), count))
    return [item for at, item in enumerate(items) if at in chosen]


def probe(script: str, code: str) -> tuple[Finding | None, Verdict | None]:
    """The first finding of that rule in a script, and what smoke training says of it."""
    asked = [job for job in jobs_of(script, code) if job.finding.code == code][:1]
    return (asked[0].finding, run(asked, budget=120)[0]) if asked else (None, None)


def jobs_of(script: str, code: str = "") -> list[Job]:
    """The questions about a script: of its errors and warnings, and of one rule also where it is advice, or off."""
    source = from_bytes(script.encode(), "planted.py")
    also = (Selection("the benchmark", extend_select=(code,)),) if code else ()
    settings = Settings(also, "strict", keras="3")
    findings = [f for f in lint(source, settings) if f.code == code or f.severity is not Severity.ADVICE]
    return plan(read(source, target_of(source, settings)), findings)


def _planted(scripts: Iterable[_Asked]) -> Iterator[Record]:
    """What trains has a child of its own, as `lstm-lint smoke` has; exact questions share one and its TensorFlow."""
    exact: list[tuple[_Asked, Job]] = []
    for one in scripts:
        if one.job is None:
            yield _record(one, None, 0.0, 0.0)
        elif one.job.trains and one.job.written is not None:
            started, used = time.monotonic(), _cpu()
            verdict = run([one.job], budget=120)[0]
            yield _record(one, verdict, time.monotonic() - started, _cpu() - used)
        else:
            exact.append((one, one.job))
    for at in range(0, len(exact), _BLOCKS):
        some, before = exact[at : at + _BLOCKS], _cpu()
        found = answered([job for _, job in some], 1e5)
        each = (_cpu() - before) / len(some)
        for (one, job), verdict in zip(some, found):
            yield _record(one, not_held_back([job], 0, verdict), verdict.seconds, each)


def _record(asked: _Asked, verdict: Verdict | None, wall: float, cpu: float) -> Record:
    one = asked.planted
    record = {"set": "planted", "name": one.name, "code": one.code, "architecture": one.architecture, "wall": wall,
              "cpu": cpu, "first": verdict.processor if verdict is not None else 0.0, "of": asked.digest,
              "engine": verdict.engine if verdict is not None else ""}  # fmt: skip
    if verdict is None:
        return {**record, "answer": "not found", "probe": "", "line": "NOT FOUND", "seconds": 0.0}
    return {**record, "answer": verdict.answer, "probe": verdict.probe, "line": verdict.line(),
            "seconds": verdict.seconds, "steps": verdict.steps}  # fmt: skip


def _cpu() -> float:
    """Processor seconds of the child processes so far: on a busy machine the clock says little."""
    times = os.times()
    return times.children_user + times.children_system


def _file(one: Planted) -> Record:
    """A script with several findings that train: the time to its first verdict, and of each further one."""
    jobs = [job for job in jobs_of(one.script, one.code) if job.trains and job.written is not None]
    started = time.monotonic()
    verdicts = run(jobs, budget=240)
    wall = time.monotonic() - started
    answered_at = sorted(verdict.processor for verdict in verdicts)
    further = (answered_at[-1] - answered_at[0]) / max(1, len(jobs) - 1)
    said = ", ".join(f"{job.finding.code} {verdict.answer}" for job, verdict in zip(jobs, verdicts))
    return {"set": "files", "name": one.name, "code": one.code, "architecture": one.architecture, "wall": wall,
            "of": digest_of(one.script), "answer": verdicts[0].answer, "probe": verdicts[0].probe,
            "seconds": answered_at[0], "further": further, "findings": len(jobs),
            "line": f"{said}; first {answered_at[0]:.1f} s, each further {further:.1f} s"}  # fmt: skip


def _pages(blocks: Sequence[OfPage]) -> Iterator[Record]:
    """Many blocks for each child: what they ask of TensorFlow takes less than its import. What trains comes last."""
    blocks = sorted(blocks, key=lambda one: any(job.trains for job in one.jobs))
    for at in range(0, len(blocks), _BLOCKS):
        found: dict[OfPage, list[Verdict]] = {}
        for one, _, verdict in verdicts(blocks[at : at + _BLOCKS]):
            found.setdefault(one, []).append(verdict)
        for one, said in found.items():
            yield _page(one, said)


def _page(one: OfPage, said: Sequence[Verdict]) -> Record:
    wrong = [verdict for verdict in said if is_wrong(one, verdict)]
    shown = (wrong or said)[0]
    return {"set": "pages", "name": one.name, "code": one.block.code, "architecture": "page", "wall": 0.0,
            "of": digest_of_jobs(one.jobs), "answer": shown.answer, "probe": shown.probe, "line": shown.line(),
            "wrong": bool(wrong), "forced": one.forced,
            "seconds": sum(verdict.seconds for verdict in said)}  # fmt: skip


def _benign(pairs: Sequence[Benign]) -> Iterator[Record]:
    """Those of one base together: they share the arm without the change."""
    from lstm_lint.smoke.budget import Budget
    from lstm_lint.smoke.compare import compare, look_again
    from lstm_lint.smoke.decide import SEEDS, STEPS, decide
    from lstm_lint.smoke.engine.trainer import NumpyTrainer

    for base in dict.fromkeys(one.base for one in pairs):
        trainer, alone = NumpyTrainer(), NumpyTrainer((SEEDS[0],))
        for one in (one for one in pairs if one.base == base):
            started, budget = time.process_time(), Budget(1e4)
            first = alone.pair(one.written, one.fixed, SEEDS[0], STEPS, _quiet)
            said = decide([first])
            if said is not None and first.tells:  # no harm in the first seed is never confirmed
                seconds = time.process_time() - started
                figures = (
                    f"({first.loss_ratio:.2f} times the loss in the first seed, {STEPS} updates) {said[1]}"
                )
                yield _pair(one, said[0], f"{said[0]} {figures}", seconds)
                continue
            made = compare(trainer, one.written, one.fixed, budget, _quiet)
            if made.answer != "refuted":  # which is as good here after 150 updates
                look_again(trainer, made, budget, _quiet)
            found, seconds = made.found(trainer.name), time.process_time() - started
            ratio = found["written"]["share"] / max(found["fixed"]["share"], 1e-9)
            figures = f"({ratio:.2f} times the loss, {found['steps']} updates) {found['reason']}"
            yield _pair(one, found["answer"], f"{found['answer']} {figures}", seconds)


def _pair(one: Benign, answer: str, line: str, seconds: float) -> Record:
    return {"set": "benign", "name": one.name, "code": "", "architecture": one.base, "wall": seconds,
            "of": digest_of(one), "answer": answer, "probe": "loss-ratio", "line": line,
            "seconds": seconds}  # fmt: skip


def _quiet(seed: int, step: int, steps: int) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
