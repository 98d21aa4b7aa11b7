"""The layers around the recurrent ones. Each is called once in a pass, and remembers what its way back needs.

Shapes are those of one sample as Keras has them: (timesteps, features), (features,), or (timesteps,) of token ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.parts import Activations, Dropper, rate
from lstm_lint.smoke.engine.weights import Weights

Shape = tuple[int, ...]
Arms = Sequence[Mapping[str, Any]]  # the arguments of a node in each arm
_NOTHING: frozenset[str] = frozenset()


class Layer:
    """A layer with one input. `logits` is its last input of a softmax or sigmoid, where the loss asks for that."""

    takes: frozenset[str] = _NOTHING  # arguments that it knows
    stepwise = False  # may stand in a TimeDistributed
    keeps_mask = True

    def __init__(self, weights: Weights, name: str, arms: Arms, shape: Shape) -> None:
        for one in arms:
            if unknown := {key for key, value in one.items() if key not in self.takes and value is not None}:
                raise Unsupported(f"`{min(unknown)}` of {type(self).__name__}")
        self.arms, self.shape, self.output_shape = arms, shape, shape
        self.made(weights, name)

    def made(self, weights: Weights, name: str) -> None:
        """Asks for weights, and sets `output_shape`."""

    def of(self, argument: str, usual: Any = None) -> list[Any]:
        """An argument in each arm."""
        return [one.get(argument, usual) for one in self.arms]

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        """The output; `dropper` is there in training alone."""
        return x

    def backward(self, gradient: Array) -> Array:
        """The gradient of the input, and those of the weights in their blocks. It may change what it is given."""
        return gradient

    def out_mask(self, mask: Array | None) -> Array | None:
        return mask if self.keeps_mask else None


def flat(x: Array) -> Array:
    """(runs, features, timesteps * batch), or a vector as it is."""
    return x.reshape(x.shape[0], x.shape[1], -1)


class Activated(Layer):
    """A layer that ends in an activation, whose input the loss may ask for."""

    activations: Activations

    def activate(self, z: Array) -> Array:
        self.logits = z.copy() if self.asked else None
        self.z = z.copy() if self.activations.needs_input else None
        self.a = self.activations(z)
        return self.a

    def unactivate(self, gradient: Array) -> Array:
        return self.reversed.back(gradient, self.z, self.a)

    def prepare(self, names: Sequence[Any], weights: Weights) -> None:
        self.activations = self.reversed = Activations(names, weights.arms)
        self.asked = False
        self.runs = weights.arms

    def bypass(self, arms: Sequence[bool]) -> None:
        """Gradients of these arms will be those of the logits."""
        self.asked = any(arms)
        names = ["linear" if bypassed else name for bypassed, name in zip(arms, self.activations.names)]
        self.reversed = Activations(names, self.runs)


class Dense(Activated):
    """activation(W x + b), of each step."""

    takes = frozenset(
        {"units", "activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer",
         "bias_regularizer"}
    )  # fmt: skip
    stepwise = True

    def made(self, weights: Weights, name: str) -> None:
        units, features = int(self.arms[0]["units"]), self.shape[-1]
        self.output_shape = (*self.shape[:-1], units)
        self.kernel = weights.ask(
            f"{name}/kernel", (features, units), self.of("kernel_initializer", "glorot_uniform"),
            lambda w: w.T, lambda w: w.T, self.of("kernel_regularizer"),
        )  # fmt: skip
        self.bias = None
        if self.arms[0].get("use_bias", True):
            self.bias = weights.ask(f"{name}/bias", (units,), self.of("bias_initializer", "zeros"),
                                    penalties=self.of("bias_regularizer"))  # fmt: skip
        self.prepare(self.of("activation"), weights)

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        self.x = flat(x)
        z = self.kernel.value @ self.x
        if self.bias is not None:
            z += self.bias.value[:, :, None]
        return self.activate(z).reshape(x.shape[0], -1, *x.shape[2:])

    def backward(self, gradient: Array) -> Array:
        dz = self.unactivate(flat(gradient))
        np.matmul(dz, self.x.swapaxes(1, 2), out=self.kernel.gradient)
        if self.bias is not None:
            self.bias.gradient[...] = dz.sum(-1)
        back = self.kernel.value.swapaxes(1, 2) @ dz
        return back.reshape(back.shape[0], -1, *gradient.shape[2:])


class Activation(Activated):
    """`Activation`, and the layers that are one."""

    takes = frozenset({"activation"})
    stepwise = True
    usual = "linear"

    def made(self, weights: Weights, name: str) -> None:
        self.prepare(self.of("activation", self.usual), weights)

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        return self.activate(flat(x).copy()).reshape(x.shape)

    def backward(self, gradient: Array) -> Array:
        return self.unactivate(flat(gradient).copy()).reshape(gradient.shape)


class ReLU(Activation):
    takes = _NOTHING
    usual = "relu"


class Softmax(Activation):
    takes = _NOTHING
    usual = "softmax"


class ELU(Activation):
    takes = _NOTHING
    usual = "elu"


class Embedding(Layer):
    """A row for each token id: (batch, timesteps) of ids become (features, timesteps, batch)."""

    takes = frozenset({"input_dim", "output_dim", "mask_zero"})

    def made(self, weights: Weights, name: str) -> None:
        rows, self.width = int(self.arms[0]["input_dim"]), int(self.arms[0]["output_dim"])
        self.output_shape = (*self.shape, self.width)
        self.masks = bool(self.arms[0].get("mask_zero"))
        self.table = weights.ask(f"{name}/embeddings", (rows, self.width), ["uniform"] * len(self.arms))

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        self.ids = x  # (runs, timesteps, batch)
        return np.stack([rows[ids] for rows, ids in zip(self.table.value, x)]).transpose(0, 3, 1, 2)

    def backward(self, gradient: Array) -> Array:
        shape = self.table.gradient.shape
        self.table.squares = np.empty(shape, gradient.dtype)
        for run, ids in enumerate(self.ids):
            parts = gradient[run].reshape(self.width, -1).T
            self.table.gradient[run] = _summed(ids.ravel(), parts, shape[1])
            self.table.squares[run] = _summed(ids.ravel(), parts * parts, shape[1])
        return gradient[:, 0]

    def out_mask(self, mask: Array | None) -> Array | None:
        return self.ids != 0 if self.masks else None


def _summed(ids: Array, parts: Array, rows: int) -> Array:
    """The sum of the parts of each id: (parts, width) to (rows, width)."""
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    starts = np.flatnonzero(np.concatenate([[True], ids[1:] != ids[:-1]]))
    found = np.zeros((rows, parts.shape[1]), parts.dtype)
    found[ids[starts]] = np.add.reduceat(parts[order], starts, axis=0)
    return found


class Masking(Layer):
    """Steps of which every feature is the value are masked, and 0."""

    takes = frozenset({"mask_value"})

    def made(self, weights: Weights, name: str) -> None:
        values = set(self.of("mask_value", 0.0))
        if len(self.shape) != 2 or len(values) != 1:
            raise Unsupported("Masking of what is no sequence")
        self.value = values.pop()

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        self.real = (x != self.value).any(1)
        return x * self.real[:, None]

    def backward(self, gradient: Array) -> Array:
        return gradient * self.real[:, None]

    def out_mask(self, mask: Array | None) -> Array | None:
        return self.real


class Dropout(Layer):
    """Zeros in training, the rest scaled up."""

    takes = frozenset({"rate"})
    stepwise = True

    def made(self, weights: Weights, name: str) -> None:
        self.rates = [rate(one) for one in self.of("rate", 0.5)]

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        self.kept = dropper.mask(self.rates, *self.noise(x.shape[1:])) if dropper is not None else None
        return x if self.kept is None else x * self.kept

    def backward(self, gradient: Array) -> Array:
        return gradient if self.kept is None else gradient * self.kept

    def noise(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return shape


class SpatialDropout1D(Dropout):
    """The same features at all steps."""

    stepwise = False

    def noise(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        return (shape[0], 1, shape[2])


class GaussianNoise(Layer):
    """Noise in training."""

    takes = frozenset({"stddev"})

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        return x if dropper is None else x + dropper.noise(self.of("stddev", 0.0), *x.shape[1:])


class Identity(Layer):
    stepwise = True


class RepeatVector(Layer):
    """A vector at each of n steps."""

    takes = frozenset({"n"})
    keeps_mask = False

    def made(self, weights: Weights, name: str) -> None:
        if len(self.shape) != 1:
            raise Unsupported("RepeatVector of a sequence")
        self.count = int(self.arms[0]["n"])
        self.output_shape = (self.count, *self.shape)

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        return np.repeat(x[:, :, None], self.count, 2)

    def backward(self, gradient: Array) -> Array:
        return gradient.sum(2)


class Flatten(Layer):
    """(features, timesteps, batch) to one vector, a step after the other."""

    keeps_mask = False

    def made(self, weights: Weights, name: str) -> None:
        self.output_shape = (int(np.prod(self.shape)),)

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        if x.ndim == 3:
            return x
        return x.swapaxes(1, 2).reshape(x.shape[0], -1, x.shape[-1])

    def backward(self, gradient: Array) -> Array:
        if len(self.shape) == 1:
            return gradient
        return gradient.reshape(gradient.shape[0], *self.shape, gradient.shape[-1]).swapaxes(1, 2)


class GlobalAveragePooling1D(Layer):
    """The mean of the steps that are not masked."""

    keeps_mask = False

    def made(self, weights: Weights, name: str) -> None:
        _of_sequence(self.shape)
        self.output_shape = self.shape[1:]

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        real = np.ones((x.shape[0], *x.shape[2:]), bool) if mask is None else mask
        self.shares = (real / real.sum(1, keepdims=True)).astype(x.dtype)[:, None]
        return (x * self.shares).sum(2)

    def backward(self, gradient: Array) -> Array:
        return gradient[:, :, None] * self.shares


class GlobalMaxPooling1D(Layer):
    """The largest of all steps; several that are as large share the gradient."""

    keeps_mask = False

    def made(self, weights: Weights, name: str) -> None:
        _of_sequence(self.shape)
        self.output_shape = self.shape[1:]

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        largest = x.max(2)
        self.there = x == largest[:, :, None]
        return largest

    def backward(self, gradient: Array) -> Array:
        return self.there * (gradient / self.there.sum(2))[:, :, None]


def _of_sequence(shape: Shape) -> None:
    if len(shape) != 2:
        raise Unsupported("pooling of what is no sequence")


Merge = Callable[[list[Array]], Array]
