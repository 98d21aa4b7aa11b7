"""Work counted in calls of functions, which are the same on a slow machine, a busy machine and a fast one."""

from __future__ import annotations

import gc
from collections.abc import Callable
from cProfile import Profile
from typing import Any

import pytest

from lstm_lint.run import limits

ENDLESS = 120.0  # seconds of processor time; what these tests call takes less than 5


def calls(function: Callable[..., Any], *arguments: Any) -> int:
    """How many functions a call takes, those written in C too. Raises Unfinished where it does not end.

    What was left by others is collected before: their finalizers are no work of this call.
    """
    gc.collect()
    gc.disable()
    profile = Profile()
    profile.enable()
    try:
        ended(function, *arguments)
    finally:
        profile.disable()
        gc.enable()
    return sum(entry.callcount for entry in profile.getstats())


def ended(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call, or Unfinished where it does not end: no limit that a busy machine could reach."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "SECONDS", ENDLESS)
        return limits.within(function, *arguments)
