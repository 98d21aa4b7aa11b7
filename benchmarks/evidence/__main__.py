"""`python -m benchmarks.evidence LL203 [...]`: trains the experiments that a rule page names, measured against stated.

Without a code all of them are trained, three seeds each, which takes about twenty minutes on two cores.
"""

from __future__ import annotations

import sys
import time

from benchmarks.evidence import fits, pairs
from benchmarks.evidence.experiment import SEEDS, Experiment, median
from lstm_lint.smoke.backend import Backend, NoTensorFlow, load


def experiments() -> list[Experiment]:
    """All of them, by code."""
    return sorted([*pairs.experiments(), *fits.experiments()], key=lambda one: one.code)


def main(codes: list[str]) -> int:
    """Runs the experiments of these rules. Returns 0 where all agree, 1 where one does not, and 2 without any."""
    chosen = [one for one in experiments() if not codes or one.code in codes]
    unknown = sorted(set(codes) - {one.code for one in experiments()})
    if unknown:
        known = ", ".join(sorted({one.code for one in experiments()}))
        print(f"no experiment for {', '.join(unknown)}; there is one for {known}", file=sys.stderr)
        return 2
    try:
        backend = load()
    except NoTensorFlow as error:
        print(f"the experiments take TensorFlow (pip install 'lstm-lint[smoke]'): {error}", file=sys.stderr)
        return 2
    results = [show(backend, one) for one in chosen]
    return int(not all(results))


def show(backend: Backend, one: Experiment) -> bool:
    """Trains three seeds of both arms and prints measured against stated."""
    started = time.monotonic()
    found = [one.measure(backend, seed) for seed in SEEDS]
    written, fixed = median(found)
    agrees = one.agrees(found)
    print(
        f"{one.code} {one.setting}: measured {written:.3g} against {fixed:.3g}, stated {one.stated[0]:.3g} against "
        f"{one.stated[1]:.3g}: {'agrees' if agrees else 'DISAGREES'} (3 seeds, {time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return agrees


if __name__ == "__main__":
    sys.exit(main([code.upper() for code in sys.argv[1:]]))
