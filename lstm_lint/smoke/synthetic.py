"""Synthetic data that fits the inputs, the head and the loss of a model, and that a sound model learns in 150 updates.

Numbers are standard normal; what has to be predicted is a sum over the whole window, so that the layer must integrate.
Of token ids three key words decide. One seed makes the same data for both arms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke import drawn, given
from lstm_lint.smoke.specification import Data, Input, Specification

ROWS, HELD_OUT, BATCH = 2048, 512, 32
_WORDS = 20  # ids that occur where every step is labelled
_KEYS = 4  # key words of a class
_LABELS = {
    "SparseCategoricalCrossentropy": "ids",
    "CategoricalCrossentropy": "one-hot",
    "BinaryCrossentropy": "binary",
}


@dataclass(frozen=True)
class Task:
    """Arrays with the first axis for samples, and the loss that the best constant has on each target."""

    inputs: list[Any]
    targets: list[Any]


def make(
    np: Any, specification: Specification, shapes: Sequence[tuple[int, ...]], seed: int
) -> tuple[Task, Task]:
    """Data to train on and data held out. `shapes` are those of one output each, without the batch."""
    rng = np.random.default_rng(seed)
    maker = _Maker(np, rng, specification, shapes)
    if specification.data.arrays is not None:
        train, held = given.make(np, specification, shapes[0], maker.kind_of_labels(0))
        return Task([train[0]], [train[1]]), Task([held[0]], [held[1]])
    if specification.data.stream:
        return maker.stream(), maker.stream()
    rows = min(ROWS, max(256, 40_000_000 // maker.cells))
    return maker.sample(rows), maker.sample(HELD_OUT)


def activation_at(specification: Specification, identifier: str) -> str:
    """The activation that an output passes last; `linear` where none does."""
    by_id = {node.id: node for node in specification.nodes}
    while identifier in by_id:
        node = by_id[identifier]
        activation = node.arguments.get("activation")
        row = traits(node.cls)
        if row.activation:
            return row.activation
        if activation not in (None, "linear"):
            return str(activation)
        if row.family == "recurrent":
            return "tanh"
        if row.family in ("dense", "convolution") or len(node.inputs) != 1:
            return "linear"
        identifier = node.inputs[0]
    return "linear"


class _Maker:
    """Fixed directions and key words, from which training and held-out samples are drawn alike."""

    def __init__(
        self, np: Any, rng: Any, specification: Specification, shapes: Sequence[tuple[int, ...]]
    ) -> None:
        self.np, self.rng, self.shapes = np, rng, shapes
        self.specification = specification
        self.data: Data = specification.data
        self.sizes = [tuple(dim or 30 for dim in one.shape) for one in specification.inputs]
        self.cells = max(1, sum(int(np.prod(size)) for size in self.sizes))
        self.widths = [shape[-1] if shape else 1 for shape in shapes]
        self.kinds = [self._kind(at) for at in range(len(shapes))]
        self.directions = [
            [
                rng.standard_normal((self._features(one, size), max(width, 2)))
                for one, size in zip(specification.inputs, self.sizes)
            ]
            for width in self.widths
        ]
        self.meaning = [
            rng.standard_normal((max(one.tokens, 2), 4)) if one.tokens else None
            for one in specification.inputs
        ]
        self.units: dict[
            tuple[int, str], tuple[Any, Any]
        ] = {}  # mean and deviation of the scores, from the first draw
        self.places: Any = None
        self.signs: Any = None  # of each input, how the first step of a class to be remembered looks

    def sample(self, rows: int) -> Task:
        np = self.np
        xs = [self._input(one, size, rows) for one, size in zip(self.specification.inputs, self.sizes)]
        if self.data.memory:
            xs = [np.concatenate([x[:, :1], self.data.memory * x[:, 1:]], 1).astype("float32") for x in xs]
        classes = self._shown(xs, rows) if self.data.memory else self._plant(xs, rows)
        ys = [self._target(at, xs, classes, rows) for at in range(len(self.shapes))]
        if self.data.padded:
            self._pad(xs)
        if self.data.ordered and ys[0].ndim <= 2:
            label = ys[0].argmax(-1) if ys[0].ndim == 2 and ys[0].shape[1] > 1 else ys[0].reshape(rows)
            order = np.argsort(label, kind="stable")
            xs, ys = [x[order] for x in xs], [y[order] for y in ys]
        xs = [x if one.tokens else x * self.data.scale for one, x in zip(self.specification.inputs, xs)]
        return Task(xs, ys)

    def stream(self) -> Task:
        """Pieces of long sequences, batch after batch. What has to be predicted is a sum that fades: half of its
        variance comes from before the piece. Within a piece gradients teach to sum up, and the state goes on with it.
        """
        np, one, size = self.np, self.specification.inputs[0], self.sizes[0]
        rows, steps, pieces, past = one.batch or BATCH, size[0], 60, 4
        series = self.rng.standard_normal((rows, (pieces + past) * steps, *size[1:])).astype("float32")
        total, sums = np.zeros((rows, self.directions[0][0].shape[1])), []
        for at in range(series.shape[1]):
            total = 0.5 ** (0.5 / steps) * total + series[:, at].reshape(rows, -1) @ self.directions[0][0]
            sums.append(total)
        ends = [(at + 1) * steps for at in range(past, pieces + past)]
        xs = [series[:, end - steps : end] for end in ends]
        ys = [sums[end - 1] for end in ends]
        scores = np.concatenate(ys)
        return Task(
            [np.concatenate(xs)], [self._labelled(0, scores / scores.std(0), self.shapes[0], len(scores))]
        )

    def _kind(self, at: int) -> str:
        losses = self.specification.losses
        loss = losses[at if at < len(losses) else -1].cls
        return _LABELS.get(loss, "number")

    def _features(self, one: Input, size: tuple[int, ...]) -> int:
        return 4 if one.tokens else int(self.np.prod(size[1:])) if len(size) > 1 else size[0]

    def _input(self, one: Input, size: tuple[int, ...], rows: int) -> Any:
        if not one.tokens:
            fresh = self.rng.standard_normal((rows, *size)).astype("float32")
            return drawn.following(self.np, fresh, self.data.follows)
        low = 1 + min(_KEYS * max(self._classes(), 2), max(one.tokens // 2, 1))
        if any(len(shape) > 1 for shape in self.shapes):
            return self.rng.integers(1, max(2, min(one.tokens, _WORDS)), (rows, *size)).astype("int32")
        return (
            self.rng.integers(min(low, one.tokens - 1), max(one.tokens, low + 1), (rows, *size))
            .clip(0, one.tokens - 1)
            .astype("int32")
        )

    def _classes(self) -> int:
        kind, width = self.kinds[0], self.widths[0]
        return width if kind in ("ids", "one-hot") and width > 1 else 2

    def _plant(self, xs: list[Any], rows: int) -> Any:
        """Key words of a class in each sequence of token ids; None where the inputs are numbers."""
        at = next((i for i, one in enumerate(self.specification.inputs) if one.tokens), None)
        if at is None or len(self.shapes[0]) > 1:
            return None
        classes = drawn.classes(self.rng, self._classes(), self.data.shares, rows)
        x = xs[at].reshape(rows, -1)
        last = x.shape[1] if not self.data.padded else drawn.real(x.shape[1], self.data.filled)
        places = self.rng.random((rows, last)).argsort(1)[:, :3]  # three of them, in any order
        words = 1 + classes[:, None] * _KEYS + self.rng.integers(0, _KEYS, places.shape)
        self.np.put_along_axis(x, places, words.astype(x.dtype), 1)
        x = (x % self.specification.inputs[at].tokens).reshape(xs[at].shape)
        xs[at] = self._ids(self.specification.inputs[at].tokens)[x] if self.data.scattered else x
        return classes

    def _shown(self, xs: list[Any], rows: int) -> Any:
        """One of two classes in the first step of each sequence; None where numbers are to be remembered.

        Of more, a sound LSTM took two for one after 400 updates still; which of some random directions a step points
        to most it did not learn at all.
        """
        if self.kinds[0] == "number" or len(self.shapes[0]) > 1:
            return None
        if self.signs is None:
            self.signs = [self.rng.choice([-1.5, 1.5], size[1:]) for size in self.sizes]
        classes = self.rng.integers(0, 2, rows)
        for x, signs in zip(xs, self.signs):
            x[:, 0] = (2 * classes - 1).reshape(rows, *[1] * signs.ndim) * signs
        return classes

    def _ids(self, tokens: int) -> Any:
        """For each id of a word its place in a list of any order; 0 stays what padding is. The same for all samples."""
        if self.places is None:
            order = 1 + self.rng.permutation(tokens - 1)
            self.places = self.np.concatenate([[0], order]).astype("int32")
        return self.places

    def _target(self, at: int, xs: list[Any], classes: Any, rows: int) -> Any:
        np, shape, width = self.np, self.shapes[at], self.widths[at]
        if classes is not None and at == 0 and len(shape) <= 1:
            scores = np.eye(max(width, 2))[classes % max(width, 2)] + 0.05 * self.rng.standard_normal(
                (rows, max(width, 2))
            )
            scores = scores[:, 1:] - scores[:, :1] if width == 1 else scores
        elif len(shape) > 1:
            scores = self._stepwise(at, xs, rows)
        else:
            scores = (
                self._whole(at, xs, rows)[:, : max(width, 1)]
                if width == 1 and self.kinds[at] != "ids"
                else self._whole(at, xs, rows)
            )
        return self._labelled(at, scores, shape, rows)

    def _whole(self, at: int, xs: list[Any], rows: int) -> Any:
        """Sum over time of a projection, weighted from 0.5 to 1.5, in standard units: (rows, width)."""
        np = self.np
        total: Any = 0.0
        for number, x in enumerate(xs):
            steps = self._steps(number, x, rows)
            weights = np.linspace(0.5, 1.5, steps.shape[1])[:, None]
            if self.data.memory:
                weights = np.eye(steps.shape[1])[:, :1]
            total = total + (steps * weights).sum(1) @ self.directions[at][number]
        mean, std = self.units.setdefault((at, "whole"), (total.mean(0), total.std(0) + 1e-9))
        return (total - mean) / std

    def _steps(self, number: int, x: Any, rows: int) -> Any:
        """An input as (rows, steps, features); a vector is one step."""
        meaning = self.meaning[number]
        if meaning is not None:
            return meaning[x.reshape(rows, -1)]
        return x.reshape(rows, 1, -1) if x.ndim == 2 else x.reshape(rows, x.shape[1], -1)

    def _stepwise(self, at: int, xs: list[Any], rows: int) -> Any:
        """A score for each step: of all steps so far of the input that it is aligned with, else of the whole."""
        np, length = self.np, self.shapes[at][0]
        source = aligned_input(self.specification, self.specification.outputs[at])
        number = next((i for i, one in enumerate(self.specification.inputs) if one.id == source), None)
        if number is None or self._steps(number, xs[number], rows).shape[1] != length:
            profile = np.linspace(0.6, 1.4, length)[None, :, None]
            return self._whole(at, xs, rows)[:, None, :] * profile
        scores = self._steps(number, xs[number], rows) @ self.directions[at][number]
        total = np.cumsum(scores, 1) / np.sqrt(np.arange(1, length + 1))[None, :, None]
        mean, std = self.units.setdefault((at, "step"), (total.mean((0, 1)), total.std((0, 1)) + 1e-9))
        return (total - mean) / std

    def _labelled(self, at: int, scores: Any, shape: tuple[int, ...], rows: int) -> Any:
        """Scores as what the loss reads: class ids, one-hot rows, zeros and ones, or numbers in a range."""
        np, kind, width = self.np, self.kind_of_labels(at), self.widths[at]
        lead = (rows, *shape[:-1])
        scores = self._shared_out(at, scores, kind)
        if kind == "ids":
            labels = scores.argmax(-1) if width > 1 else (scores[..., 0] > 0).astype("int32")
            return np.broadcast_to(_expand(labels, lead), lead).astype("int32")
        if kind == "one-hot":
            labels = np.broadcast_to(_expand(scores.argmax(-1), lead), lead)
            return (
                np.eye(max(width, scores.shape[-1]), dtype="float32")[labels][..., :width]
                if width > 1
                else (scores[..., :1] > 0).astype("float32")
            )
        scores = np.broadcast_to(_expand_last(scores[..., :width], (rows, *shape)), (rows, *shape))
        if kind == "binary":
            return (scores > 0).astype("float32")
        return self._ranged(at, scores).astype("float32")

    def kind_of_labels(self, at: int) -> str:
        """What the loss reads, or what the script was read to give it."""
        kind = self.kinds[at]
        if kind in ("ids", "one-hot") and self.data.labels and self.widths[at] > 1:
            return {"one-hot": "one-hot", "class-ids": "ids"}[self.data.labels]
        return kind

    def _shared_out(self, at: int, scores: Any, kind: str) -> Any:
        """Scores after which each class is as frequent as the files say."""
        if not self.data.shares or kind == "number":
            return scores
        if self.widths[at] > 1 and kind != "binary":
            if len(self.data.shares) != scores.shape[-1]:
                return scores
            if (at, "classes") not in self.units:
                self.units[at, "classes"] = drawn.borders(self.np, scores, self.data.shares), None
            return drawn.assigned(self.np, scores, self.units[at, "classes"][0])
        if (at, "border") not in self.units:
            self.units[at, "border"] = drawn.border(self.np, scores, self.data.shares), None
        return scores - self.units[at, "border"][0]

    def _ranged(self, at: int, scores: Any) -> Any:
        """Standard units, or the range that the head can produce or the targets are known to reach."""
        losses = self.specification.losses
        loss = losses[at if at < len(losses) else -1].cls
        activation = activation_at(self.specification, self.specification.outputs[at])
        low, high = self.data.low, self.data.high
        if loss in ("MeanAbsolutePercentageError", "MeanSquaredLogarithmicError"):
            low, high = 1.0, 2.0
        elif activation in ("sigmoid", "hard_sigmoid", "softmax"):
            low, high = 0.1, 0.9
        elif activation in ("tanh", "softsign"):
            low, high = -0.8, 0.8
        elif activation in ("relu", "softplus", "exponential", "elu"):
            low, high = 0.2, 2.0
        elif low is None or high is None or not 0.5 <= high - low <= 10:
            return scores * self.data.target_scale
        return low + (scores.clip(-2.5, 2.5) + 2.5) / 5 * (high - low)

    def _pad(self, xs: list[Any]) -> None:
        """An eighth of each sequence is real, or as much as the file says; ids and numbers alike are 0 in the rest."""
        for number, x in enumerate(xs):
            real = drawn.real(x.shape[1], self.data.filled)
            if self.data.padded == "post":
                x[:, real:] = 0
            else:
                xs[number] = self.np.concatenate([self.np.zeros_like(x[:, real:]), x[:, :real]], 1)


def _expand(labels: Any, lead: tuple[int, ...]) -> Any:
    while labels.ndim < len(lead):
        labels = labels[..., None]
    return labels


def _expand_last(scores: Any, shape: tuple[int, ...]) -> Any:
    while scores.ndim > len(shape):
        scores = scores[..., 0]
    while scores.ndim < len(shape):
        scores = scores[:, None]
    return scores


def aligned_input(specification: Specification, identifier: str) -> str | None:
    """The input whose steps an output follows one by one; None where a layer in between sums the sequence up."""
    by_id = {node.id: node for node in specification.nodes}
    while identifier in by_id:
        node = by_id[identifier]
        row = traits(node.cls)
        last_only = row.family == "recurrent" and not node.arguments.get("return_sequences")
        if row.time == "gone" or row.family in ("reshaping", "repeating") or last_only:
            return None
        identifier = node.inputs[0]
    return identifier
