"""The blocks of all rule pages put to smoke training: no finding of a Bad block is refuted. Where a rule that training
shows is forced to speak of a Good block, at what it blames in Bad, that is not confirmed.

Exact probes are not forced: what they say of a Good block is true of the installed Keras, also where the block is
silent because it is for another Keras, or because the effect is meant. Nor is a Good block that is silent by an option
of the rule, or for being a trial run: the harm is there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lstm_lint.findings import Finding
from lstm_lint.lint import target_of
from lstm_lint.notions.trials import is_trial
from lstm_lint.reader import read as read_source
from lstm_lint.rulebook.rule_page import directory, read_rules
from lstm_lint.script import Model, Script
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke import facts
from lstm_lint.smoke.decide import STEPS, decide
from lstm_lint.smoke.locate import Blamed, Locator
from lstm_lint.smoke.plan import Job, plan
from lstm_lint.smoke.runner import answered, not_held_back
from lstm_lint.smoke.verdict import Verdict, from_answer
from lstm_lint.testing import Block, Page, read


@dataclass(frozen=True, eq=False)
class OfPage:
    """The jobs of one block. `forced`: its rule is silent there."""

    block: Block
    jobs: tuple[Job, ...]
    forced: bool

    @property
    def name(self) -> str:
        return f"{self.block}{', forced' if self.forced else ''}"


def of_pages() -> Iterator[OfPage]:
    """Every block of every rule that can be confirmed, as far as there is something to ask."""
    for rule in read_rules(directory()):
        if rule.smoke == "none":
            continue
        page = read(rule.page)
        found: list[tuple[Finding, Blamed]] = []
        for block in page.blocks("Bad"):
            script = _script(block)
            findings = block.findings(block.source)
            locator = Locator(script)
            found += [(one, locator.locate(one)) for one in findings]
            yield from _asked(block, plan(script, findings), False)
        yield from _of_good(page, found)


def _of_good(page: Page, found: list[tuple[Finding, Blamed]]) -> Iterator[OfPage]:
    for block in page.blocks("Good"):
        script = _script(block)
        if block.options or any(map(is_trial, script.models)):
            continue
        forced = next(
            (made for one, blamed in found if (made := _forced(script, one, blamed)) is not None), None
        )
        jobs = plan(script, [forced]) if forced is not None else []
        if jobs and jobs[0].trains and _by_arguments(facts.of(block.code)):
            yield from _asked(block, jobs, True)


def _by_arguments(known: facts.Facts) -> bool:
    """Whether what the rule blames is an argument: not the data, which it would bring along to a sound model."""
    return isinstance(known.mend, Mapping) and known.plant is None and not known.advice


def _asked(block: Block, jobs: list[Job], forced: bool) -> Iterator[OfPage]:
    if any(job.written is not None for job in jobs):
        yield OfPage(block, tuple(jobs), forced)


def _script(block: Block) -> Script:
    return read_source(block.source, target_of(block.source, Settings(keras=block.keras)))


def _forced(script: Script, finding: Finding, blamed: Blamed) -> Finding | None:
    """The finding of a Bad block at the same kind of layer and argument of another script."""
    for model in script.models:
        if blamed.layer is not None:
            for layer in model.layers:
                if layer.cls == blamed.layer.cls:
                    span = layer.span(blamed.argument) if blamed.argument else None
                    return replace(finding, span=span or layer.span(), model=model.name, layer=layer.name)
        elif blamed.part is not None and blamed.part.kind == "optimizers":
            for compiled in model.compiles:
                if compiled.optimizer is not None:
                    optimizer = compiled.optimizer
                    span = optimizer.span(blamed.argument) if blamed.argument else None
                    return replace(finding, span=span or optimizer.span(), model=model.name)
        elif blamed.model is not None and (span := _of_fit(model)) is not None:
            return replace(finding, span=span, model=model.name)
    return None


def _of_fit(model: Model):  # type: ignore[no-untyped-def]
    fits = [fit.span() for fit in model.fits]
    return fits[0] if fits else None


def verdicts(blocks: Sequence[OfPage], budget: float = 1e5) -> Iterator[tuple[OfPage, Job, Verdict]]:
    """What smoke training says of each job of each block, by one child for all that NumPy does not train.

    Raises Missing.
    """
    asked = [(one, number, job) for one in blocks for number, job in enumerate(one.jobs)]
    ours = [is_ours(job) for _, _, job in asked]
    theirs = [job for (_, _, job), mine in zip(asked, ours) if not mine]
    answers = iter(answered(theirs, budget) if theirs else ())
    for (one, number, job), mine in zip(asked, ours):
        verdict = first_look(one, number) if mine else not_held_back(one.jobs, number, next(answers))
        yield one, job, verdict


def is_ours(job: Job) -> bool:
    """Whether it compares two arms that NumPy trains."""
    from lstm_lint.smoke.engine.arrays import Unsupported
    from lstm_lint.smoke.engine.trainer import NumpyTrainer

    if (
        job.probe not in ("loss-ratio", "first-token", "standstill")
        or job.written is None
        or job.fixed is None
    ):
        return False
    try:
        NumpyTrainer().check(job.written, job.fixed)
    except Unsupported:
        return False
    return True


def first_look(one: OfPage, number: int) -> Verdict:
    """What NumPy says of a job: after one seed where that excludes the wrong answer, else after all there is to see."""
    from lstm_lint.smoke.budget import Budget
    from lstm_lint.smoke.compare import Terms, compare, look_again
    from lstm_lint.smoke.engine.trainer import NumpyTrainer

    job, trainer, budget, started = one.jobs[number], NumpyTrainer(), Budget(1e5), time.process_time()
    written, fixed = job.written, job.fixed
    assert written is not None and fixed is not None
    terms = Terms(job.probe == "standstill", bool(job.probing.get("slower")))
    if not (written.data.ordered or fixed.data.memory):
        pair = NumpyTrainer((0,)).pair(written, fixed, 0, STEPS, _quiet)
        said = decide([pair])
        refuted = said is not None and said[0] == "refuted"
        # A first seed that shows harm is never refuted, and one that shows none is never confirmed.
        if pair.tells and (said is not None if one.forced else not refuted):
            reason = said[1] if said is not None else "harm in the first seed, and no more was asked"
            seconds = time.process_time() - started
            early = {
                "answer": "inconclusive",
                "reason": reason or "no harm in the first seed",
                "seconds": seconds,
            }
            return from_answer(job.probe, early, written.stand_ins)
    made = compare(trainer, written, fixed, budget, _quiet, terms)
    if one.forced == (made.answer != "refuted"):
        look_again(trainer, made, budget, _quiet)
    found = {**made.found(trainer.name), "seconds": time.process_time() - started}
    return not_held_back(one.jobs, number, from_answer(job.probe, found, written.stand_ins))


def _quiet(seed: int, step: int, steps: int) -> None:
    pass


def is_wrong(one: OfPage, verdict: Verdict) -> bool:
    """A true finding that is refuted, or one that was forced and is confirmed."""
    return verdict.answer == ("confirmed" if one.forced else "refuted")
