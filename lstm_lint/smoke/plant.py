"""What the arm as written is trained on where the finding is about the data: its scale, its order, its padding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lstm_lint.findings import Severity
from lstm_lint.script import Fit, Series
from lstm_lint.smoke.inputs import VOCABULARY
from lstm_lint.smoke.locate import Blamed
from lstm_lint.smoke.mend import AS_ONE_FEATURE, IDS_AS_NUMBERS, Defect
from lstm_lint.smoke.specification import Node, Part, Specification


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
        return _data(specification, last=_odd_batch(one, batch))
    if defect.code == "LL403" and advice:
        raise NotPlanted("the range of the targets is not known")
    if defect.code == "LL705":
        if advice:
            raise NotPlanted("whether the labels are sorted is not known")
        return _data(specification, ordered=True)
    if defect.code == "LL707":
        kind = "balanced" if isinstance(one.value, str) else "array"
        if isinstance(one.value, dict):
            raise NotPlanted(
                "Keras takes these weights without a word, and no label of a synthetic task is yours"
            )
        given = isinstance(one.value, (str, list, tuple))
        if not given and all(fit.class_weight is None for fit in (one.model.fits if one.model else ())):
            raise NotPlanted("what is wrong with the class weights was not read as one of what Keras refuses")
        return _data(specification, weights=kind)
    if defect.code == "LL709":
        return _ids_as_numbers(specification, one)
    if defect.code == "LL806":
        return _data(specification, split=0.25)
    if defect.code == "LL606" and isinstance(one.value, int) and one.value > 16:
        raise NotPlanted("what is too wide depends on how much data there is")
    if defect.code in ("LL701", "LL702"):
        magnitude = _magnitude(one, "x" if defect.code == "LL701" else "y")
        # of standard normal numbers the largest are about 3
        return _data(specification, **{"scale" if defect.code == "LL701" else "target_scale": magnitude / 3})
    return specification


def _odd_batch(one: Blamed, batch: int) -> int:
    """How many rows the batch has that the model is not built for: all are of another size, or the last one is."""
    calls = (*one.model.fits, *one.model.predictions) if one.model is not None else ()
    call = next((call for call in calls if call.span("batch_size") == one.finding.span), None)
    if call is not None:
        size = call.known("batch_size") or 32
        if isinstance(size, int) and size != batch:
            return size
        rows = call.x.shape[0] if call.x is not None and call.x.shape else None
        if isinstance(rows, int) and rows % batch:
            return rows % batch
    raise NotPlanted("how many rows the last batch has is not known")


def _ids_as_numbers(specification: Specification, one: Blamed) -> Specification:
    """The input holds token ids, and a layer makes one number a step of them, divided where the script divides."""
    entry = specification.inputs[0]
    if len(specification.inputs) != 1 or len(entry.shape) != 2 or entry.shape[1] != 1 or entry.tokens:
        raise NotPlanted("its input is not a sequence of one number a step")
    series = [fit.x for fit in one.model.fits if fit.x is not None] if one.model is not None else []
    divided = any(step.kind in ("arithmetic", "scale") for x in series for step in x.steps)
    scale = 1 / VOCABULARY if divided else 1.0
    made = (
        Node(IDS_AS_NUMBERS, "Rescaling", {"scale": scale}, (entry.id,)),
        Node(AS_ONE_FEATURE, "Reshape", {"target_shape": [entry.shape[0], 1]}, (IDS_AS_NUMBERS,)),
    )
    nodes = tuple(
        replace(node, inputs=tuple(AS_ONE_FEATURE if name == entry.id else name for name in node.inputs))
        for node in specification.nodes
    )
    tokens = replace(entry, shape=entry.shape[:1], tokens=VOCABULARY)
    return _data(replace(specification, nodes=(*made, *nodes), inputs=(tokens,)), scattered=True)


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
