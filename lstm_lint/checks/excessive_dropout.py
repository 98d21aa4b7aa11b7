"""LL602: dropout that leaves too little of the signal, in one place or along the path through the model."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.ir.records import replace
from lstm_lint.notions.sweeps import chosen
from lstm_lint.notions.training import is_only_loaded
from lstm_lint.script import Configured, Layer, Model, Script

_HIT = {"rate": "its input", "dropout": "its input", "recurrent_dropout": "its state"}
_USUAL = 0.5  # up to which a rate is one that is often written
_WIDE = 1024  # features of which a fifth still carries the signal


@check("excessive-dropout", needs="recurrent family:dropout|recurrent.dropout=|recurrent.recurrent_dropout=")
def excessive_dropout(
    script: Script, *, warn_from: float = 0.8, advise_from: float = 0.6, least_kept: float = 0.2
) -> Iterator[Problem]:
    for _, _, problem in chosen(script, _found(script, warn_from, advise_from, least_kept)):
        yield problem


def _found(
    script: Script, warn_from: float, advise_from: float, least_kept: float
) -> Iterator[tuple[Model, Layer, Problem]]:
    dropping = [
        model for model in script.models if any(_rates_in(model).values()) and not is_only_loaded(model)
    ]
    drained = {
        id(layer): (kept, count)
        for model in dropping
        for layer, kept, count in _drained(model, warn_from, least_kept)
    }
    heard = {id(model) for model in dropping if model.recurrent}
    for layer, model in script.layers() if heard else ():
        if model is None or id(model) not in heard:
            continue
        if id(layer) in drained:
            kept, count = drained[id(layer)]
            problem = layer.problem(
                f"{_counted(count)} up to here: together they keep {kept:.0%}; {_remedy(count, least_kept)}",
                severity=Severity.ADVICE,
                model=model,
            )
            usual = all(rate <= _USUAL for rates in _rates_in(model).values() for _, _, rate in rates)
            yield model, layer, replace(problem, pedantic=usual)
        for part, argument, rate in _rates_in(model)[id(layer)]:
            if rate < min(advise_from, warn_from):
                continue
            share = (
                rate if id(layer) in _not_bypassed(model) else rate * advise_from / warn_from
            )  # advice at most
            if share >= advise_from and id(layer) not in drained and not _is_wide(layer, argument):
                zeroes = f"zeroes {100 * rate:.3g}%"
                said = f"`{argument}={rate:g}` of {layer.cls} {zeroes} of {_HIT[argument]}"
                if part.number(argument) is None:
                    said = f"the lowest `{argument}` of the search {zeroes} of {_HIT[argument]}"
                problem = Problem(
                    f"{said}; use 0.2 to 0.5",
                    part.span(argument),
                    Severity.WARNING if share >= warn_from else Severity.ADVICE,
                    part.set_argument(argument, "0.5", applicability="unsafe"),
                    model.name,
                    layer.name,
                    cause=f"{rate:g}",
                    pedantic=id(layer) not in _not_bypassed(model),
                )
                yield model, layer, problem


def _counted(count: int) -> str:
    return "1 dropout" if count == 1 else f"{count} dropouts one after another"


def _remedy(count: int, least_kept: float) -> str:
    """What leaves enough of the signal: of `count` equal rates in a row each may be so large."""
    largest = math.floor(10 * (1 - least_kept ** (1 / count)) + 1e-9) / 10
    if count < 2:
        return "use 0.2 to 0.5"
    return "use fewer dropouts" + (f", or {count} of at most {largest:g}" if largest else "")


def _rates(layer: Layer) -> Iterator[tuple[Configured, str, float]]:
    """Each known dropout rate that takes effect, the least of a search: a recurrent layer ignores rates of 0 and 1."""
    if layer.traits.family == "dropout":
        rate = _least(layer, "rate")
        if rate is not None and 0 < rate <= 1:
            yield layer, "rate", rate
    if not layer.is_recurrent:
        return
    for part in (layer,) if layer.cell is None else (layer, layer.cell):
        for argument in ("dropout", "recurrent_dropout"):
            rate = _least(part, argument)
            if rate is not None and 0 < rate < 1:
                yield part, argument, rate


@once
def _rates_in(model: Model) -> dict[int, tuple[tuple[Configured, str, float], ...]]:
    """The rates that take effect in each layer, by its `id`."""
    return {id(layer): tuple(_rates(layer)) for layer in model.layers}


def _least(part: Configured, argument: str) -> float | None:
    bounds = part.bounds(argument)
    return bounds[0] if bounds is not None else None


def _is_wide(layer: Layer, argument: str) -> bool:
    shape = layer.output_shape if argument != "dropout" else layer.input_shape
    width = layer.number("units") if argument == "recurrent_dropout" else shape[-1] if shape else None
    return isinstance(width, (int, float)) and width >= _WIDE


@once
def _not_bypassed(model: Model) -> set[int]:
    """The layers, by `id`, without which no signal reaches the output: an LSTM beside convolutions is none of them.

    As many ways lead through such a layer as lead through the model.
    """
    heads = set(map(id, model.heads))
    into: dict[int, int] = {}
    for layer in model.order:
        before = model.before(layer)
        into[id(layer)] = sum(into.get(id(source), 0) for source in before) if before else 1
    out: dict[int, int] = {}
    for layer in reversed(model.order):
        after = sum(out.get(id(target), 0) for target in model.after(layer))
        out[id(layer)] = (id(layer) in heads) + after
    ways = sum(into[head] for head in heads if head in into)
    return (
        {layer for layer in into if into[layer] * out[layer] == ways} if ways else set(map(id, model.layers))
    )


def _drained(model: Model, warn_from: float, least_kept: float) -> Iterator[tuple[Layer, float, int]]:
    """The layer at which the share kept along the path falls below the limit, unless one rate alone is to blame; that
    share, and how many rates it is the product of."""
    of_layers = _rates_in(model)
    whole = math.prod(1 - rate for rates in of_layers.values() for _, _, rate in rates)
    if whole > 1.001 * least_kept:  # no path keeps less than all rates together do
        return
    kept: dict[int, tuple[float, int]] = {}
    for layer in model.order:
        before = (kept[id(source)] for source in model.before(layer) if id(source) in kept)
        share, count = max(before, key=lambda one: one[0], default=(1.0, 0))
        rates = [rate for _, argument, rate in of_layers[id(layer)] if argument != "recurrent_dropout"]
        if any(rate >= warn_from for rate in rates) or _is_wide(layer, "rate"):
            rates = []
        for rate in rates:
            share *= 1 - rate
        kept[id(layer)] = share, count + len(rates)
    for layer in model.layers:
        share, count = kept.get(id(layer), (1.0, 0))
        if share < least_kept and of_layers[id(layer)] and id(layer) not in model.in_front_of(_drops):
            yield layer, share, count


def _drops(layer: Layer) -> bool:
    return any(argument != "recurrent_dropout" for _, argument, _ in _rates(layer))
