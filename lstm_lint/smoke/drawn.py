"""What the files of a script say of the data that a training is to have: how steps follow, classes, lengths.

Values are made up all the same: what is drawn is like the file in these, and in nothing else.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from lstm_lint.notions import labels
from lstm_lint.notions.measured import exact, has_windows, keeps_rows
from lstm_lint.script import Fit, Model, Pad, Read, Series

_MOST = 0.98  # of the correlation of steps: closer ones are one value for the whole window
_FEWEST = 3  # steps that no padding fills
_RARE = 0.01  # share of a class that still occurs in a few hundred samples


def of_files(model: Model) -> dict[str, Any]:
    """The fields of `Data` that the files tell of every `fit` of a model; none where nothing was looked at."""
    found = [_of_fit(fit) for fit in model.fits]
    return found[0] if found and all(one == found[0] for one in found) else {}


def _of_fit(fit: Fit) -> dict[str, Any]:
    known = {"follows": _correlation(fit.x), "shares": _shares(fit.y), "filled": _filled(fit.x)}
    told = {name: value for name, value in known.items() if value}
    names = [
        _file(fit.x) if "follows" in told or "filled" in told else "",
        _file(fit.y) if "shares" in told else "",
    ]
    return {**told, "source": " and ".join(dict.fromkeys(filter(None, names)))} if told else {}


def _file(series: Series | None) -> str:
    step = series.step("read") if series is not None else None
    path = step.detail.path if step is not None and isinstance(step.detail, Read) else None
    return posixpath.basename((path or "").replace("\\", "/")) or "the file"


def _correlation(x: Series | None) -> float | None:
    """Of a value with the next one in its column, where rows become the steps of windows."""
    if x is None or not has_windows(x) or not keeps_rows(x):
        return None
    known = [
        one.column.correlation
        for one in exact(x)
        if one.column is not None and one.column.correlation is not None
    ]
    return round(max(-_MOST, min(_MOST, fmean(known))), 3) if known else None


def _shares(y: Series | None) -> tuple[float, ...] | None:
    """Of the classes by their number; where it is not known which is which, the commonest is the first one."""
    found = labels.of_file(y)
    if found is None:
        return None
    if found.of_one is not None:
        return round(1 - found.of_one, 4), round(found.of_one, 4)
    column = exact(y)[0].column
    counts = column.classes if column is not None and column.classes is not None else ()
    return tuple(round(count / sum(counts), 4) for count in counts)


def _filled(x: Series | None) -> float | None:
    """The share of the steps that half of the texts fill, and no more."""
    step = x.step("pad") if x is not None else None
    columns = exact(x)
    column = columns[0].column if len(columns) == 1 else None
    if step is None or not isinstance(step.detail, Pad) or not step.detail.maxlen or column is None:
        return None
    return round(min(1.0, column.words[0] / step.detail.maxlen), 3) if column.words is not None else None


# What the maker of a task asks


def following(np: Any, x: Any, correlation: float) -> Any:
    """Steps (rows, steps, ...) of which each goes with the one before it, as large as before."""
    if not correlation or x.ndim < 3:
        return x
    fresh = (1 - correlation**2) ** 0.5
    for step in range(1, x.shape[1]):
        x[:, step] = correlation * x[:, step - 1] + fresh * x[:, step]
    return x


def classes(rng: Any, count: int, shares: Sequence[float], rows: int) -> Any:
    """Class numbers, as often as their shares say where there are as many of these."""
    if len(shares) != count:
        return rng.integers(0, count, rows)
    weights = [max(share, _RARE) for share in shares]
    return rng.choice(count, rows, p=[weight / sum(weights) for weight in weights])


def borders(np: Any, scores: Any, shares: Sequence[float]) -> list[tuple[int, float]]:
    """For each class but the commonest, rarest first, from which lead on (..., classes) its samples are its own.

    By these the classes are as frequent among the scores as their shares say, and among others that are drawn alike.
    """
    flat = scores.reshape(-1, scores.shape[-1])
    found: list[tuple[int, float]] = []
    left = np.ones(len(flat), dtype=bool)
    for at in sorted(range(len(shares)), key=shares.__getitem__)[:-1]:
        lead = _lead(np, flat, at)
        wanted = min(1.0, max(shares[at], _RARE) * len(flat) / max(1, left.sum()))
        found.append((at, float(np.quantile(lead[left], 1 - wanted)) if left.any() else 0.0))
        left &= lead <= found[-1][1]
    return found


def assigned(np: Any, scores: Any, cuts: Sequence[tuple[int, float]]) -> Any:
    """1 for the class that each sample is of by these borders, 0 for all others: (..., classes)."""
    flat = scores.reshape(-1, scores.shape[-1])
    rest = (set(range(flat.shape[1])) - {at for at, _ in cuts}).pop()
    ids = np.full(len(flat), rest)
    for at, cut in reversed(cuts):
        ids[_lead(np, flat, at) > cut] = at
    return np.eye(flat.shape[1])[ids].reshape(scores.shape)


def _lead(np: Any, flat: Any, at: int) -> Any:
    return flat[:, at] - np.delete(flat, at, 1).max(1)


def border(np: Any, scores: Any, shares: Sequence[float]) -> float:
    """The score above which a sample is of class 1."""
    return float(np.quantile(scores, 1 - max(min(shares[1], 1 - _RARE), _RARE))) if len(shares) == 2 else 0.0


def real(steps: int, filled: float | None) -> int:
    """How many of the steps are no padding: an eighth where nothing is known."""
    return max(_FEWEST, min(steps, round(filled * steps)) if filled else steps // 8)
