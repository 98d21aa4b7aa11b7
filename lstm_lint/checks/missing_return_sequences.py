"""LL101: a recurrent layer hands its last step to a layer that reads a sequence."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.keras_api.signatures import accepts
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.input_shapes import keeps_rank
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, Shape


@check("missing-return-sequences", needs="recurrent")
def missing_return_sequences(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.recurrent:
            if not _returns_last_step_only(layer):
                continue
            if not script.assumed and len(layer.input_shape or (0, 0, 0)) != 3:
                continue  # of another rank LL102 speaks, unless that is the default of a parameter
            if _is_misspelled(layer, script.target):
                continue  # LL908 says how it is written
            reader = next(_sequence_readers(model, layer), None)
            if reader is not None:
                verb = "write" if layer.given("return_sequences") else "add"
                of_rows = reader.wrapped_by("TimeDistributed") and _targets_are_rows(model, reader)
                remedy = "leave TimeDistributed out" if of_rows else f"{verb} return_sequences=True"
                problem = layer.problem(
                    f"`{layer.title}` returns only its last step but `{_title(reader)}` reads a sequence; {remedy}",
                    at="return_sequences",
                    fix=None if of_rows else _fix(model, layer, reader),
                    model=model,
                )
                yield model, layer, problem


def _is_misspelled(layer: Layer, target: KerasTarget) -> bool:
    """Whether an argument that is not taken may be meant for it: `return_sequence=True`, or one of the wrapper."""
    wrong = [
        name
        for one in (layer, *layer.wrappers)
        for name in one.names_given
        if accepts("layers", one.cls, name, target) is False
    ]
    return any("seq" in name or "return" in name for name in wrong)


def _targets_are_rows(model: Model, reader: Layer) -> bool:
    """Whether a sequence would not fit: the model ends there, and has one target for each sample."""
    targets = [fit.y.shape if fit.y is not None else None for fit in model.fits]
    rows = [
        shape is not None and (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)) for shape in targets
    ]
    return not model.after(reader) and bool(rows) and all(rows)


def _returns_last_step_only(layer: Layer) -> bool:
    return (
        layer.traits.reads == 3  # not ConvLSTM, which returns images
        and layer.returns_sequences is False
        and layer["return_state"] == Known(False)  # else the edge may carry a state
        and all(wrapper.cls == "Bidirectional" for wrapper in layer.wrappers)
        and _has_rank(layer.output_shape, 2)
    )


def _sequence_readers(model: Model, layer: Layer) -> Iterator[Layer]:
    passed: set[int] = set()  # several ways may lead to a layer, and a shared one can read its own output
    waiting = [*reversed(model.after(layer))]
    while waiting:
        follower = waiting.pop()
        if follower.initial_state or id(follower) in passed:
            continue
        passed.add(id(follower))
        held = [wrapper.cls for wrapper in follower.wrappers]
        if held == ["TimeDistributed"]:  # its input shape is that of one step
            # What it can hold where each step is a vector.
            if (keeps_rank(follower) or follower.cls == "Flatten") and _has_rank(follower.input_shape, 1):
                yield follower
        elif not _has_rank(follower.input_shape, 2):
            continue
        elif _reads_sequence(follower) and held in ([], ["Bidirectional"]):
            yield follower
        elif keeps_rank(follower) and not held:
            waiting.extend(reversed(model.after(follower)))


def _reads_sequence(layer: Layer) -> bool:
    return layer.traits.reads == 3 or layer.traits.family == "attention"


def _title(reader: Layer) -> str:
    return "TimeDistributed" if reader.wrapped_by("TimeDistributed") else reader.title


def _has_rank(shape: Shape | None, rank: int) -> bool:
    """Whether nothing that was not seen, such as a reshaping operation, gave the tensor another rank."""
    return shape is None or len(shape) == rank


def _fix(model: Model, layer: Layer, reader: Layer) -> Fix | None:
    """None where one edit is not enough: another layer reads the last step, or attention has other inputs."""
    if len(model.after(layer)) > 1 or len(model.before(reader)) > 1:
        return None
    return layer.set_argument("return_sequences", "True")
