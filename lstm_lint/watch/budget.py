"""When to look: often at first and while it is cheap, so rarely that looking stays below its share of the training."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

SHARE = 0.02  # of the time of a training
LEAST = 0.02  # seconds that any training may be looked at
LEAST_OF_FEW, FEW = 1.0, 2000  # the same, of a training with fewer updates
AHEAD = 0.6  # of the whole that may be spent before its time has come: failures show early
LOOKS = 30  # in a training whose length is known; more would say nothing more
_FIRST = (1, 2, 4, 8)  # updates, in a training whose length is not known


@dataclass
class Budget:
    """Counts what looking has cost. `planned`: updates of the whole training, None where that is not known."""

    planned: int | None
    share: float | None = None  # asked for by the user, instead of SHARE
    spent: float = 0.0  # seconds of looking
    once: float = 0.0  # seconds of what is done once: imports, the batch, the first look, the source
    last: float = 0.0  # what the last look cost
    looks: int = 0
    started: float = field(default_factory=time.perf_counter)
    next: int = 1
    # Updates and seconds when the first was over, which may trace for seconds, and after the last look: what a backend
    # compiles in between is no measure of what is to come.
    _marks: list[tuple[int, float]] = field(default_factory=list)

    def trained(self) -> float:
        """Seconds of training so far, without looking."""
        return max(time.perf_counter() - self.started - self.spent - self.once, 0.0)

    def whole(self, step: int) -> float:
        """Seconds that the whole training will take, as far as can be said after so many updates."""
        now = self.trained()
        rates = [(now - begun) / (step - first) for first, begun in self._marks if first < step]
        left = max((self.planned or 10 * step) - step, 0)
        return now + left * min(rates, default=0.0)

    def updated(self, step: int) -> None:
        """After so many updates."""
        if not self._marks and step:
            self._marks = [(step, self.trained())]

    def allowed(self, step: int) -> float:
        """Seconds that may have been spent by now."""
        whole = self.whole(step)
        if self.share is not None:
            total = max(self.share * whole, LEAST)
        else:
            few = self.planned is not None and self.planned < FEW
            total = max(SHARE * whole, LEAST_OF_FEW if few else LEAST)
        done = min(step / self.planned, 1.0) if self.planned else 0.5
        return total * (AHEAD + (1 - AHEAD) * done)

    def due(self, step: int) -> bool:
        """Whether to look now."""
        if step < self.next:
            return False
        return self.looks < 2 or self.spent + self.last <= self.allowed(step)

    def looked(self, step: int, seconds: float) -> None:
        """After a look: what it cost, and from which update on the next one is due. The first one imports or traces."""
        if self.looks:
            self.spent += seconds
            self.last = seconds
        else:
            self.once += seconds
        self.looks += 1
        self._marks[1:] = [(step, self.trained())]
        if self.planned is not None:
            gap = max(1, self.planned // LOOKS)
        else:
            gap = max(1, step // 4) if step > _FIRST[-1] else 1
        self.next = step + gap

    def paid(self, seconds: float) -> None:
        """Other work than a look."""
        self.once += seconds
