"""What a client sets: with `initializationOptions` when it starts, and whenever its settings change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lstm_lint.ir.records import dataclass

SECTION = "lstm-lint"
_DEVICES = ("cpu", "gpu")


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a client. `given`: what the command line would be given, by name."""

    layers: bool = True  # shape and parameters beside each layer
    data: bool = True  # scale and shape of x and y beside each training
    lenses: bool = True
    smoke: bool = True
    budget: float = 120.0
    device: str = "cpu"
    given: tuple[tuple[str, object], ...] = ()
    trusted: bool = True
    asks_reason: bool = False  # the client has a command that asks why a finding is silenced
    shows_table: bool = False  # the client shows the table that a command returns

    @property
    def trains(self) -> bool:
        """Whether smoke training is offered."""
        return self.smoke and self.trusted

    @property
    def arguments(self) -> tuple[tuple[str, object], ...]:
        """As the command line: a workspace that is not trusted is read as with `--isolated`."""
        return self.given if self.trusted else (*self.given, ("isolated", True))


def changed(options: Options, said: object) -> Options:
    """The options after what a client says; what is of another kind than it should be counts as not said."""
    if not isinstance(said, Mapping):
        return options
    hints, smoke = _table(said, "inlayHints"), _table(said, "smoke")
    device = smoke.get("device")
    given = dict(options.given)
    for name in ("profile", "keras", "config"):
        value = said.get(name)
        if isinstance(value, str):
            given.pop(name, None)
            given.update({name: value} if value else {})
    return replace(
        options,
        layers=_flag(hints, "layers", options.layers),
        data=_flag(hints, "data", options.data),
        lenses=_flag(said, "codeLens", options.lenses),
        smoke=_flag(smoke, "enable", options.smoke),
        budget=_seconds(smoke.get("budget"), options.budget),
        device=str(device) if device in _DEVICES else options.device,
        given=tuple(sorted(given.items())),
        trusted=_flag(said, "trusted", options.trusted),
        asks_reason=_flag(said, "asksReason", options.asks_reason),
        shows_table=_flag(said, "showsTable", options.shows_table),
    )


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, Mapping) else {}


def _flag(said: Mapping[str, Any], name: str, default: bool) -> bool:
    value = said.get(name)
    return value if isinstance(value, bool) else default


def _seconds(value: Any, default: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 86_400:
        return default
    return float(value)
