"""`python -m benchmarks.watch`: what Watch says of trainings that fail and of healthy ones; `--cost`: what it costs.

Each failure is trained for the first fifth of its 1,000 updates, with three seeds; the right code has to be
said in that time in 90 % of them. Of the healthy trainings, 400 updates each, at most two may have a finding. The
backend is that of Keras (KERAS_BACKEND). `--only LL701` takes the failures of a code, `--seeds 1` one seed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import sys
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

PLANNED, FIFTH, HEALTHY = 1000, 200, 400
LEARNED = 0.9  # share of the constant's loss above which a training is none that is healthy


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.watch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--sizes", nargs="*", help="of --cost: tiny, middle, large")
    parser.add_argument("--rounds", type=int, default=3, help="of --cost")
    parser.add_argument("--updates", type=int, help="of --cost, instead of 2,000")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="*", metavar="CODE")
    parser.add_argument("--skip", type=int, default=0, help="pairs at the start that are left out")
    parser.add_argument("--failures", action="store_true", help="those alone")
    parser.add_argument("--healthy", action="store_true", help="those alone")
    parser.add_argument("--pages", type=int, default=60, help="most models of Good blocks")
    given = parser.parse_args()
    keras = importlib.import_module("keras")
    if given.cost:
        from benchmarks.watch import cost

        return cost.main(keras, given.sizes, given.rounds, given.updates)
    good = True
    if not given.healthy:
        good &= _failures(keras, range(given.seeds), given.only, given.skip)
    if not given.failures and not given.only:
        good &= _healthy(keras, given.pages)
    return int(not good)


def _failures(keras: Any, seeds: range, only: list[str] | None, skip: int) -> bool:
    import numpy as np

    from benchmarks.watch.failures import failures
    from benchmarks.watch.training import Trainings

    chosen = [one for one in failures() if not only or one.codes & set(only)][skip:]
    found = total = 0
    for one in chosen:
        said, trainings = [], Trainings(keras, one.build)
        for seed in seeds:
            outcome = trainings.watched(seed, one.data(np.random.default_rng(seed)), PLANNED, FIFTH)
            right = [f for f in outcome.findings if f.code in one.codes and f.step <= FIFTH]
            total += 1
            found += bool(right)
            others = sorted({f.code for f in outcome.findings} - one.codes)
            code = f"{right[0].code}@{right[0].step}" if right else "-"
            beside = f"+{','.join(others)}" if others else ""
            said.append(f"{code}{beside} ({outcome.looks} looks, {_share(outcome.share)}){outcome.off or ''}")
        keras.backend.clear_session()
        print(f"{one.name}: {'; '.join(said)}", flush=True)
    print(
        f"{len(chosen)} pairs, {found} of {total} trainings named by the right code = {found / max(total, 1):.0%}",
        flush=True,
    )
    return found >= 0.9 * total


def _healthy(keras: Any, most: int) -> bool:
    from benchmarks.watch import healthy
    from benchmarks.watch.training import Trainings

    count = wrong = unlearned = 0
    every = [*healthy.of_pages(most), *healthy.by_hand()]
    random.Random(0).shuffle(every)  # so that a part of a run is a sample
    for one in every:
        try:
            data = one.data(one.build(keras))
            outcome = Trainings(keras, one.build).watched(0, data, HEALTHY, HEALTHY)
        except healthy.REFUSED as error:
            print(
                f"left out, {one.name}: {type(error).__name__}: {str(error).splitlines()[0][:100]}",
                flush=True,
            )
            continue
        sound = outcome.share is not None and outcome.share < LEARNED
        count += sound
        unlearned += not sound
        wrong += sound and bool(outcome.findings)
        mark = ("FOUND" if outcome.findings else "quiet") if sound else "did not learn:"
        print(
            f"{mark} {one.name} ({outcome.looks} looks, {_share(outcome.share)}){outcome.off or ''}",
            flush=True,
        )
        for finding in outcome.findings:
            print(f"    {finding}", flush=True)
        keras.backend.clear_session()
    print(
        f"{count} healthy trainings, {wrong} with a finding; {unlearned} more did not learn their task",
        flush=True,
    )
    return wrong <= 2


def _share(share: float | None) -> str:
    return "no share" if share is None else f"{share:.2f}"


if __name__ == "__main__":
    sys.exit(main())
