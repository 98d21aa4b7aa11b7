"""How far a training has come: whether it is stuck, whether it is early, whether it has learned."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint.watch.look import Look

STUCK = 0.95  # share of the constant's loss

Looks = Sequence[Look]


def stuck(looks: Looks, share: float = STUCK) -> bool:
    """No better than the constant, now and at the looks before."""
    known = [one.share for one in looks[-3:]]
    return all(one is not None and one > share for one in known)


def enough(look: Look, share: float = 0.05, least: int = 20) -> bool:
    """So much of the training is over that a sound one would show it."""
    return look.step >= (max(least, share * look.planned) if look.planned else 5 * least)


def unlearned(look: Look) -> bool:
    return look.share is None or look.share > 0.5
