"""LL795: a decoder that gets at each step what it is to predict at that very step."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.padded import fed
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.rows import IN_PLACE
from lstm_lint.script import Fit, Layer, Model, Place, Script, Selected, Series, Step, Written

_NOTHING = (0, 0, 0, (None, None), True)  # moves
_WHY = "at each step the decoder is given what it must predict there: it copies; shift the target by one step"


@check("decoder-reads-target", needs="fits entries")
def decoder_reads_target(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        if len(model.entries) < 2 or len(model.heads) != 1:
            continue
        for fit, series, reader in fed(model):
            if (
                fit.y is None
                or len(fit.targets) != 1
                or not _is_decoder(model, reader)
                or not _is_plain(model)
            ):
                continue
            place = _last_written(fit.y) if _is_written_alike(series, fit.y) else None
            if place is not None or _is_one_array(series, fit.y):
                span = place.span if place is not None and place.sibling is None else fit.span("y")
                related = (fit.place.see("the model is trained here"),)
                yield model, fit, Problem(_WHY, span, model=model.name, related=related)


def _is_plain(model: Model) -> bool:
    """Whether each loss is one of Keras: one of the program may move the target itself."""
    return all(loss_of(compiled) is not None for compiled in model.in_force)


def _is_decoder(model: Model, reader: Layer) -> bool:
    """Whether what a recurrent layer makes of the array, step by step, leads to the same step of the output."""
    waiting, seen = [(reader, False)], {(id(reader), False)}
    while waiting:
        layer, recurrent = waiting.pop()
        keeps = layer.returns_sequences is True if layer.is_recurrent else _keeps_steps(layer)
        recurrent = recurrent or layer.is_recurrent
        if keeps and recurrent and layer is model.heads[0]:
            return True
        for following in model.after(layer) if keeps else ():
            if (id(following), recurrent) not in seen:
                seen.add((id(following), recurrent))
                waiting.append((following, recurrent))
    return False


def _keeps_steps(layer: Layer) -> bool:
    return layer.traits.time == "steps" or layer.wrapped_by("TimeDistributed")


def _is_one_array(series: Series, target: Series) -> bool:
    """Whether the target holds the numbers of this input: it is the same array, perhaps as one-hot rows."""
    own, other = _without_form(series), _without_form(target)
    if any(step.kind == "unknown" and step.place is None for step in own):
        return False  # one of several that are not told apart: `batch[1]` and `batch[2]` of `zip(*data)`
    return bool(own) and series.traced and len(own) == len(other) and all(map(_is_one, own, other))


def _without_form(series: Series) -> tuple[Step, ...]:
    steps = series.steps
    while steps and _is_form(steps[-1]):
        steps = steps[:-1]
    return steps


def _is_form(step: Step) -> bool:
    """Whether it changes the form alone: one-hot rows, another type, a new axis, `x[..., None]`."""
    if isinstance(step.detail, Written):
        return False
    return step.kind in IN_PLACE or (step.kind == "select" and _moves(step) == _NOTHING)


def _is_one(first: Step, second: Step) -> bool:
    """Whether it is one step of one array, or both take the same of it."""
    if first is second:
        return True
    moves = _moves(first)
    if moves is not None and "?" not in moves and (first.kind, first.what) == (second.kind, second.what):
        picked = isinstance(first.detail, Selected) and first.detail.picked
        return not picked and first.detail == second.detail and moves == _moves(second)
    return first.kind == "split" and same_step(first, second)


def _moves(step: Step) -> tuple[object, ...] | None:
    moves = step.moves
    return (moves.first, moves.last, moves.later, moves.second, moves.rest) if moves is not None else None


def _is_written_alike(series: Series, target: Series) -> bool:
    """Whether one loop writes the same id of both arrays at the same step."""
    own, other = _elements(series), _elements(target)
    after, later = _after(series), _after(target)
    if len(after) != len(later) or not all(map(_is_one, after, later)):
        return False  # one of them is moved against the other, or changed
    if len(own) != 1 or len(other) != 1 or own[0].row != other[0].row or own[0].step != other[0].step:
        return False
    return own[0].ids == other[0].ids or "" in (own[0].ids, other[0].ids)


def _elements(series: Series) -> list[Written]:
    return list(dict.fromkeys(step.detail for step in series.steps if isinstance(step.detail, Written)))


def _after(series: Series) -> list[Step]:
    """What is done to the array after the loop that writes it, but for its form."""
    written = [at for at, step in enumerate(series.steps) if isinstance(step.detail, Written)]
    return [step for step in series.steps[written[-1] + 1 :] if not _is_form(step)] if written else []


def _last_written(series: Series) -> Place | None:
    places = [step.place for step in series.steps if isinstance(step.detail, Written)]
    return places[-1] if places else None
