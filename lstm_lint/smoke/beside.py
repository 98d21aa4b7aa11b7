"""The defects of one model, and the arms in which all but one of them are mended.

A model may have as many defects as layers, and the arms of each need the others mended: what they share is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from lstm_lint.smoke.mend import all_off, mend, mend_all
from lstm_lint.smoke.specification import Defect, Specification, train_alike

Made = TypeVar("Made")
_FEW = 16  # defects that are mended one by one, in their order


class Beside:
    """What is mended where, for one model."""

    def __init__(self) -> None:
        self._made: dict[Hashable, object] = {}

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under that name before, or is made now."""
        if what not in self._made:
            self._made[what] = make()
        return self._made[what]  # type: ignore[return-value]

    def mended(
        self, specification: Specification, defects: Sequence[Defect], name: Hashable
    ) -> Specification:
        """With all defects mended; `name` stands for them. Made once for each specification."""
        return self._made_of(specification, defects, ("mended", name), mend_all)

    def without(
        self, specification: Specification, defects: Sequence[Defect], name: Hashable
    ) -> Specification:
        """Without the defects of other findings; `name` stands for them. Made once for each specification."""
        return self._made_of(specification, defects, ("off", name), all_off)

    def _made_of(
        self, specification: Specification, defects: Sequence[Defect], name: Hashable,
        make: Callable[[Specification, list[Defect]], Specification],
    ) -> Specification:  # fmt: skip
        _, found = self.once(  # which is held as well, so that no other one gets its id
            (id(specification), name), lambda: (specification, make(specification, list(defects)))
        )
        return found

    def all_but(self, one: Defect, specification: Specification, defects: Sequence[Defect]) -> Specification:
        """Without all defects but one. Of many, halves are taken out and shared: n log n steps for n defects."""
        at = next((number for number, other in enumerate(defects) if other is one), None)
        if at is None:
            return self.without(specification, defects, "all")
        if len(defects) <= _FEW:
            return all_off(specification, [other for other in defects if other is not one])
        low, high = 0, len(defects)
        while high - low > 1:
            middle = (low + high) // 2
            left = at < middle
            others = defects[middle:high] if left else defects[low:middle]
            specification = self.without(specification, others, (low, high, left))
            low, high = (low, middle) if left else (middle, high)
        return specification

    def fixed(self, written: Specification, defect: Defect, alike: Sequence[Defect]) -> Specification | None:
        """With all defects of one rule mended; None where that changes nothing, and this one has no fix."""
        made = self.mended(written, alike, defect.code)
        if not train_alike(made, written):
            return made
        return mend(made, defect)
