"""What reading a text costs, in processor time or in calls of functions; each stage in a child of its own."""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from cProfile import Profile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.growth.kinds import HEAD, TAIL, Kind

if TYPE_CHECKING:
    from lstm_lint.findings import Finding
    from lstm_lint.source.source import Source

LIMIT = 3.0  # of the cost at 2n to that at n: n ** 1.58
NOISE = 0.1  # seconds from which on a ratio means something
THRESHOLD = (
    20_000  # calls that are no growth but begin at some size: the first finding is placed, a limit passed
)
SECONDS = 20  # processor time of one child
LONG_ENOUGH = 0.6  # seconds of a stage from which on no larger size is tried
TOO_DEEP = -1.0  # in place of a cost: no command reads what is nested so deeply, it is one finding or error

STAGES = ("parse", "check", "model", "fix", "plan")


@dataclass(frozen=True)
class Cost:
    """What one size of one kind costs: seconds of processor time, or calls; None where it did not end in time."""

    n: int
    parse: float | None = None
    check: float | None = None
    model: float | None = None
    fix: float | None = None
    plan: float | None = None

    def of(self, stage: str) -> float | None:
        cost: float | None = getattr(self, stage)
        return cost


def shown(cost: float | None) -> str:
    if cost == TOO_DEEP:
        return "too deep"
    return "-" if cost is None else f"{cost:.3f}" if cost < 1000 else f"{cost:,.0f}"


def ratio(costs: list[Cost], stage: str, rest: float | None = None) -> float:
    """The largest growth of the time from one size to the next, above the noise and without the parse.

    `rest`: the calls that the rest of the script takes, where they were counted. Infinite where there is no end.
    """
    found = 0.0
    for small, large in zip(costs, costs[1:]):
        first, second = small.of(stage), large.of(stage)
        if second is None:
            return float("inf")
        if first is None or min(first, second) < 0:
            continue
        if rest is not None:
            found = max(found, grown(first - rest, second - rest))
        elif second - (large.parse or 0) > NOISE:
            found = max(found, (second - (large.parse or 0)) / max(first - (small.parse or 0), NOISE / LIMIT))
    return found


def grown(half: float, whole: float) -> float:
    """How many times the calls of half the size those of the whole are."""
    return whole / max(half, THRESHOLD)


def series(kind: Kind, stages: list[str], start: int, most: int, *, count: bool) -> Iterator[Cost]:
    n = start
    while n <= min(kind.most, most):
        cost = measured(kind.text(n), n, stages, count=count)
        yield cost
        costs = [cost.of(stage) for stage in ("parse", *stages)]
        if any(one is None or one < 0 or one > (1e7 if count else LONG_ENOUGH) for one in costs):
            return
        n *= 2


def again(kind: Kind, costs: list[Cost], stages: list[str]) -> list[Cost]:
    """The same sizes once more, the smaller of both times: what a busy machine adds is no growth."""
    found = []
    for cost in costs:
        other = measured(kind.text(cost.n), cost.n, stages, count=False)
        both = {stage: (cost.of(stage), other.of(stage)) for stage in ("parse", *stages)}
        smaller = {
            stage: first if None in (first, second) else min(first, second)
            for stage, (first, second) in both.items()
        }
        found.append(Cost(cost.n, **smaller))
    return found


def measured(text: str, n: int, stages: list[str], *, count: bool) -> Cost:
    """The stages in a child each, so that no cache is shared and one that does not end is stopped."""
    return Cost(n, **{stage: _in_child(stage, text, count=count) for stage in ("parse", *stages)})


def _in_child(stage: str, text: str, *, count: bool) -> float | None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            cost = calls(stage, text) if count else seconds(stage, text)
            os.write(writing, json.dumps(cost).encode())
        except RecursionError:
            os.write(writing, json.dumps(TOO_DEEP).encode())
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(said) if said and not os.WIFSIGNALED(status) else None


def seconds(stage: str, text: str) -> float:
    """Processor time of one stage, the best of a few where it is short."""
    work = work_of(stage, text)
    gc.disable()
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best > 0.2:
            break
    return best


def calls(stage: str, text: str) -> int:
    """How many functions one stage calls, those written in C too."""
    work = work_of(stage, text)
    profile = Profile()
    profile.enable()
    try:
        work()
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def work_of(stage: str, text: str) -> Callable[[], object]:
    """What one of the stages does with a text."""
    from lstm_lint.command import model
    from lstm_lint.edit.fixes import fix
    from lstm_lint.keras_api.versions import parse_target
    from lstm_lint.lint import lint, script_of
    from lstm_lint.output.plans import render_plans
    from lstm_lint.reader import read
    from lstm_lint.reader.tree.parse import parse
    from lstm_lint.settings.load import load
    from lstm_lint.smoke.plan import plan as planned
    from lstm_lint.source.source import from_bytes

    source, target = from_bytes(text.encode(), "growth.py"), parse_target("3")
    settings = load(None, {"select": ("ALL",), "profile": "strict"})

    def described() -> None:
        script = read(source, target)
        for form in ("text", "json", "mermaid"):
            for _ in model.rendered(script, source, form, None, False):
                pass

    def check(source: Source) -> tuple[Finding, ...]:
        return lint(source, settings, target=target)

    def plan() -> None:
        jobs = planned(script_of(source, settings, target=target), found)
        for _ in render_plans(jobs, "json"):
            pass

    found = check(source) if stage in ("fix", "plan") else ()
    return {
        "parse": lambda: parse(source),
        "check": lambda: check(source),
        "model": described,
        "fix": lambda: fix(source, found, check, unsafe=True),
        "plan": plan,
    }[stage]


def prepare() -> None:
    """Imports and caches what no file pays for itself."""
    for stage in STAGES:
        work_of(stage, HEAD + TAIL)()
    gc.freeze()
