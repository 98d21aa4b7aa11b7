"""How the work grows with the size of a file: `python -m benchmarks.growth [KINDS]... [--stages check model]`.

One generator a kind of nesting or repetition. Each text is read at n and at 2n, in a child of its own with a limit of
processor time; a kind whose time grows by more than `LIMIT` is marked, and the exit is 1. Time below `NOISE` says
nothing: n is doubled until it is passed, or until the kind is larger than any file that is read at all.
`--count` counts calls of functions in place of seconds: the same on every machine, and faster. tests/ do so.
"""

from __future__ import annotations

import argparse

from benchmarks.growth import KINDS
from benchmarks.growth.kinds import HEAD, TAIL
from benchmarks.growth.measure import LIMIT, STAGES, Cost, again, measured, prepare, ratio, series, shown

REPEATED = 3  # times that a miss is measured anew before it counts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", metavar="KINDS")
    parser.add_argument("--stages", nargs="*", choices=STAGES[1:], default=list(STAGES[1:]))
    parser.add_argument("--count", action="store_true", help="calls in place of seconds")
    parser.add_argument("--start", type=int, default=20)
    parser.add_argument("--most", type=int, default=10**9)
    given = parser.parse_args()
    prepare()
    rest = measured(HEAD + TAIL, 0, given.stages, count=True) if given.count else None
    bad = 0
    for name in given.kinds or KINDS:
        costs = list(series(KINDS[name], given.stages, given.start, given.most, count=given.count))
        for _ in range(0 if given.count else REPEATED):
            if worst_of(costs, given.stages, rest) > LIMIT:
                costs = again(KINDS[name], costs, given.stages)
        worst = worst_of(costs, given.stages, rest)
        bad += worst > LIMIT
        sizes = "  ".join(
            f"{cost.n}: " + "/".join(shown(cost.of(stage)) for stage in STAGES) for cost in costs[-3:]
        )
        print(f"{name:45} {worst:6.2f} {'!' if worst > LIMIT else ' '} {sizes}", flush=True)
    print(f"{bad} of {len(given.kinds or KINDS)} kinds grow by more than {LIMIT} where n is doubled")
    return int(bad > 0)


def worst_of(costs: list[Cost], stages: list[str], rest: Cost | None) -> float:
    each = ((stage, rest.of(stage) if rest is not None else None) for stage in stages)
    return max((ratio(costs, stage, calls) for stage, calls in each), default=0.0)


if __name__ == "__main__":
    raise SystemExit(main())
