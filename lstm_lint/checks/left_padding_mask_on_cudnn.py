"""LL304: a mask of sequences padded in front, for a layer that cuDNN runs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.notions.cudnn import is_eligible
from lstm_lint.notions.masks import Masks, makes_mask
from lstm_lint.notions.padded import fed, padding_call, padding_of, side_of
from lstm_lint.script import Layer, Model, Script, Step


@check("left-padding-mask-on-cudnn", needs="fits masks")
def left_padding_mask_on_cudnn(script: Script) -> Iterator[Problem]:
    fits = script.target.at_least(3) and not script.target.below(3, 2)  # "Keras 3" is the current one
    if script.uses_gpu is False or script.backend not in (None, "tensorflow") or not fits:
        return
    seen: set[object] = set()
    for model in script.models:
        for _, series, reader in fed(model):
            step = padding_of(series)
            layer = _masked_by(model, reader) if step is not None else None
            if step is None or step.place is None or layer is None or step.place.node in seen:
                continue
            windows = any(earlier.kind == "window" and earlier.what != "loop" for earlier in series.steps)
            if side_of(step) == "pre" and not windows:
                seen.add(step.place.node)
                yield Problem(
                    f"padding at the start and a mask: `{layer.title}` raises on a GPU, cuDNN needs "
                    "padding='post'",
                    step.place.span,
                    Severity.ERROR if script.uses_gpu else Severity.ADVICE,
                    _fix(script, step),
                    model.name,
                    layer.name,
                )


def _masked_by(model: Model, reader: Layer) -> Layer | None:
    """The first layer on cuDNN that gets the mask which this layer makes."""
    if not makes_mask(reader):
        return None
    masks = Masks(model)
    return next(
        (
            layer
            for layer in model.downstream(reader)
            if is_eligible(layer) and not layer.wrapped_by("TimeDistributed") and masks.into(layer) == [True]
        ),
        None,
    )


def _fix(script: Script, step: Step) -> Fix | None:
    call = padding_call(script, step)
    if call is None or any(other.known("padding") != "pre" for other in script.paddings):
        return None
    edits = [other.set_argument("padding", '"post"') for other in script.paddings]
    if any(edit is None for edit in edits):
        return None
    return Fix('write `padding="post"`', "safe", tuple(one for edit in edits if edit for one in edit.edits))
