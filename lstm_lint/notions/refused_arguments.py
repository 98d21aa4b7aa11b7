"""Arguments of a layer that the targeted Keras refuses, but an older one or a sibling of the class took."""

from __future__ import annotations

from functools import cache, lru_cache

from lstm_lint.keras_api.layers import LAYERS, Traits, traits
from lstm_lint.keras_api.signatures import accepts, removed_keyword
from lstm_lint.keras_api.versions import KerasTarget, Version


def went_or_is_of_a_sibling(cls: str, name: str, target: KerasTarget) -> bool:
    """Whether an older Keras took it, or a layer takes it that is often exchanged for this one: LL901."""
    if removed_keyword("layers", cls, name, target):
        return True
    if not _is_sibling(traits(cls)) or accepts("layers", cls, name, target) is not False:
        return False
    return any(accepts("layers", other, name, target) for other in _siblings())


def gone_or_of_siblings(cls: str, names: tuple[str, ...], target: KerasTarget) -> tuple[str, ...]:
    """Those of these arguments of a layer of which that is true."""
    return _gone_or_of_siblings(cls, names, target.low, target.high, target.standalone)


@lru_cache(maxsize=4096)
def _gone_or_of_siblings(
    cls: str, names: tuple[str, ...], low: Version, high: Version, standalone: bool | None
) -> tuple[str, ...]:
    target = KerasTarget(low, high, standalone)
    return tuple(name for name in names if went_or_is_of_a_sibling(cls, name, target))


@cache
def _siblings() -> tuple[str, ...]:
    return tuple(cls for cls, row in LAYERS.items() if _is_sibling(row) and not row.activation)


def _is_sibling(row: Traits) -> bool:
    """Whether it is one of those that are often exchanged: LSTM, GRU, SimpleRNN, with CuDNN in front or not."""
    return row.family == "recurrent" and row.reads == 3 and row.states > 0
