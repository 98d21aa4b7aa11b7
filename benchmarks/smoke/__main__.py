"""`python -m benchmarks.smoke [planted|benign] [--seed N --sample K]`: both sets, one line each, and the rates.

Takes half an hour of one core for everything; each planted script has a child process of its own, as `smoke` has.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence

from benchmarks.smoke.benign import Benign, benign
from benchmarks.smoke.planted import Planted, planted
from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint, target_of
from lstm_lint.reader import read
from lstm_lint.settings import Settings
from lstm_lint.smoke.plan import plan
from lstm_lint.smoke.runner import run
from lstm_lint.smoke.verdict import Verdict
from lstm_lint.source import from_bytes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.smoke", description=__doc__)
    parser.add_argument("sets", nargs="*", default=["planted", "benign"])
    parser.add_argument("--sample", type=int, help="only so many of each set, drawn with --seed")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if "planted" in given.sets:
        answers = [show_planted(one) for one in drawn(list(planted()), given.sample, given.seed)]
        print(f"planted: {summary(answers)}")
    if "benign" in given.sets:
        pairs = drawn(list(benign()), given.sample, given.seed)
        answers = show_benign(pairs)
        print(f"benign: {summary(answers)}; rule of three: at most {3 / len(pairs):.1%} confirmed")
    return 0


def drawn(items: list, count: int | None, seed: int) -> list:  # type: ignore[type-arg]
    """A seeded sample, in the order of the whole; everything without a count."""
    if count is None or count >= len(items):
        return items
    chosen = set(random.Random(seed).sample(range(len(items)), count))
    return [item for at, item in enumerate(items) if at in chosen]


def probe(script: str, code: str) -> tuple[Finding | None, Verdict | None]:
    """The first finding of that rule in a script, and what smoke training says of it."""
    source = from_bytes(script.encode(), "planted.py")
    settings = Settings(profile="strict", keras="3")
    findings = [f for f in lint(source, settings) if f.code == code or f.severity is not Severity.ADVICE]
    jobs = plan(read(source, target_of(source, settings)), findings)
    asked = [job for job in jobs if job.finding.code == code][:1]
    if not asked:
        return None, None
    return asked[0].finding, run(asked, budget=120)[0]


def show_planted(one: Planted) -> str:
    started = time.monotonic()
    finding, verdict = probe(one.script, one.code)
    if finding is None or verdict is None:
        print(f"{one.name}: NOT FOUND", flush=True)
        return "not found"
    print(f"{one.name}: {verdict.line()} [{time.monotonic() - started:.1f} s in all]", flush=True)
    return verdict.answer


def show_benign(pairs: Sequence[Benign]) -> list[str]:
    from lstm_lint.smoke.backend import load
    from lstm_lint.smoke.pairs import Trainer, compare

    trainer = Trainer(load())
    answers: list[str] = []
    for number, one in enumerate(pairs):
        started = time.monotonic()
        if number and one.base != pairs[number - 1].base:
            trainer = Trainer(trainer.backend)  # the arms of another model only take memory
        found = compare(trainer, one.written, one.fixed, started + 120, lambda *_: None, False)
        ratio = found["written"]["loss"] / max(found["fixed"]["loss"], 1e-9)
        figures = f"{ratio:.2f} times the loss, {found['steps']} steps, {time.monotonic() - started:.1f} s"
        print(f"{one.name}: {found['answer']} ({figures}) {found['reason']}", flush=True)
        answers.append(found["answer"])
    return answers


def summary(answers: Sequence[str]) -> str:
    counts = Counter(answers)
    return f"{len(answers)} in all, " + ", ".join(f"{n} {answer}" for answer, n in counts.most_common())


if __name__ == "__main__":
    raise SystemExit(main())
