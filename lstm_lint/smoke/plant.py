"""What the arm as written is trained on where the finding is about the data: its scale, its order, its padding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lstm_lint.findings import Severity
from lstm_lint.script import Fit, Series
from lstm_lint.smoke.locate import Blamed
from lstm_lint.smoke.mend import Defect
from lstm_lint.smoke.specification import Part, Specification


class NotPlanted(Exception):
    """What the effect depends on was not read, so nothing synthetic may stand for it; the message says what."""


def plant(specification: Specification, defect: Defect, one: Blamed) -> Specification:
    """The specification with the data that the finding speaks of. Raises NotPlanted."""
    advice = one.finding.severity is Severity.ADVICE
    if defect.code == "LL301":
        return _data(specification, padded="post")
    if (
        defect.code == "LL111"
    ):  # gradients do not flow from batch to batch: one step back is what a state can show
        short = tuple(replace(entry, shape=(1, *entry.shape[1:])) for entry in specification.inputs)
        if any(len(entry.shape) != 2 for entry in short) or not all(entry.batch for entry in short):
            raise NotPlanted("its inputs are not sequences of numbers in batches of a known size")
        adam = Part("Adam", {"learning_rate": 0.003})
        return _data(replace(specification, inputs=short, optimizer=adam), stream="shuffled")
    if defect.code == "LL112":
        batch = next((entry.batch for entry in specification.inputs if entry.batch), None)
        if batch is None:
            raise NotPlanted("the batch size is not known")
        return _data(specification, last=batch + 1)
    if defect.code == "LL403" and advice:
        raise NotPlanted("the range of the targets is not known")
    if defect.code == "LL705":
        if advice:
            raise NotPlanted("whether the labels are sorted is not known")
        return _data(specification, ordered=True)
    if defect.code == "LL606" and isinstance(one.value, int) and one.value > 16:
        raise NotPlanted("what is too wide depends on how much data there is")
    if defect.code in ("LL701", "LL702"):
        magnitude = _magnitude(one, "x" if defect.code == "LL701" else "y")
        # of standard normal numbers the largest are about 3
        return _data(specification, **{"scale" if defect.code == "LL701" else "target_scale": magnitude / 3})
    return specification


def _data(specification: Specification, **changes: Any) -> Specification:
    return replace(specification, data=replace(specification.data, **changes))


def _magnitude(one: Blamed, name: str) -> float:
    fits = one.model.fits if one.model is not None else ()
    found = [_of(fit, name) for fit in fits]
    known = [
        series.magnitude for series in found if series is not None and series.certain and series.magnitude
    ]
    if not known:
        raise NotPlanted(f"how large the values of {name} are is not known")
    return min(max(known), 1e6)


def _of(fit: Fit, name: str) -> Series | None:
    return fit.x if name == "x" else fit.y
