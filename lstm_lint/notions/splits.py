"""Splits of rows at random: whether two calls draw the same order."""

from __future__ import annotations

from lstm_lint.script import Known, Split, Step


def draw_differently(one: Step, other: Step) -> bool:
    """Whether two calls certainly draw two orders: of a generator that nothing seeds again, or by `random_state`."""
    if one.place is None or other.place is None or one.place.node is other.place.node:
        return False
    if one.kind == other.kind == "shuffle":
        count = one.place.locator.occurrences
        return count("seed(") <= 1 and not count("random_state") + count("RandomState")
    if not isinstance(one.detail, Split) or not isinstance(other.detail, Split):
        return False
    if False in (one.detail.shuffle, other.detail.shuffle):
        return False
    calls = one.detail.call, other.detail.call
    if calls[0] is None or calls[1] is None:
        return False
    seeds = [
        call["random_state"] if call.given("random_state") else Known(None)
        for call in calls
        if call is not None
    ]
    if not all(isinstance(seed, Known) for seed in seeds):
        return False
    return seeds[0] != seeds[1] or seeds[0] == Known(None)
