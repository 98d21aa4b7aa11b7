"""How much of the gates and candidates of recurrent layers is saturated, in the last pass that kept them."""

from __future__ import annotations

from collections.abc import Iterable

from lstm_lint.smoke.engine.arrays import Array, np
from lstm_lint.smoke.engine.cells import GRU, LSTM, SimpleRNN
from lstm_lint.smoke.engine.recurrent import Recurrent

_GATE, _CANDIDATE = 0.02, 0.98
_GATES, _CANDIDATES = ("sigmoid", "hard_sigmoid"), ("tanh",)  # the others have no end to saturate at


def saturated(parts: Iterable[Recurrent], run: int, arm: int) -> tuple[float | None, float | None]:
    """Shares of the gates and of the candidates of one run, of all layers together; None where none can saturate."""
    gates: list[float] = []
    candidates: list[float] = []
    for part in parts:
        made_gates, made = _made(part, run)
        real = part.mask[run] if part.mask is not None else np.ones((part.steps, part.batch), bool)
        if made_gates is not None and part.gate.names[arm] in _GATES:
            gates.append(_share((made_gates < _GATE) | (made_gates > 1 - _GATE), real))
        if made is not None and part.cell.names[arm] in _CANDIDATES:
            candidates.append(_share(np.abs(made) > _CANDIDATE, real))
    return _mean(gates), _mean(candidates)


def _made(part: Recurrent, run: int) -> tuple[Array | None, Array | None]:
    """(steps, values, batch) of all gates and of the candidates."""
    if isinstance(part, LSTM):
        return part.stacked[:, run, : 3 * part.units], part.stacked[:, run, 3 * part.units :]
    if isinstance(part, GRU):
        return np.stack([one[0][run] for one in part.kept]), np.stack([one[2][run] for one in part.kept])
    return None, part.made[:, run] if isinstance(part, SimpleRNN) else None


def _share(beyond: Array, real: Array) -> float:
    return float((beyond.mean(1) * real).sum() / max(int(real.sum()), 1))


def _mean(shares: list[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None
