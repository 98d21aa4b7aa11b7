"""LL413: a Dense layer without activation that feeds another Dense layer."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.notions.activations import activation_of
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.training import is_only_loaded
from lstm_lint.script import Layer, Model, Script


@check("linear-hidden-dense", needs="recurrent Dense")
def linear_hidden_dense(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        inside: set[int] = set()  # of a chain that was reported at its first layer
        if not model.recurrent or is_only_loaded(model):
            continue
        for layer in model.layers:
            chain = _without_bottleneck(_linear_chain(model, layer))
            if len(chain) < 2 or id(layer) in inside or _is_projection(chain):
                continue
            inside.update(map(id, chain))
            together = "two act as one layer" if len(chain) == 2 else f"{len(chain)} layers act as one"
            linear, use = (
                ("is linear", "write") if layer.given("activation") else ("has no activation", "add")
            )
            message = (
                f"`Dense({_units(chain[0])})` {linear} and feeds `Dense({_units(chain[1])})`: "
                f"the {together}; {use} activation='relu'"
            )
            yield model, layer, replace(layer.problem(message, model=model), cause="no activation")


def _linear_chain(model: Model, layer: Layer) -> list[Layer]:
    """This Dense layer and those that directly read it, as long as each before the last is linear."""
    chain: list[Layer] = []
    seen: set[int] = set()
    while layer.cls == "Dense" and id(layer) not in seen:
        seen.add(id(layer))
        chain.append(layer)
        after = model.after(layer)
        while len(after) == 1 and after[0].traits.family == "dropout" and id(after[0]) not in seen:
            seen.add(id(after[0]))
            after = model.after(after[0])
        if activation_of(layer) != "linear" or len(after) != 1 or layer in model.heads:
            break
        if len(model.before(after[0])) != 1 or after[0].given("activity_regularizer"):
            break
        layer = after[0]
    return chain


def _without_bottleneck(chain: list[Layer]) -> list[Layer]:
    """The chain up to its narrowest inner layer, where that is narrower than what goes in and what comes out.

    As in an autoencoder: no single layer computes what the whole chain does. What stands on either side of it does.
    """
    widths = [_units(layer) for layer in chain]
    shape = chain[0].input_shape if chain else None
    before = shape[-1] if shape else None
    if len(chain) < 3 or not all(isinstance(width, int) for width in [before, *widths]):
        return chain
    sizes = [width for width in widths if isinstance(width, int)]
    narrowest = min(range(1, len(chain) - 1), key=lambda at: sizes[at])
    low_rank = isinstance(before, int) and sizes[narrowest] < min(before, sizes[0], sizes[-1])
    return chain[: narrowest + 1] if low_rank else chain


def _is_projection(chain: list[Layer]) -> bool:
    """Narrower than both its sides: a choice, a low-rank product. Where a width is unknown it may be one."""
    units, following = _units(chain[0]), _units(chain[1])
    if not isinstance(units, int) or not isinstance(following, int):
        return True
    if units >= following:
        return False
    shape = chain[0].input_shape
    width = shape[-1] if shape else None
    return not isinstance(width, int) or units < width


def _units(layer: Layer) -> object:
    return layer.known("units")
