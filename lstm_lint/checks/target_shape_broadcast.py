"""LL104: a target of another shape than the output, which the loss broadcasts in silence."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.training import is_regression
from lstm_lint.script import Dim, Layer, Model, Script, Shape


@check("target-shape-broadcast")
def target_shape_broadcast(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.complete or len(model.heads) != 1 or not is_regression(model):
            continue
        head = model.heads[0]
        targets = [fit.y.shape for fit in model.fits if fit.y is not None and fit.y.shape is not None]
        if head.output_shape is None or not targets:
            continue
        if all(_is_broadcast(head.output_shape, target) for target in targets):
            yield model, head, _problem(model, head, head.output_shape, targets[0])


def _is_broadcast(output: Shape, target: Shape) -> bool:
    """Whether an element-wise loss takes the two although they differ, as Keras aligns and numpy broadcasts them."""
    if len(output) == 3 and output[-1] == 1 and len(target) < 3:
        return False  # one value for each time step, one target for each sample: LL103
    out, y = output[1:], target[1:]
    if len(target) == len(output) + 1:
        if y[-1] == 1:
            y = y[:-1]
        elif len(target) == 3 and y[0] == 1 and y[1] == out[0]:
            return (
                out[0] != 1
            )  # (n, 1, k) against (n, k): every sample is compared with all others of its batch
        else:
            return False
    if len(out) != len(y) or not all(isinstance(dim, int) for dim in (*out, *y)):
        return False
    return out != y and all(a == b or 1 in (a, b) for a, b in zip(out, y))


def _problem(model: Model, head: Layer, output: Shape, target: Shape) -> Problem:
    message = (
        f"the model predicts {_per_sample(output)}, y has {_per_sample(target)}: the loss broadcasts them"
    )
    units = target[-1]
    if head.cls == "Dense" and len(output) == len(target) and isinstance(units, int) and units != output[-1]:
        fix = _widen(head, units) if output[:-1] == (None, *target[1:-1]) else None
        remedy = f" without an error; write Dense({units})"
        if len(target) == 2 and output[-1] == 1:
            remedy = f"; write Dense({units}), or keep one value of y"
        return head.problem(message + remedy, at="units", fix=fix, model=model)
    return head.problem(f"{message} without an error; give y that shape", model=model)


def _widen(head: Layer, units: int) -> Fix | None:
    if head.wrappers:
        return None
    return head.set_argument("units", str(units), applicability="unsafe")


def _per_sample(shape: Shape) -> str:
    dims: tuple[Dim, ...] = shape[1:]
    if len(dims) == 1:
        return "1 value" if dims[0] == 1 else f"{dims[0]} values"
    return " x ".join(map(str, dims))
