"""LL117: `fit` gets another number of arrays than the model has inputs or outputs, or `compile` of losses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once, on_every_path
from lstm_lint.script import Compile, Fit, Known, Model, Script


@check("array-count-mismatch")
def array_count_mismatch(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _of_inputs(script))
        yield from on_every_path(script, _of_outputs(script))
        yield from each_place_once(_of_losses(script))


def _of_inputs(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            # A Sequential model takes the first array of a list.
            if model.kind != "functional" or not model.inputs or not all(model.inputs) or call.arrays is None:
                continue
            message = _lacking(call.arrays, model.inputs, "input", "x")
            if message is not None:
                yield model, call, Problem(message, call.span("x"), model=model.name)


def _of_outputs(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        if not model.outputs or not model.compiles or not all(map(_is_whole, model.compiles)):
            continue
        names = tuple(output.layer.name for output in model.outputs)
        for call in (*model.fits, *model.predictions):
            if call.method == "fit" and call.arrays is not None and _has_no_target(call):
                without = "the model is compiled with a loss, and `fit` gets no y: it raises"
                yield model, call, Problem(without, call.span(), model=model.name)
            message = _wrong_targets(call, names) if call.labels is not None else None
            if message is not None:
                yield model, call, Problem(message, call.span("y"), model=model.name)


def _wrong_targets(call: Fit, names: tuple[str, ...]) -> str | None:
    labels = call.labels or ()
    if len(names) == 1 and call.given("y") and labels and isinstance(labels[0], str):
        return "y is a dict, but the model has one output: `fit` raises; give the array"
    return _lacking(labels, names, "output", "y")


def _has_no_target(call: Fit) -> bool:
    return call.complete and (not call.given("y") or call["y"] == Known(None))


def _is_whole(compiled: Compile) -> bool:
    """Whether there is a loss for every output: one without needs no target."""
    loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if isinstance(loss, dict):
        loss = list(loss.values())
    return None not in loss if isinstance(loss, (list, tuple)) else loss is not None


def _lacking(given: tuple[object, ...], wanted: tuple[str, ...], what: str, argument: str) -> str | None:
    """What is wrong with the number or the names of what is given. More names than wanted are passed over for x."""
    count, needed = len(given), len(wanted)
    if any(isinstance(one, str) for one in given):
        missing = [name for name in wanted if name not in given]
        if missing:
            shown = ", ".join(repr(name) for name in given)
            return f"{argument} has {shown}, but not the {what} {missing[0]!r} of the model: it raises"
        return None
    if count == needed:
        return None
    has = f"the model has {needed} {what}{'s' if needed > 1 else ''}"
    got = f"{argument} is {count} arrays" if count > 1 else f"{argument} is one array"
    return f"{got}, but {has}: it raises; pass one for each"


def _of_losses(script: Script) -> Iterator[Problem]:
    for model in script.models:
        names = [output.layer.name for output in model.outputs]
        for compiled in model.compiles if names else ():
            loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
            found = _wrong_losses(loss, names) if isinstance(loss, (list, tuple, dict)) else None
            if found is not None:
                message, severity = found
                yield Problem(message, compiled.span("loss"), severity, model=model.name)


def _wrong_losses(
    loss: list[object] | tuple[object, ...] | dict[object, object], names: list[str]
) -> tuple[str, Severity] | None:
    outputs = f"the model has {len(names)} output{'s' if len(names) > 1 else ''}"
    if isinstance(loss, dict):
        if set(loss) == set(names):
            return None
        odd = next((key for key in loss if key not in names), None)
        what = (
            f"no output is named {odd!r}"
            if odd is not None
            else f"{outputs}, the dict has {len(loss)} losses"
        )
        return f"{what}: `fit` raises; name {', '.join(map(repr, names))}", Severity.ERROR
    if len(loss) == len(names) or not loss:
        return None
    if len(loss) > len(names) > 1:
        return f"{len(loss)} losses, but {outputs}: `fit` raises; give one for each", Severity.ERROR
    used = "the others are not trained" if len(loss) < len(names) else "the others are not used"
    return f"{len(loss)} losses, but {outputs}: {used}, without an error", Severity.WARNING
