"""The held batch: the first one that `fit` trains on, taken where `fit` hands it to the training function.

Nothing is drawn twice and nothing is left out: what was taken from an iterator is given to the training in its place.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any

from lstm_lint.watch import compiled
from lstm_lint.watch.sight import Batch

Got = Callable[[Any], None]


def hold_first(model: Any, backend: str, steps: int, got: Got) -> Callable[[], None]:
    """Has `got` called with the first data that the training function gets. Returns what undoes it.

    `steps`: how many batches one call of it may take.
    """
    real = model.train_function
    wrap = {"tensorflow": _of_tensorflow, "tf_keras": _of_tensorflow, "jax": _of_jax, "torch": _of_torch}[
        backend
    ]

    def restore() -> None:
        if model.train_function is wrapped:
            model.train_function = real

    def seen(data: Any) -> None:
        restore()
        got(data)

    wrapped = wrap(real, seen, restore, steps)
    model.train_function = wrapped
    return restore


def _of_torch(real: Any, seen: Got, restore: Callable[[], None], steps: int) -> Any:
    def train(data: Any) -> Any:
        seen(data[0])
        return real(data)

    return train


def _of_jax(real: Any, seen: Got, restore: Callable[[], None], steps: int) -> Any:
    def train(state: Any, iterator: Any) -> Any:
        data = next(iterator)
        seen(data)
        return real(state, itertools.chain([data], iterator))

    return train


def _of_tensorflow(real: Any, seen: Got, restore: Callable[[], None], steps: int) -> Any:
    """The step gets an iterator of the same type, so that nothing is traced anew."""

    def train(iterator: Any) -> Any:
        tf = sys.modules["tensorflow"]
        restore()
        spec = getattr(iterator, "element_spec", None)
        if spec is None:
            return real(iterator)
        taken: list[Any] = []
        again = iter(tf.data.Dataset.from_generator(lambda: iter(taken), output_signature=spec))
        for data in itertools.islice(iterator, steps):
            taken.append(data)
        if not taken:
            return real(iterator)
        seen(taken[0])
        return real(again)

    return train


def batch_of(data: Any, rows: int | None) -> Batch | None:
    """What is kept of `(x, y, sample_weight)`: so many rows, or all, in NumPy. None where there are no targets."""
    parts = data if isinstance(data, (list, tuple)) else (data,)
    if len(parts) < 2 or parts[1] is None:
        return None
    x, y = _cut(parts[0], rows), _cut(parts[1], rows)
    return Batch(tuple(map(compiled.numbers, _flat(x))), tuple(map(compiled.numbers, _flat(y))), x, y)


def _cut(value: Any, rows: int | None) -> Any:
    if isinstance(value, dict):
        return {name: _cut(one, rows) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_cut(one, rows) for one in value)
    return value[:rows] if hasattr(value, "shape") else value


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [one for inner in value.values() for one in _flat(inner)]
    if isinstance(value, (list, tuple)):
        return [one for inner in value for one in _flat(inner)]
    return [value]
