"""What Watch costs: the same training with and without it, in turn, by wall time and by processor time.

Beside other work wall times of a few seconds differ by a fifth; the processor time of the process hardly does.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from lstm_lint.watch import Watch

# units, recurrent layers, time steps, features, updates
SIZES = {"tiny": (8, 1, 20, 2, 2000), "middle": (64, 2, 72, 8, 2000), "large": (256, 1, 200, 8, 2000)}
BATCH = 32


def main(keras: Any, sizes: Sequence[str] | None, rounds: int, updates: int | None = None) -> int:
    """Prints one line a size; 1 where Watch takes more than 5 % of the median."""
    good = True
    for name in sizes or SIZES:
        units, depth, steps, features, planned = SIZES[name]
        planned = updates or planned
        rng = np.random.default_rng(0)
        x = rng.standard_normal((640, steps, features)).astype("float32")
        y = x.mean((1, 2))[:, None]
        keras.utils.set_random_seed(0)
        layers = [keras.layers.LSTM(units, return_sequences=at < depth - 1) for at in range(depth)]
        model = keras.Sequential([keras.Input((steps, features)), *layers, keras.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)  # traced
        alone, watched, looking, looks = [], [], [], []
        busy_alone, busy_watched = [], []
        for turn in range(rounds):
            for with_watch in (False, True) if turn % 2 else (True, False):
                watch = Watch(say=None)
                begun, busy = time.perf_counter(), time.process_time()
                model.fit(x, y, batch_size=BATCH, epochs=planned // 20, verbose=0,
                          callbacks=[watch] if with_watch else [])  # fmt: skip
                (watched if with_watch else alone).append(time.perf_counter() - begun)
                (busy_watched if with_watch else busy_alone).append(time.process_time() - busy)
                if with_watch:
                    looking.append(watch.seconds)
                    looks.append(len(watch.looks))
        ratios = [b / a for a, b in zip(alone, watched)]
        ratio = statistics.median(ratios)
        good &= ratio <= 1.05
        print(
            f"{name}, {keras.backend.backend()}, {planned} updates, {rounds} rounds: {ratio:.3f} of the time without "
            f"(rounds {', '.join(f'{one:.3f}' for one in ratios)}), "
            f"{statistics.median(b / a for a, b in zip(busy_alone, busy_watched)):.3f} of its processor time; "
            f"{statistics.median(alone):.1f} s without, "
            f"{statistics.median(looking):.2f} s in {statistics.median(looks):.0f} looks; "
            f"load {os.getloadavg()[0]:.0f}",
            flush=True,
        )
    return int(not good)
