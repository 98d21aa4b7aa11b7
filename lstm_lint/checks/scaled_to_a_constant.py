"""LL720: a scaling of which every value comes out the same: of one row, row by row of one column, of one feature."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, Transformation

# What a step of one value becomes, and a column of one.
_LEAVES = {"LayerNormalization": "0", "UnitNormalization": "1 or -1", "RMSNormalization": "1 or -1"}
_BECOMES = {"MinMaxScaler": "0", "StandardScaler": "0", "RobustScaler": "0", "MaxAbsScaler": "1 or -1"}


@check("scaled-to-a-constant", needs="recurrent")
def scaled_to_a_constant(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _layers(script))
    yield from each_place_once(_found(script))


def _layers(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    """Layers in front of the recurrent ones that work step by step, on steps of one feature."""
    for model in script.models:
        for layer in model.layers if model.recurrent else ():
            shape = layer.input_shape
            if layer.cls not in _LEAVES or layer.wrappers or not shape or len(shape) != 3 or shape[-1] != 1:
                continue
            before = [one for one in model.before(layer) if one.cls != "InputLayer"]
            along_features = layer["axis"] in (Known(-1), Known(2), Known([-1]), Known([2]))
            if along_features and not before and model.after(layer) and len(model.entries) < 2:
                message = (
                    f"`{layer.title}` scales each step by itself, and a step of 1 value becomes {_LEAVES[layer.cls]}; "
                    "leave it out"
                )
                yield model, layer, layer.problem(message, model=model)


def _found(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models):
        return
    for slip in script.slips:
        if slip.kind == "normalized-single":
            message = f"`{slip.words[0]}` scales each row by itself, and a row of 1 value becomes 1; use a MinMaxScaler"
            yield Problem(message, slip.place.span)
    by_place: dict[int, list[Transformation]] = {}
    for work in script.transformations:
        if work.fits and (work.cls in _BECOMES or work.cls == "Normalizer"):
            by_place.setdefault(id(work.place.node), []).append(work)
    for several in by_place.values():
        cls = several[0].cls
        if cls == "Normalizer":
            if all(work.data.shape is not None and work.data.shape[1:] == (1,) for work in several):
                message = (
                    f"`{cls}` scales each row by itself, and a row of 1 value becomes 1; use a MinMaxScaler"
                )
                yield Problem(message, several[0].place.span)
        elif all(map(_is_one_row, several)):
            message = f"`{cls}` is fitted on one row, in which every column is constant: all become {_BECOMES[cls]}; "
            yield Problem(message + "write reshape(-1, 1)", several[0].place.span)


def _is_one_row(work: Transformation) -> bool:
    shape = work.data.shape
    return (
        shape is not None
        and len(shape) == 2
        and shape[0] == 1
        and shape[1] != 1
        and work.data.kind == "array"
    )
