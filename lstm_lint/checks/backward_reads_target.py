"""LL753: a layer that reads backwards the sequence whose next step it is to predict."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.notions.alignment import aligned, steps_ahead
from lstm_lint.notions.padded import fed
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.training import longest_sequence, trained
from lstm_lint.script import Fit, Layer, Model, Script, Series, Written


@check("backward-reads-target", needs="recurrent fits")
def backward_reads_target(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        yield from _of_decoder(model)
    for fit, models in trained(script):
        ahead = steps_ahead(fit) or _rows_ahead(script, fit)
        if ahead is None or ahead < 1 or len(models) > 1:
            continue
        model = models[0]
        if ahead > 1 and ahead >= (longest_sequence(model) or 0):
            continue  # the targets begin where the inputs end, or may do so
        for layer in model.layers:
            if _reads_backwards(layer) and _step_by_step_from(model, layer):
                steps = "the next step" if ahead == 1 else f"the step {ahead} ahead"
                yield layer.problem(
                    f"the target is {steps}, which `{layer.title}` has read when it comes back from the end; "
                    "read forwards only",
                    model=model,
                )
            elif (name := _looks_ahead(layer)) and _step_by_step_from(model, layer):
                steps = "the next step" if ahead == 1 else f"{ahead} steps ahead"
                yield layer.problem(
                    f"the target is {steps}, which the kernel of `{layer.title}` covers; "
                    "use a kernel of 1 in time, or padding='causal'",
                    at=name,
                    model=model,
                )


def _of_decoder(model: Model) -> Iterator[Problem]:
    """A decoder that is given the target one step late, and reads it from behind too."""
    if len(model.entries) < 2 or len(model.heads) != 1 or not model.complete:
        return
    for fit, series, reader in fed(model):
        if len(fit.targets) != 1 or fit.y is None or _ahead_of(fit, series, fit.y) != 1:
            continue
        for layer in _step_by_step(model, [reader]):
            if _reads_backwards(layer) and model.heads[0] in _step_by_step(model, [layer]):
                message = f"`{layer.title}` has read the target on its way back: the decoder gets it one step late; "
                yield layer.problem(f"{message}read forwards only", model=model)


def _ahead_of(fit: Fit, series: Series, target: Series) -> int | None:
    """How many steps the target lies behind one of the inputs, as slices or as a loop that writes both say."""
    own, other = (
        {step.detail for step in one.steps if isinstance(step.detail, Written)} for one in (series, target)
    )
    if len(own) == len(other) == 1:
        first, second = own.pop(), other.pop()
        alike = first.row == second.row and first.step[0] is second.step[0]
        return first.step[1] - second.step[1] if alike else None
    return steps_ahead(replace(fit, x=series, inputs=(series,)))


def _step_by_step(model: Model, waiting: list[Layer]) -> list[Layer]:
    """The layers that are reached step by step: the same step of each is made of the same step of the one before."""
    seen: list[Layer] = []
    while waiting:
        layer = waiting.pop()
        if layer not in seen and (_keeps_steps(layer) or _joins_features(layer)):
            seen.append(layer)
            waiting.extend(model.after(layer))
    return seen


def _joins_features(layer: Layer) -> bool:
    """Whether it joins sequences step by step."""
    rank = len(layer.output_shape) if layer.output_shape is not None else None
    return layer.traits.family == "merge" and rank == 3 and layer.known("axis") in (None, -1, 2)


def _rows_ahead(script: Script, fit: Fit) -> int | None:
    """The same of windows that were cut out of one series, inputs and targets each."""
    found = aligned(script, fit)
    if found is None or len(found.window.cells) > 1 or len(found.target.cells) > 1:
        return None
    window, target = found.window, found.target
    alike = window.last - window.first == target.last - target.first > 0
    return target.first - window.first if alike else None


def _looks_ahead(layer: Layer) -> str | None:
    """The argument that makes each step of the output see a later one: a kernel over time, padded on both sides."""
    if (
        layer.wrappers
        or layer.cls not in ("Conv1D", "SeparableConv1D", "Conv3D")
        or layer.known("padding") != "same"
    ):
        return None
    kernel = layer.known("kernel_size")
    over_time = kernel[0] if isinstance(kernel, (tuple, list)) and kernel else kernel
    return "kernel_size" if isinstance(over_time, int) and over_time > 1 else None


def _reads_backwards(layer: Layer) -> bool:
    """Whether each step that it puts out knows the steps after it."""
    if not layer.is_recurrent or layer.returns_sequences is not True:
        return False
    return layer.wrapped_by("Bidirectional") or layer.known("go_backwards") is True


def _step_by_step_from(model: Model, layer: Layer) -> bool:
    """Whether each time step of the output is predicted from the same step of this layer, and of nothing else."""
    if not model.complete or len(model.heads) != 1 or len(model.entries) > 1:
        return False
    behind = model.downstream(layer)
    head = model.heads[0]
    rank = len(head.output_shape) if head.output_shape is not None else None
    return rank in (3, 5) and (head is layer or head in behind) and all(map(_keeps_steps, behind))


def _keeps_steps(layer: Layer) -> bool:
    if layer.is_recurrent:
        return layer.returns_sequences is True
    if _looks_ahead(layer) or layer.known("padding") == "causal":
        return layer.known("strides") in (None, 1, (1,), (1, 1, 1))
    if layer.cls == "Conv3D":
        return layer.known("padding") == "same" and layer.known("strides") in (None, 1, (1, 1, 1))
    return layer.traits.time == "steps" or layer.wrapped_by("TimeDistributed")
