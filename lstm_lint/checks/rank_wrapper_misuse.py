"""LL105: TimeDistributed, RepeatVector, Bidirectional or return_state where it cannot be applied."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import exists
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.input_shapes import keeps_rank, shown
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Configured, Known, Layer, Model, Script, Series

_MERGE_MODES = ("sum", "mul", "ave", "concat", None)
_SHARED = ("stateful", "return_sequences", "return_state")


@check("rank-wrapper-misuse", needs="Bidirectional|TimeDistributed|RepeatVector|RNN|recurrent.return_state=")
def rank_wrapper_misuse(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            problem = (
                _time_distributed(model, layer)
                or _repeat_vector(model, layer)
                or _of_cell(layer, script.target)
                or _bidirectional(layer, script.target)
                or _return_state(model, layer)
                or _states_as_outputs(model, layer)
            )
            if problem is not None:
                yield model, layer, problem


def _source(model: Model, layer: Layer) -> Layer | None:
    """The layer that decides the rank of what this one reads."""
    before = model.before(layer)
    while len(before) == 1 and not before[0].is_recurrent and keeps_rank(before[0]):
        before = model.before(before[0])
    return before[0] if len(before) == 1 else None


def _time_distributed(model: Model, layer: Layer) -> Problem | None:
    if not layer.wrappers or layer.wrappers[0].cls != "TimeDistributed" or layer.input_shape is None:
        return None
    source = _source(model, layer)
    if len(layer.input_shape) > 1 or (source is not None and source.is_recurrent):  # the latter is LL101
        return None
    giver = f"`{source.title}` gives" if source is not None and source.cls != "InputLayer" else "its input is"
    message = f"`TimeDistributed` needs a time axis, but {giver} (batch, features); use `{layer.cls}` alone"
    return Problem(message, layer.wrappers[0].span(), model=model.name, layer=layer.name)


def _repeat_vector(model: Model, layer: Layer) -> Problem | None:
    if (
        layer.cls != "RepeatVector"
        or layer.wrappers
        or layer.input_shape is None
        or len(layer.input_shape) == 2
    ):
        return None
    source = _source(model, layer)
    batched = f"(batch, {shown(layer.input_shape)[1:]}"
    message = f"`RepeatVector` reads (batch, features) but gets {batched}"
    if source is None or not source.is_recurrent or source.returns_sequences is not True:
        return layer.problem(message, model=model)
    direct = model.before(layer) == (source,) and len(model.after(source)) == 1
    fix = source.set_argument("return_sequences", "False", applicability="unsafe") if direct else None
    return layer.problem(f"{message}; write return_sequences=False in the {source.cls}", fix=fix, model=model)


def _of_cell(layer: Layer, target: KerasTarget) -> Problem | None:
    """`RNN(LSTM(8))`: a layer that reads a sequence where one that makes a step is wanted."""
    cell = layer.cell
    if layer.cls != "RNN" or cell is None or not exists("layers", f"{cell.cls}Cell", target):
        return None
    return layer.problem(
        f"`RNN` runs a cell, and `{cell.cls}` reads a whole sequence: it raises; write {cell.cls}Cell"
    )


def _bidirectional(layer: Layer, target: KerasTarget) -> Problem | None:
    wrapper = next((wrapper for wrapper in layer.wrappers if wrapper.cls == "Bidirectional"), None)
    if wrapper is None:
        return _cannot_turn(layer)
    if not layer.is_recurrent and layer.wrappers[-1] is wrapper and exists("layers", layer.cls, target):
        message = f"`Bidirectional` wraps recurrent layers only; use `{layer.cls}` without it"
        return Problem(message, wrapper.span(), layer=layer.name)
    mode = wrapper["merge_mode"]
    if isinstance(mode, Known) and mode.value not in _MERGE_MODES:
        message = f"`{wrapper.written('merge_mode')}` is not a merge mode; use 'concat', 'sum', 'mul', 'ave' or None"
        return Problem(message, wrapper.span("merge_mode"), layer=layer.name)
    backward = wrapper.known("backward_layer")
    if isinstance(backward, Configured):
        return _backward(layer, wrapper, backward)
    return _copied(layer, target) if backward is None and not wrapper.given("backward_layer") else None


def _cannot_turn(layer: Layer) -> Problem | None:
    """A class of the program that has no `go_backwards` to turn round: keras/src/layers/rnn/bidirectional.py."""
    if layer.cls != "Bidirectional" or not layer.one_way or layer.given("backward_layer"):
        return None
    message = f"`{layer.one_way}` has no `go_backwards`, which `Bidirectional` sets; wrap the recurrent layer inside it"
    return layer.problem(message)


def _copied(layer: Layer, target: KerasTarget) -> Problem | None:
    """What Keras 3 does not take where it makes the backward layer itself, as a copy of the forward one."""
    if not target.at_least(3):
        return None
    if layer["go_backwards"] == Known(True):
        message = "`Bidirectional` needs a layer that reads forward; remove go_backwards=True"
        fix = layer.remove_argument("go_backwards", applicability="unsafe")
        return layer.problem(message, at="go_backwards", fix=fix)
    if layer["stateful"] == Known(True) == layer["return_state"]:
        message = (
            "`stateful=True` beside `return_state=True` in `Bidirectional` raises TypeError; keep only one"
        )
        return layer.problem(message, at="return_state")
    return None


def _backward(layer: Layer, wrapper: Configured, backward: Configured) -> Problem | None:
    at = wrapper.span("backward_layer")
    one, other = layer["go_backwards"], backward["go_backwards"]
    if isinstance(one, Known) and isinstance(other, Known) and bool(one.value) == bool(other.value):
        message = (
            "`backward_layer` reads in the same direction as the forward layer; write go_backwards=True in it"
        )
        return Problem(message, at, layer=layer.name)
    for name in _SHARED:
        one, other = layer[name], backward[name]
        if isinstance(one, Known) and isinstance(other, Known) and bool(one.value) != bool(other.value):
            message = f"`backward_layer` has {name}={other.value}, the forward layer {one.value}; make them the same"
            return Problem(message, at, layer=layer.name)
    return None


def _return_state(model: Model, layer: Layer) -> Problem | None:
    if model.kind != "sequential" or not layer.is_recurrent or layer["return_state"] != Known(True):
        return None
    followers = model.after(layer)
    if not followers:
        return None
    message = (
        f"`return_state=True` gives several tensors to `{followers[0].title}`, which takes one; remove it"
    )
    return layer.problem(message, at="return_state", fix=None, model=model)


def _states_as_outputs(model: Model, layer: Layer) -> Problem | None:
    """The last layer of a Sequential model: its states are outputs too, and one target is too few for them."""
    if model.kind != "sequential" or not layer.is_recurrent or layer["return_state"] != Known(True):
        return None
    one_loss = all(
        isinstance(call.loss, Known) and isinstance(call.loss.value, str) for call in model.in_force
    )
    if layer.wrappers or model.heads != (layer,) or not (model.in_force and one_loss):
        return None
    if not any(_is_one_target(fit.y) for fit in model.fits):
        return None
    message = (
        "`return_state=True` in the last layer: its states are outputs, but `fit` has one target; remove it"
    )
    fix = layer.remove_argument("return_state", applicability="unsafe")
    return layer.problem(message, at="return_state", fix=fix, model=model)


def _is_one_target(y: Series | None) -> bool:
    """Whether it is one column; a list of arrays, one for each output, reads as an array with an axis more."""
    return (
        y is not None
        and y.shape is not None
        and (len(y.shape) == 1 or (len(y.shape) == 2 and y.shape[1] == 1))
    )
