"""The synthetic tasks of the rule pages: x of shape (rows, steps, features) and what is to be predicted from it."""

from __future__ import annotations

from typing import Any

Arrays = tuple[Any, Any]
FEATURES = 4


def weighted_sum(np: Any, rng: Any, rows: int, steps: int = 30) -> Arrays:
    """A sum over time of one projection of x, later steps weighted more, with variance 1: (rows, 1)."""
    x = rng.standard_normal((rows, steps, FEATURES)).astype("float32")
    return x, _scores(np, rng, x, 1)


def three_classes(np: Any, rng: Any, rows: int) -> Arrays:
    """Which of three projections of the mean over time is largest: (rows,)."""
    x = rng.standard_normal((rows, 30, FEATURES)) + rng.standard_normal((rows, 1, FEATURES))
    scores = x.mean(1) @ rng.standard_normal((FEATURES, 3))
    return x.astype("float32"), scores.argmax(-1).astype("int32")


def noisy_classes(np: Any, rng: Any, rows: int) -> Arrays:
    """The same, with 15 % of the labels replaced at random."""
    x, y = three_classes(np, rng, rows)
    return x, np.where(rng.random(rows) < 0.15, rng.integers(0, 3, rows), y).astype("int32")


def two_classes(np: Any, rng: Any, rows: int, share: float = 0.5, noise: float = 0.4) -> Arrays:
    """Whether a projection of x, with some noise, is among the largest of this share: (rows, 1)."""
    x, _ = three_classes(np, rng, rows)
    score = x.mean(1) @ rng.standard_normal(FEATURES)
    score = score / score.std() + noise * rng.standard_normal(rows)
    return x, (score > np.quantile(score, 1 - share)).astype("float32")[:, None]


def first_step(np: Any, rng: Any, rows: int) -> Arrays:
    """A class that only the signs of the first of 30 steps show; the others are noise: (rows, 1)."""
    y = rng.integers(0, 2, rows)
    x = rng.standard_normal((rows, 30, FEATURES))
    x[:, 0] = abs(x[:, 0]) * np.resize([1, -1], FEATURES) * (2 * y - 1)[:, None]
    return x.astype("float32"), y.astype("float32")[:, None]


def key_words(np: Any, rng: Any, rows: int, words: int, steps: int, real: int | None = None) -> Arrays:
    """Ids of which three in the first `real` steps tell one of four classes: x (rows, steps) and y (rows,)."""
    y = rng.integers(0, 4, rows)
    lengths = np.full(rows, steps) if real is None else rng.integers(real // 2, real + 1, rows)
    ids = 1 + rng.permutation(16)  # the words that tell are frequent; which of them tells what, no id says
    x = rng.integers(17, words, (rows, steps))
    for row, (kind, length) in enumerate(zip(y, lengths)):
        x[row, rng.permutation(length)[:3]] = ids[4 * kind + rng.integers(0, 4, 3)]
        x[row, length:] = 0
    return x.astype("int32"), y.astype("int32")


def streams(np: Any, rng: Any, pieces: int) -> Arrays:
    """32 long series cut into pieces of 10 steps, batch after batch; at each step the value of two steps before."""
    series = rng.standard_normal((32, 10 * (pieces + 1), 1)).astype("float32")
    starts = range(10, 10 * (pieces + 1), 10)
    x = np.concatenate([series[:, at : at + 10] for at in starts])
    return x, np.concatenate([series[:, at - 2 : at + 8] for at in starts])


def bent_sum(np: Any, rng: Any, rows: int) -> Arrays:
    """The absolute value of a sum over time, with variance 1: (rows, 1)."""
    x, y = weighted_sum(np, rng, rows)
    bent = abs(y)
    return x, ((bent - bent.mean()) / bent.std()).astype("float32")


def _scores(np: Any, rng: Any, x: Any, width: int) -> Any:
    weights = np.linspace(0.5, 1.5, x.shape[1])[None, :, None]
    total = (x * weights).sum(1) @ rng.standard_normal((x.shape[2], width))
    return ((total - total.mean(0)) / total.std(0)).astype("float32")
