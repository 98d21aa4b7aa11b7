"""From the raw arrays of a pass to a `Look`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.cells import GRU, LSTM, SimpleRNN
from lstm_lint.smoke.measure import baseline
from lstm_lint.smoke.specification import Part
from lstm_lint.watch.look import TENTHS, HeadLook, InputLook, LayerLook, RecurrentLook
from lstm_lint.watch.sight import Batch, Direction, Sight

_GATE, _CANDIDATE, _BEYOND = 0.02, 0.98, 3.0
_SWITCHES = ("sigmoid", "hard_sigmoid")
_BOUNDED = ("tanh", "sigmoid", "hard_sigmoid", "softsign", "softmax", "relu6")
_PRODUCES: Mapping[str, tuple[float, float]] = {  # what a head can produce
    "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "hard_sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0), "relu": (0.0, np.inf), "softplus": (0.0, np.inf), "exponential": (0.0, np.inf),
    "relu6": (0.0, 6.0),
}  # fmt: skip
_KEEP_SCALE = frozenset(
    {"Dropout", "SpatialDropout1D", "Masking", "Identity", "GaussianNoise", "GaussianDropout"}
)


def number(value: Any) -> float | None:
    """A finite number, or None."""
    found = float(value)
    return found if np.isfinite(found) else None


def inputs(batch: Batch, names: Sequence[str], read_by: Mapping[str, Any]) -> Iterator[InputLook]:
    """Of each input. `read_by`: the layers that read an input, by its name."""
    for at, x in enumerate(batch.inputs):
        source = names[at] if at < len(names) else ""
        name = "x" if len(batch.inputs) == 1 else source or f"input {at + 1}"
        finite = bool(np.isfinite(x).all()) if x.dtype.kind == "f" else True
        real = x[np.isfinite(x)] if x.dtype.kind == "f" and not finite else x
        size = number(np.percentile(np.abs(real.astype("float64")), 99)) if real.size else None
        whole = bool((real == np.round(real)).all()) if real.size else False
        yield InputLook(name, size, whole, finite, _trailing(x), _beyond(x, read_by.get(source)))


def _trailing(x: Array) -> float | None:
    """The share of steps that lie behind the last one that is not 0."""
    if x.ndim not in (2, 3) or x.shape[1] < 2:
        return None
    real = (x != 0).any(-1) if x.ndim == 3 else x != 0
    some = real.any(1)
    if not some.any():
        return None
    behind = real[some][:, ::-1].argmax(1)
    return float(behind.mean() / x.shape[1])


def _beyond(x: Array, layer: Any) -> str:
    if layer is None or type(layer).__name__ != "Embedding" or not x.size or not np.isfinite(x).all():
        return ""
    rows = int(layer.input_dim)
    if (x != np.round(x)).any():
        return "fractions"
    return f"{int(x.max())} in {rows} rows" if x.max() >= rows else ""


def recurrent(direction: Direction, reads_input: bool, began: float | None, alike: bool) -> RecurrentLook:
    """Gates, states and gradients of a recurrent layer."""
    part = direction.part
    gates, candidates, forget = _made(part)
    real = part.mask[0] if part.mask is not None else np.ones((part.steps, part.batch), bool)
    gate, cell = (part.gate.names[0], part.cell.names[0])
    saturated = beyond = None
    if candidates is not None and cell == "tanh":
        saturated = _share(np.abs(candidates) > _CANDIDATE, real)
    elif candidates is not None and cell not in _BOUNDED:
        beyond = _share(~(np.abs(candidates) <= _BEYOND), real)
    outputs = part.hidden[0, :, 1:]
    return RecurrentLook(
        name=direction.name,
        kind=type(part).__name__,
        units=part.units,
        steps=part.steps,
        activation=cell,
        sequences=direction.sequences,
        backwards=part.backwards,
        gates=_share((gates < _GATE) | (gates > 1 - _GATE), real)
        if gates is not None and gate in _SWITCHES
        else None,
        candidates=saturated,
        beyond=beyond,
        forget=number((forget.mean(1) * real).sum() / max(int(real.sum()), 1))
        if forget is not None
        else None,
        state=number(np.abs(outputs).max()),
        masked=float(1 - real.mean()) if part.mask is not None else None,
        interior=_interior(real) if part.mask is not None else None,
        gradients=tenths(direction.gradient),
        alike=alike,
        began=began,
        reads_input=reads_input,
    )


def _made(part: Any) -> tuple[Array | None, Array | None, Array | None]:
    """(steps, values, batch) of all gates, of the candidates, and of the forget gates."""
    if isinstance(part, LSTM):
        units, made = part.units, part.stacked[:, 0]
        return made[:, : 3 * units], made[:, 3 * units :], made[:, units : 2 * units]
    if isinstance(part, GRU):
        return np.stack([one[0][0] for one in part.kept]), np.stack([one[2][0] for one in part.kept]), None
    return None, part.made[:, 0] if isinstance(part, SimpleRNN) else None, None


def _share(beyond: Array, real: Array) -> float:
    return float((beyond.mean(1) * real).sum() / max(int(real.sum()), 1))


def _interior(real: Array) -> float:
    """(steps, batch): the share of steps that are masked between two that are not."""
    before = np.logical_or.accumulate(real, 0)
    after = np.logical_or.accumulate(real[::-1], 0)[::-1]
    return float((before & after & ~real).mean())


def tenths(gradient: Array | None) -> tuple[float, ...]:
    """The norm of the gradient of one step, for each tenth of the steps, the mean of its steps; first to last."""
    if gradient is None or gradient.ndim != 3 or gradient.shape[1] < TENTHS:
        return ()
    by_step = np.sqrt((gradient.astype("float64") ** 2).sum((0, 2)))
    if not np.isfinite(by_step).all():
        return ()
    return tuple(float(part.mean()) for part in np.array_split(by_step, TENTHS))


def units(outputs: Array) -> tuple[float, float, float]:
    """(batch, ..., units): shares of the units that are constant, that are 0, and that equal another unit."""
    flat = outputs.reshape(-1, outputs.shape[-1]).astype("float64")
    low, high = flat.min(0), flat.max(0)
    still = high - low <= 1e-6 * np.maximum(np.abs(high), 1e-3)
    moving = flat[:, ~still]
    copies = 0
    if 1 < moving.shape[1] <= 2048 and len(moving):
        rows = np.linspace(0, len(moving) - 1, min(len(moving), 64)).astype(int)
        distinct = np.unique(np.round(moving[rows], 7), axis=1)
        copies = moving.shape[1] - distinct.shape[1]
    count = outputs.shape[-1]
    return float(still.mean()), float((still & (high == 0)).mean()), copies / count


def layer(
    name: str,
    kind: str,
    weights: Sequence[Array],
    gradients: Sequence[Array],
    update: float | None,
    first: float | None,
    outputs: Array | None,
) -> LayerLook:
    """Norms of a layer, and what its units did."""
    size = norm(weights) if weights else None
    shares: tuple[float | None, float | None, float | None] = (None, None, None)
    if outputs is not None and outputs.ndim > 1 and outputs.shape[-1] > 1 and np.isfinite(outputs).all():
        shares = units(outputs)
    return LayerLook(
        name, kind, size, norm(gradients) if gradients else None, update,
        size / first if size is not None and first else None, *shares,
    )  # fmt: skip


def norm(arrays: Sequence[Array]) -> float | None:
    """The Euclidean norm of several arrays together; None where it is not finite."""
    with np.errstate(all="ignore"):
        found = number(np.sqrt(sum(float(np.dot(one.ravel(), one.ravel())) for one in arrays)))
        if found is not None:
            return found
        return number(np.sqrt(sum(float((one.astype("float64") ** 2).sum()) for one in arrays)))


def head(
    name: str, kind: str, activation: str, loss: Part | None, predictions: Array, targets: Array | None
) -> HeadLook:
    """Predictions beside targets."""
    p = predictions.astype("float64")
    found: dict[str, Any] = {}
    width = int(p.shape[-1]) if p.ndim > 1 else 1
    cls = loss.cls if loss is not None else ""
    if targets is not None and targets.size and not cls.startswith("Sparse"):
        t = targets.astype("float64")
        found = {
            "target_low": number(t.min()), "target_high": number(t.max()), "target_spread": number(_spread(t)),
            "target_size": number(np.sqrt((t * t).mean())), "broadcast": _broadcast(p, t),
        }  # fmt: skip
        if activation in _PRODUCES:
            low, high = _PRODUCES[activation]
            found["outside"] = float(((t < low - 1e-6) | (t > high + 1e-6)).mean())
    finite = bool(np.isfinite(p).all())
    return HeadLook(
        name, kind, activation, cls, bool(loss is not None and loss.arguments.get("from_logits")), width,
        number(p.min()) if finite else None, number(p.max()) if finite else None,
        number(_spread(p)) if finite else None, **found,
    )  # fmt: skip


def _spread(values: Array) -> float:
    """The deviation of each value of a sample over the batch, in the mean of squares."""
    return float(np.sqrt(values.reshape(len(values), -1).var(0).mean()))


def _broadcast(p: Array, t: Array) -> str:
    one, other = p.shape, t.shape
    if len(one) == len(other) + 1 and one[-1] == 1:
        one = one[:-1]
    if len(other) == len(one) + 1 and other[-1] == 1:
        other = other[:-1]
    return "" if one == other else f"{tuple(p.shape)} and {tuple(t.shape)}"


def constant(batch: Batch, losses: Sequence[Part] | None, predictions: Sequence[Array]) -> float | None:
    """The loss of the best constant prediction for the batch; None where it is not known."""
    if losses is None or len(batch.targets) != len(predictions):
        return None
    widths = [int(one.shape[-1]) for one in predictions]
    targets = []
    for y, p, part in zip(batch.targets, predictions, losses):
        if part.cls.startswith("Sparse"):
            targets.append(y.astype("int64").reshape(y.shape[: p.ndim - 1]))
        else:
            shaped = y[..., None] if y.ndim == p.ndim - 1 and p.shape[-1] == 1 else y
            if shaped.shape != p.shape:
                return None
            targets.append(shaped.astype("float32"))
    try:
        return number(baseline(targets, list(losses), widths))
    except (Unsupported, ValueError, IndexError):
        return None


def non_finite(batch: Batch, sight: Sight, weights: Mapping[str, Sequence[Array]]) -> str:
    """The first thing that holds a number that is not finite: inputs, targets, weights, outputs of layers, the loss."""
    for at, x in enumerate(batch.inputs):
        if not np.isfinite(x).all():
            return f"input {at + 1}"
    for at, y in enumerate(batch.targets):
        if not np.isfinite(y).all():
            return f"target {at + 1}"
    for name, arrays in weights.items():
        if not all(np.isfinite(one).all() for one in arrays):
            return f"weights of {name}"
    for name, made in sight.outputs.items():
        wrong = ~np.isfinite(made)
        if wrong.any():
            step = int(wrong.any((0, 2)).argmax()) + 1 if made.ndim == 3 else None
            return f"output of {name}" + (f" at step {step}" if step is not None else "")
    if not np.isfinite(sight.loss):
        return "loss"
    for name, gradients in sight.gradients.items():
        if not all(np.isfinite(one).all() for one in gradients):
            return f"gradient of {name}"
    return ""


def reads_input(name: str, sight: Sight, kinds: Mapping[str, str]) -> bool:
    """Whether nothing but layers that keep the scale lie between a layer and an input of the model."""
    source = sight.reads.get(name, "")
    while source in kinds:
        if kinds[source] not in _KEEP_SCALE:
            return False
        source = sight.reads.get(source, "")
    return bool(source)
