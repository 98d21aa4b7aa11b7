"""LL724: a call that leaves its data as it is, whose result nothing takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import found_in, inputs
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import slips_of
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Script, Series, Slip

_FRAMES = frozenset(
    {"dropna", "fillna", "ffill", "bfill", "interpolate", "drop", "drop_duplicates", "sort_values", "sort_index",
     "reset_index", "set_index", "rename", "replace", "astype", "shift", "sample", "clip"}
)  # fmt: skip
_ARRAYS = frozenset(
    {"reshape", "astype", "transpose", "flatten", "ravel", "squeeze", "swapaxes", "repeat", "clip", "expand_dims",
     "concatenate", "append", "delete", "insert", "roll", "flip", "permutation", "pad_sequences", "to_categorical"}
)  # fmt: skip
_DATASETS = frozenset(
    {
        "shuffle",
        "batch",
        "padded_batch",
        "map",
        "filter",
        "repeat",
        "take",
        "skip",
        "cache",
        "prefetch",
        "window",
    }
)
_CALL = re.compile(r"\w+\.transform\((\w+)\)")
_LONGEST_NAME = 10
_LONGEST_MODEL = 12
_LONGEST = 30  # characters of a call that a message repeats
_BY_KIND = {"frame": _FRAMES, "column": _FRAMES, "array": _ARRAYS, "dataset": _DATASETS}


@check("result-thrown-away", needs="slips:thrown-away|slips:layers-copy")
def result_thrown_away(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))
    yield from slips_of(script, "layers-copy", _of_layers)


def _of_layers(model: str, method: str, kind: str) -> str:
    """What changes a list of the layers, and what changes the model."""
    name = model if len(model) <= _LONGEST_MODEL else "model"
    cure = f"build the model anew, keras.Sequential({name}.layers[...])"
    if method == "pop":
        popped = f"Model({name}.inputs, {name}.layers[-2].output)"
        cure = f"write {name}.pop()" if kind == "sequential" else f"write {popped}"
    elif method == "append" and kind == "sequential":
        cure = f"write {name}.add(...)"
    elif kind == "functional":
        cure = "build a Model of the tensors that stay"
    return f"`{name}.layers` is a copy of the list: `{method}` leaves the model as it is; {cure}"


def _found(script: Script) -> Iterator[Problem]:
    for slip in script.slips:
        if slip.kind != "thrown-away" or not _is_known(script, slip):
            continue
        for fit, models in trained(script):
            if any(_goes_on_without(slip, one) for one in _data_of(fit)):
                what = slip.words[0]
                scaled = what[:1].isupper()
                name = f"`transform` of {what}" if scaled else f"`{what}`"
                owner = _owner(slip)
                written = _assigned(slip) if scaled else f"{owner} = {owner}.{what}(...)"
                if what in ("concatenate", "append", "delete", "insert", "pad_sequences", "to_categorical"):
                    written = f"x = {what}(x, ...)"
                message = f"{name} changes nothing in place, and nothing takes its result; write {written}"
                related = (fit.place.see("the data reach the model here, without it"),)
                yield Problem(message, slip.place.span, model=models[0].name, cause=what, related=related)
                break


def _owner(slip: Slip) -> str:
    """The frame or dataset as the program calls it, where that is a short name; an array may be an argument."""
    what, kind = slip.words
    found = re.match(rf"(\w+)\.{what}\(", slip.place.text)
    known = found is not None and kind != "array" and len(found[1]) <= _LONGEST_NAME
    return found[1] if found is not None and known else "x"


def _assigned(slip: Slip) -> str:
    """The call of a scaler as an assignment, in the names of the program where these are short."""
    call = _CALL.fullmatch(slip.place.text)
    return (
        f"{call[1]} = {call[0]}"
        if call is not None and len(call[0]) <= _LONGEST
        else "x = scaler.transform(x)"
    )


def _is_known(script: Script, slip: Slip) -> bool:
    """Whether what it does is all in its result. In a notebook a frame may be there to be looked at."""
    what, kind = slip.words
    if kind in ("frame", "column") and (script.transcript or script.path.endswith(".ipynb")):
        return False
    transforms = any(
        work.place.node is slip.place.node and work.discarded and work.method == "transform"
        for work in script.transformations
    )
    return transforms or what in _BY_KIND.get(kind, ())


def _data_of(fit: Fit) -> Iterator[Series]:
    for one in (*inputs(fit), fit.y, fit.validation_x, fit.validation_y):
        if one is not None:
            yield one


def _goes_on_without(slip: Slip, series: Series) -> bool:
    """Whether the data as it was before reach the model, and nobody did the same to them later."""
    earlier = slip.data.steps[:-1] if slip.data is not None else ()
    # `scaler.transform(x.reshape(-1, 1))`: the rows of x
    before = next((step for step in reversed(earlier) if step.kind != "reshape"), None)
    at = found_in(before, series) if before is not None else None
    return at is not None and all(step.what != slip.words[0] for step in series.steps)
