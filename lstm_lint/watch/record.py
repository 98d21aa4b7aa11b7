"""The whole of a watched training: what a report shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lstm_lint.watch.findings import WatchFinding
from lstm_lint.watch.look import Look


@dataclass(frozen=True)
class Record:
    """What was measured of a training and said of it. `seconds` is what looking cost, `trained` the rest."""

    model: str
    backend: str
    step: int
    planned: int | None
    looks: tuple[Look, ...]
    findings: tuple[WatchFinding, ...]
    seconds: float
    trained: float
    computed_by: str  # "numpy", or the backend

    def summary(self) -> str:
        """One line for the end of the training."""
        found = f"{len(self.findings)} finding{'' if len(self.findings) == 1 else 's'}"
        cost = f"{len(self.looks)} looks took {self.seconds:.1f} s of {self.seconds + self.trained:.1f} s"
        shares = [one.share for one in self.looks if one.share is not None]
        learned = f"; loss at {shares[-1]:.0%} of the constant's" if shares else ""
        return f"watch: {found} in {self.step} updates, {cost}{learned}"

    def document(self) -> dict[str, Any]:
        """For JSON, `version` 1."""
        return {
            "version": 1,
            "model": self.model,
            "backend": self.backend,
            "step": self.step,
            "planned": self.planned,
            "seconds": self.seconds,
            "trained": self.trained,
            "computed_by": self.computed_by,
            "looks": [one.document() for one in self.looks],
            "findings": [one.document() for one in self.findings],
        }
