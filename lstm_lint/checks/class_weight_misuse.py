"""LL707: class weights that Keras cannot use, or uses for something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.heads import heads
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.training import trained
from lstm_lint.script import Compared, Fit, Model, Place, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification


@check("class-weight-misuse", needs="recurrent fits class_weight=|sample_weight=|refused:weighted-generator")
def class_weight_misuse(script: Script) -> Iterator[Problem]:
    if any(model.recurrent and model.fits for model in script.models):
        yield from refusals(script, of_kind("weighted-generator", _beside_generator))
    reported: set[int] = set()
    for fit, models in trained(script):
        left = _left_out(fit) if all(map(_asks_one_question, models)) else None
        if left is not None and id(left[0].node) not in reported:
            reported.add(id(left[0].node))
            yield Problem(left[1], left[0].span, Severity.ERROR, model=models[0].name)
        if not fit.gives("class_weight") or left is not None:
            continue
        found = _raises(fit, models, script.target)
        silent = None if found else _weights_something_else(fit, models)
        message = found or silent
        if message is not None:
            severity = Severity.WARNING if silent else Severity.ERROR
            yield Problem(message, fit.span("class_weight"), severity, model=models[0].name)


def _left_out(fit: Fit) -> tuple[Place, str] | None:
    """Weights of 0 for all rows or steps of one of two classes, and where they are made."""
    by_class, at = fit.known("class_weight"), fit.argument("class_weight").place
    if isinstance(by_class, dict) and at is not None and set(by_class) == {0, 1}:
        zero = [label for label, weight in by_class.items() if weight == 0]
        if len(zero) == 1:
            return (
                at,
                f"`class_weight` is 0 for class {zero[0]}: nothing of it trains, the answer is {1 - zero[0]} for all",
            )
    made = _made_of_labels(fit) if fit.gives("sample_weight") else None
    if made is None:
        return None
    place, weights = made
    zero = [label for label in (0, 1) if weights[label] == 0]
    if len(zero) != 1:
        return None
    padded = fit.y is not None and fit.y.step("pad") is not None
    cure = "take them from the lengths" if padded else "give both classes weight"
    weights_are = f"these weights are 0 wherever y is {zero[0]}: that class trains nothing"
    return place, f"{weights_are}, the answer is {1 - zero[0]} for all; {cure}"


_PAIR = re.compile(r",\s*(\d+(?:\.\d*)?)\s*,\s*(\d+(?:\.\d*)?)\s*\)$")
_PICKS = ("select", "split", "cast", "reshape")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip


def _made_of_labels(fit: Fit) -> tuple[Place, tuple[float, float]] | None:
    """The weights of the labels 0 and 1, where a question for the label alone makes them, and where it does."""
    weights, y = fit.sample_weight, fit.y
    steps = weights.steps if weights is not None else ()
    at = next((at for at in range(len(steps) - 1, -1, -1) if isinstance(steps[at].detail, Compared)), None)
    question = steps[at].detail if at is not None else None
    if y is None or at is None or not isinstance(question, Compared) or question.by not in _HOLDS:
        return None
    asked, rest = y.steps[:at], [*y.steps[at:], *(one for one in steps[at + 1 :] if one.what != "where")]
    if len(asked) < at or not all(map(same_step, asked, steps[:at])) or not at:
        return None
    if any(one.kind not in _PICKS or one.what == "assignment" for one in rest):
        return None
    chosen = next((one for one in steps[at + 1 :] if one.what == "where"), None)
    place = chosen.place if chosen is not None else steps[at].place
    pair = _PAIR.search(place.text) if chosen is not None and place is not None else None
    if place is None or (chosen is not None and pair is None):
        return None
    yes, no = (float(pair[1]), float(pair[2])) if pair is not None else (1.0, 0.0)
    holds = [_HOLDS[question.by](float(label), question.number) for label in (0, 1)]
    return place, (yes if holds[0] else no, yes if holds[1] else no)


@once
def _asks_one_question(model: Model) -> bool:
    """Whether its output is one probability, of class 1: a sigmoid with binary crossentropy."""
    found = list(heads(model))
    single = len(found) == len(model.heads) == 1 and found[0].units == 1
    losses = {loss_of(compiled) for compiled in model.in_force}
    return single and losses == {"binary_crossentropy"}


def _beside_generator() -> str:
    return "`class_weight` beside a generator of Python: ValueError; yield (x, y, weights), one weight for each row"


def _raises(fit: Fit, models: tuple[Model, ...], target: KerasTarget) -> str | None:
    """What Keras itself refuses at the first batch."""
    weights = fit.known("class_weight")
    does = "it raises" if target.at_least(2, 4) else "Keras up to 2.3 ignores it, later ones raise"
    if isinstance(weights, str):
        return f"`class_weight={weights!r}` is a string, `fit` wants a dict, {{0: 1.0, 1: 5.0}}: {does}"
    if fit.class_weight is not None or isinstance(weights, (list, tuple)):
        return f"`class_weight` is an array, `fit` wants `dict(enumerate(weights))`: {does}"
    text = _text_key(weights)
    if not target.overlaps(">=3") and text is not None:
        return f"the keys of `class_weight` are text ({text!r}), and Keras 2 raises; use ints: 0, 1, ..."
    if not target.at_least(3):
        return None  # Keras 2.15 still weights single steps, and multiplies both kinds of weights
    if fit.gives("sample_weight"):
        return "`class_weight` together with `sample_weight` raises in Keras 3; multiply them into `sample_weight`"
    has_steps = fit.y is not None and fit.y.certain and fit.y.shape is not None and len(fit.y.shape) > 2
    if has_steps or all(map(_has_sequence_head, models)):
        return "`class_weight` needs one label per sample, and y has one per step: it raises; pass `sample_weight`"
    return None


def _weights_something_else(fit: Fit, models: tuple[Model, ...]) -> str | None:
    """What trains without a word, with other weights than written."""
    text = _text_key(fit.known("class_weight"))
    if text is not None:
        return (
            f"the keys of `class_weight` are text ({text!r}): no label matches, every weight is 1; use ints"
        )
    weights, counts = fit.known("class_weight"), {_classes(model) for model in models}
    count = counts.pop() if len(counts) == 1 else None
    if count is not None and isinstance(weights, dict) and set(weights) == set(range(1, count + 1)):
        ids = f"ids run from 0 to {count - 1}"
        return (
            f"`class_weight` names the classes 1 to {count}, but {ids}: the weights are shifted; begin at 0"
        )
    if all(map(_is_multi_label, models)):
        return "`class_weight` with a multi-label head counts only each row's largest label; weight the loss instead"
    return None


def _text_key(weights: object) -> str | None:
    keys = weights if isinstance(weights, dict) else {}
    return next((key for key in keys if isinstance(key, str)), None)


@once
def _has_sequence_head(model: Model) -> bool:
    return len(model.heads) == 1 and all(
        head.output_shape is not None and len(head.output_shape) == 3 for head in model.heads
    )


@once
def _classes(model: Model) -> int | None:
    """How many classes the one head tells apart."""
    found = list(heads(model))
    if len(found) != 1 or len(model.heads) != 1 or found[0].units is None:
        return None
    head = found[0]
    if head.activation == "softmax":
        return head.units
    return 2 if head.activation == "sigmoid" and head.units == 1 else None


@once
def _is_multi_label(model: Model) -> bool:
    found = list(heads(model))
    return (
        len(found) == len(model.heads) == 1
        and found[0].activation == "sigmoid"
        and (found[0].units or 0) > 1
        and bool(model.in_force)
        and all(loss_of(compile) == "binary_crossentropy" for compile in model.in_force)
    )


@plants("class-weight-misuse")
def wrong_weights(specification: Specification, one: Blamed) -> Specification | str:
    if isinstance(one.value, dict):
        return "Keras takes these weights without a word, and no label of a synthetic task is yours"
    given = isinstance(one.value, (str, list, tuple))
    if not given and all(fit.class_weight is None for fit in (one.model.fits if one.model else ())):
        return "what is wrong with the class weights was not read as one of what Keras refuses"
    return specification.with_data(weights="balanced" if isinstance(one.value, str) else "array")
