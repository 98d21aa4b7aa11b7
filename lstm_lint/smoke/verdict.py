"""What smoke training says of a finding: one of three answers, the figures, and one honest line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lstm_lint.smoke.decide import SEEDS, Answer

_LARGE_UPDATE = 0.5  # of the norm of the weights; the default rate of Adam moves them by 0.01
_SATURATED = 0.25  # of all values; none is among sound initial weights and inputs
_LOST = 0.01  # as much less of the gradient reaches the first time steps than as fixed


@dataclass(frozen=True)
class Verdict:
    """The answer to one finding. `as_written` and `as_fixed` hold figures, or what an exact probe saw in words."""

    answer: Answer
    probe: str
    as_written: Mapping[str, Any] | str | None = None
    as_fixed: Mapping[str, Any] | str | None = None
    seconds: float = 0.0
    reason: str = ""
    steps: int = 0
    seeds: int = 0
    speaking: int = 0
    stand_ins: tuple[str, ...] = ()
    curves: Mapping[str, Any] = field(default_factory=dict, compare=False)
    engine: str = ""  # what trained: numpy, tensorflow or both
    planned: int | None = None  # updates that the script plans
    provisional: bool = False  # a longer training is to come
    slower: bool = False  # no more is claimed, nor shown, than that it learns more slowly
    assumed: bool = False  # it holds if the model is as read
    inputs: str = ""  # what the task is made of where it is not synthetic alone, by its files
    processor: float = field(default=0.0, compare=False)  # seconds of the child until it first answered

    def line(self) -> str:
        """`confirmed in 3 of 3 seeds: held-out loss 0.2 as written, 0.025 as fixed; ...`"""
        if self.seconds == 0.0:
            return f"{self.answer}: {self.reason}"
        given = "if the model is as read: " if self.assumed and self.answer != "inconclusive" else ""
        parts = [given + self._head() + (", provisional" if self.provisional else "")]
        if self.seeds and isinstance(self.as_written, Mapping) and isinstance(self.as_fixed, Mapping):
            parts[0] += (
                f": {'learns more slowly, ' if self.slower else ''}{_losses(self.as_written, self.as_fixed)}"
            )
            gradients = self.as_written.get("largest_gradient"), self.as_fixed.get("largest_gradient")
            if all(isinstance(value, float) for value in gradients):
                parts.append(f"largest gradient norm {_short(gradients[0])} against {_short(gradients[1])}")
            why = _explained(self.as_written, self.as_fixed) if self.answer == "confirmed" else ""
            parts.extend([why] if why else [])
        elif self.as_written:
            parts[0] += f": {self.as_written}" + (f", as fixed {self.as_fixed}" if self.as_fixed else "")
        if self.reason and len(parts) == 1 and parts[0] == given + self._head():
            parts[0] += f": {self.reason}"
        elif self.reason:
            parts.append(self.reason)
        if standing := weightiest(self.stand_ins):
            parts.append(f"with {standing}")
        if self.steps:
            parts.append(f"{self.inputs or 'synthetic task'}, {self._updates()}, {self.seconds:.1f} s")
        else:
            parts[-1] += f" ({self.seconds:.1f} s)"
        return "; ".join(parts)

    def document(self) -> dict[str, Any]:
        """The `smoke` object of the JSON output."""
        return {
            "verdict": self.answer,
            "probe": self.probe,
            "as_written": _plain(self.as_written),
            "as_fixed": _plain(self.as_fixed),
            "seconds": round(self.seconds, 2),
            "reason": self.reason or None,
            "stand_ins": list(self.stand_ins),
            "share_as_written": _share_of(self.as_written),
            "share_as_fixed": _share_of(self.as_fixed),
            "updates": self.steps or None,
            "planned": self.planned,
            "engine": self.engine or None,
            "if_as_read": self.assumed,
            "inputs": (self.inputs or "synthetic task") if self.steps else None,
        }

    def _updates(self) -> str:
        """`400 of 1250 planned updates`"""
        if self.planned is None or self.planned == self.steps:
            return f"{self.steps} {'planned ' if self.planned else ''}updates"
        if self.planned < self.steps:
            return f"{self.steps} updates where {self.planned} are planned"
        return f"after {self.steps} of {self.planned} planned updates"

    def _head(self) -> str:
        if not self.seeds:
            return str(self.answer)
        return (
            f"{self.answer} in {self.speaking} of {len(SEEDS)} seeds"
            if self.answer == "confirmed"
            else str(self.answer)
        )


def from_answer(
    probe: str, message: Mapping[str, Any], stand_ins: tuple[str, ...], before: Verdict | None = None
) -> Verdict:
    """The verdict of a line that the child sent, after what it said of the same finding before."""
    return Verdict(
        answer=message["answer"],
        probe=probe,
        as_written=message.get("written") or message.get("seen") or None,
        as_fixed=message.get("fixed") or message.get("seen_fixed") or None,
        seconds=max(float(message.get("seconds", 0.0)), 0.01),
        reason=message.get("reason", ""),
        steps=int(message.get("steps", 0)),
        seeds=int(message.get("seeds", 0)),
        speaking=int(message.get("speaking", 0)),
        stand_ins=(*stand_ins, *message.get("stand_ins", ())),
        curves=message.get("curves", {}),
        engine=message.get("engine", ""),
        planned=message.get("planned"),
        provisional=bool(message.get("provisional")),
        slower=bool(message.get("slower")),
        processor=before.processor if before is not None else float(message.get("processor", 0.0)),
    )


# What a stand-in may change of the answer, the most first.
_WEIGHTS = (" alone, as ", "in question", "the loss ", " instead of ", "not known", "time steps", " in both arms",
            "remembering", " units ", "which are free", "")  # fmt: skip


def weightiest(stand_ins: Sequence[str]) -> str:
    """The stand-in that matters most, and how many others there are; nothing where nothing stands in."""
    if not stand_ins:
        return ""
    first = min(stand_ins, key=lambda one: next(at for at, words in enumerate(_WEIGHTS) if words in one))
    others = len(stand_ins) - 1
    return first + (f" and {others} more stand-in{'s' if others > 1 else ''} (--verbose)" if others else "")


def _losses(written: Mapping[str, Any], fixed: Mapping[str, Any]) -> str:
    if written.get("not_finite"):
        return (
            f"held-out loss not finite as written, {_short(fixed['share'])} of a constant's (median) as fixed"
        )
    shares = f"{_short(written['share'])} of a constant's as written, {_short(fixed['share'])} as fixed"
    return f"median held-out loss {shares}"


def _share_of(figures: Mapping[str, Any] | str | None) -> float | None:
    """The held-out loss as a share of that of the best constant; None where it is not finite, or nothing trained."""
    share = figures.get("share") if isinstance(figures, Mapping) else None
    return float(share) if share is not None and math.isfinite(share) else None


def _explained(written: Mapping[str, Any], fixed: Mapping[str, Any]) -> str:
    """The most telling of what both arms look like before training; nothing where they look alike."""
    first, usual = written.get("first_update") or 0.0, fixed.get("first_update") or 0.0
    if first >= _LARGE_UPDATE and first >= 3 * usual:
        return f"the first update moves the weights by {_share(first)} of their norm, by {_share(usual)} as fixed"
    for figure, values in (("gates_saturated", "gate"), ("candidates_saturated", "cell activation")):
        share, other = written.get(figure) or 0.0, fixed.get(figure) or 0.0
        if share >= _SATURATED and share >= 2 * other:
            return (
                f"{_share(share)} of the {values} values saturated before training, {_share(other)} as fixed"
            )
    reach, other = written.get("gradient_first_over_last"), fixed.get("gradient_first_over_last")
    if reach is not None and other is not None and reach < _LOST * other:
        return (
            f"before training the gradient at the first time steps is {_short(reach)} of that at the last, "
            f"{_short(other)} as fixed"
        )
    return ""


def _share(value: float) -> str:
    return f"{100 * value:.2g} %" if value < 1 else f"{100 * value:.0f} %"


def _short(value: Any) -> str:
    return f"{value:.2g}" if isinstance(value, float) and value < 100 else f"{value:.3g}"


def _plain(value: Mapping[str, Any] | str | None) -> Any:
    """Without infinities, which JSON does not have."""
    if not isinstance(value, Mapping):
        return value
    return {
        name: (None if isinstance(one, float) and not math.isfinite(one) else one)
        for name, one in value.items()
    }
