"""What a look says of the training: a rule's code, and the numbers that speak for it.

Each condition is a function of the looks so far, the newest one last. A condition that holds for three looks in a row
is reported. Thresholds are those of the rule pages where these have them, and of `python -m benchmarks.watch`, which
counts failures that are found and healthy trainings that are not left alone. Causes come first: where one holds, a
symptom such as a gradient that vanishes is not reported beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.watch import symptoms
from lstm_lint.watch.findings import Seen
from lstm_lint.watch.look import Look, RecurrentLook
from lstm_lint.watch.progress import Looks, enough, stuck, unlearned

LARGE = 10.0  # of inputs and targets: the option `magnitude` of LL701 and LL702
SATURATED = 0.5
LOW = 1e-4  # a learning rate; plain SGD at it moves nothing, Adam a tenth of what is usual
SLOW = 3e-4  # of the size of the weights in one update; Adam at 0.001 moves them by ten times as much
_RECURRENT = ("LSTM", "GRU", "SimpleRNN")
_QUANTITIES = ("MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "MeanSquaredLogarithmicError")
_CROSSENTROPIES = ("BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy")


def seen(looks: Looks) -> list[Seen]:
    """What holds at the newest look."""
    found = [one for condition in _BROKEN for one in condition(looks)]
    if found:
        return found
    found = [one for condition in _CAUSES for one in condition(looks)]
    if found:
        return found
    return [one for condition in _SYMPTOMS for one in condition(looks)]


# --- what cannot pass ----------------------------------------------------------------------------------------------


def not_finite(looks: Looks) -> Iterator[Seen]:
    what = looks[-1].non_finite
    if what.startswith(("input", "target")):
        yield Seen("LL708", f"{what} holds NaN or infinite numbers: every weight is lost; drop or fill such rows",
                   numbers={"step": looks[-1].step}, at_once=True)  # fmt: skip
    elif what:
        layer = what.split(" of ")[-1].split(" at ")[0] if " of " in what else None
        yield Seen("LL551", f"the {what} is not finite: all is lost; clip gradients or lower the learning rate",
                   layer, {"step": looks[-1].step}, at_once=True)  # fmt: skip


def embedding(looks: Looks) -> Iterator[Seen]:
    for one in looks[-1].inputs:
        if one.beyond == "fractions":
            yield Seen(
                "LL308",
                f"`{one.name}` has fractions and an Embedding reads it: 0.9 becomes id 0; give it ids",
                at_once=True,
            )
        elif one.beyond:
            message = f"`{one.name}` has id {one.beyond} of an Embedding; raise `input_dim`"
            yield Seen("LL305", message, at_once=True)


def broadcast(looks: Looks) -> Iterator[Seen]:
    for head in looks[-1].heads:
        if head.broadcast and head.loss in _QUANTITIES:
            yield Seen(
                "LL104",
                f"predictions and targets have shapes {head.broadcast}: the loss broadcasts them",
                head.name,
                at_once=True,
            )


def single_softmax(looks: Looks) -> Iterator[Seen]:
    for head in looks[-1].heads:
        if head.activation == "softmax" and head.units == 1:
            yield Seen("LL401", "softmax over one unit predicts 1.0 for every row; use sigmoid", head.name,
                       {"spread": head.spread}, at_once=True)  # fmt: skip


def no_probabilities(looks: Looks) -> Iterator[Seen]:
    for head in looks[-1].heads:
        if head.loss not in _CROSSENTROPIES or head.from_logits or head.low is None or head.high is None:
            continue
        if head.low < -1e-3 or head.high > 1.001:
            yield Seen(
                "LL404",
                f"predictions run from {head.low:.3g} to {head.high:.3g} and the crossentropy reads them as "
                "probabilities; add softmax or sigmoid, or from_logits=True",
                head.name, {"low": head.low, "high": head.high},
            )  # fmt: skip


def out_of_reach(looks: Looks) -> Iterator[Seen]:
    for head in looks[-1].heads:
        if head.loss in _QUANTITIES and head.outside is not None and head.outside > 0.2:
            code = "LL114" if head.kind in _RECURRENT else "LL403"
            yield Seen(
                code,
                f"{head.outside:.0%} of the targets, {head.target_low:.3g} to {head.target_high:.3g}, lie outside of "
                f"what `{head.activation}` can produce; use a linear Dense head or scale y",
                head.name, {"outside": head.outside},
            )  # fmt: skip


# --- causes --------------------------------------------------------------------------------------------------------


def unscaled_inputs(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    large = [one for one in look.inputs if one.size is not None and one.size > LARGE]
    for part in look.recurrent:
        if not (large and part.reads_input and unlearned(look)):
            continue
        share = max(part.gates or 0.0, part.candidates or 0.0)
        if share > SATURATED and _at_first(looks, part, SATURATED):
            what = "gates" if (part.gates or 0) >= (part.candidates or 0) else "candidates"
            yield Seen(
                "LL701",
                f"`{large[0].name}` reaches {large[0].size:.3g}: {share:.0%} of the {what} of `{part.name}` are "
                "saturated; scale the inputs",
                part.name, {"size": large[0].size, "saturated": share, "share": look.share},
            )  # fmt: skip


def unscaled_targets(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    for head in look.heads:
        size = head.target_size
        if (
            head.loss not in _QUANTITIES
            or size is None
            or size <= LARGE
            or head.low is None
            or head.high is None
        ):
            continue
        if head.activation != "linear" or not stuck(looks, 0.9):
            continue
        reach = max(abs(head.low), abs(head.high))
        if reach < 0.5 * size:
            yield Seen(
                "LL702",
                f"predictions reach {reach:.3g} after {look.step} updates, targets have a size of {size:.3g}; scale y",
                head.name, {"reach": reach, "size": size, "share": look.share},
            )  # fmt: skip


def oversized_weights(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if not unlearned(look) or _large_inputs(look):
        return
    for part in look.recurrent:
        begun = _same(looks[0], part)
        if begun is None or part.alike or part.began is None or part.began < 2:
            continue
        if max(begun.gates or 0.0, begun.candidates or 0.0, begun.beyond or 0.0) > 0.1:
            yield Seen(
                "LL209",
                f"the recurrent weights of `{part.name}` began {part.began:.1f} times as large as orthogonal ones, "
                "its gates saturated; keep the default initializers",
                part.name, {"radius": part.began, "share": look.share},
            )  # fmt: skip


def copies(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    for part in look.recurrent:
        if part.alike and unlearned(look):
            yield Seen(
                "LL208",
                f"the weights of `{part.name}` began as one number, its units as copies; drop the constant initializer",
                part.name, {"share": look.share},
            )  # fmt: skip
            return
    for layer in look.layers:
        if layer.copied is not None and layer.copied > 0.5 and layer.kind in _RECURRENT:
            yield Seen(
                "LL208",
                f"{layer.copied:.0%} of the units of `{layer.name}` are copies; drop the constant initializer",
                layer.name, {"copied": layer.copied},
            )  # fmt: skip


def rate_too_high(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if look.share is not None and look.share < 0.5 or _large_inputs(look):
        return
    for layer in look.layers:
        if layer.kind not in _RECURRENT or layer.grown is None:
            continue
        if layer.grown > 4 and look.step > 1 and _grew_evenly(looks, layer.name):
            yield Seen(
                "LL501",
                f"the weights of `{layer.name}` are {layer.grown:.0f} times as large as "
                f"{look.step - looks[0].step} updates ago{_at_rate(look)}; lower the learning rate, to 0.001 for Adam",
                layer.name, {"grown": layer.grown, "update": layer.update, "rate": look.rate, "share": look.share},
            )  # fmt: skip


def _grew_evenly(looks: Looks, name: str) -> bool:
    return all(any(one.name == name and (one.grown or 0) > 2 for one in look.layers) for look in looks[-2:])


def rate_too_low(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    moved = look.weights_moved
    if (
        moved is None
        or look.scheduled
        or look.planned is None
        or not enough(look, 0.03, 3)
        or not stuck(looks, 0.9)
    ):
        return
    if any(one.rate != look.rate for one in looks[-3:]):
        return
    if look.rate is not None and look.rate > LOW:  # no gradient moves them, and another condition says why
        return
    if moved < SLOW and moved * look.planned < 0.05:
        yield Seen(
            "LL502",
            f"one update moves the weights by {moved:.1e} of their size, {look.planned} updates by at most "
            f"{moved * look.planned:.1%}{_at_rate(look)}; raise the learning rate, to 0.001 for Adam",
            None, {"moved": moved, "planned": look.planned, "rate": look.rate, "share": look.share},
        )  # fmt: skip


def unbounded(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if _large_inputs(look):
        return
    for part in look.recurrent:
        if part.beyond is None or part.steps < 20 or part.state is None or not unlearned(look):
            continue
        code = "LL206" if part.kind == "SimpleRNN" else "LL203"
        numbers = {"beyond": part.beyond, "state": part.state, "share": look.share, "worst": look.worst}
        name, over = f"`activation={part.activation!r}` of `{part.name}`", f"over {part.steps} steps"
        if part.beyond > 0.1 or part.state > 10:
            yield Seen(
                code,
                f"{name} has no bound: {part.beyond:.0%} of its candidates are beyond 3, its output reaches "
                f"{part.state:.3g} {over}; use tanh",
                part.name, numbers,
            )  # fmt: skip
        elif look.worst is not None and look.worst > 3:
            yield Seen(
                code,
                f"{name} has no bound {over}: the loss of an epoch was {look.worst:.3g} times the constant's; use tanh",
                part.name, numbers,
            )  # fmt: skip
        elif part.steps >= 50 and stuck(looks, 0.8) and enough(look, 0.1):
            yield Seen(
                code,
                f"{name} has no bound {over}, and the loss stays at {look.share:.0%} of the constant's; use tanh",
                part.name, numbers,
            )  # fmt: skip


def padding(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    behind = [one for one in look.inputs if one.trailing is not None and one.trailing > 0.4]
    if not behind or not stuck(looks, 0.85) or not enough(look):
        return
    both = {one.name for one in look.recurrent if one.backwards}
    for part in look.recurrent:
        if part.masked is None and not part.sequences and part.steps >= 20 and part.name not in both:
            share = behind[0].trailing or 0.0
            yield Seen(
                "LL301",
                f"{share:.0%} of the steps are zeros at the end and `{part.name}` reads them last, unmasked; "
                'use mask_zero=True or Masking, or padding="pre"',
                part.name, {"trailing": share, "masked": 0.0, "share": look.share},
            )  # fmt: skip


def all_masked(looks: Looks) -> Iterator[Seen]:
    for part in looks[-1].recurrent:
        if part.masked is not None and part.masked >= 0.98:
            yield Seen(
                "LL306",
                f"{part.masked:.0%} of the steps that `{part.name}` reads are masked; choose a mask_value without data",
                part.name, {"masked": part.masked},
            )  # fmt: skip


def penalty(looks: Looks) -> Iterator[Seen]:
    look = looks[-1]
    if (
        look.penalty is None
        or look.loss is None
        or look.pull is None
        or not unlearned(look)
        or not enough(look)
    ):
        return
    if look.pull > 5:
        yield Seen(
            "LL603",
            f"the penalty pulls at the weights {look.pull:.0f} times as hard as the loss, {look.penalty:.3g} beside "
            f"{look.loss:.3g}; lower its factor",
            None, {"penalty": look.penalty, "loss": look.loss, "pull": look.pull, "share": look.share},
        )  # fmt: skip


def _large_inputs(look: Look) -> bool:
    return any(one.size is not None and one.size > LARGE for one in look.inputs) and any(
        part.reads_input for part in look.recurrent
    )


def _same(look: Look, part: RecurrentLook) -> RecurrentLook | None:
    return next(
        (one for one in look.recurrent if (one.name, one.backwards) == (part.name, part.backwards)), None
    )


def _at_first(looks: Looks, part: RecurrentLook, share: float) -> bool:
    begun = _same(looks[0], part)
    return begun is not None and max(begun.gates or 0.0, begun.candidates or 0.0) > 0.5 * share


def _at_rate(look: Look) -> str:
    return f" at a rate of {look.rate:.3g}" if look.rate is not None else ""


_BROKEN = (not_finite,)
_CAUSES = (
    embedding, broadcast, single_softmax, no_probabilities, out_of_reach, unscaled_inputs, unscaled_targets,
    oversized_weights, copies, rate_too_high, rate_too_low, unbounded, padding, all_masked, penalty,
)  # fmt: skip
_SYMPTOMS = (symptoms.explodes, symptoms.vanishes, symptoms.dead)
