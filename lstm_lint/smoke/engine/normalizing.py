"""Layers that normalize: over the features of a step, or over the batch."""

from __future__ import annotations

from lstm_lint.smoke.engine.arrays import Array, Unsupported, np
from lstm_lint.smoke.engine.layers import Layer, flat
from lstm_lint.smoke.engine.parts import Dropper
from lstm_lint.smoke.engine.weights import Weights


class LayerNormalization(Layer):
    """Mean 0 and deviation 1 over the features, then a factor and an offset of each."""

    takes = frozenset({"epsilon"})
    stepwise = True
    axis = 1

    def made(self, weights: Weights, name: str) -> None:
        features, arms = self.shape[-1:], len(self.arms)
        epsilons = set(self.of("epsilon", 1e-3))
        if len(epsilons) != 1:
            raise Unsupported("normalizations with different epsilon")
        self.epsilon = float(epsilons.pop())
        self.gamma = weights.ask(f"{name}/gamma", features, ["ones"] * arms)
        self.beta = weights.ask(f"{name}/beta", features, ["zeros"] * arms)

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        values = flat(x)
        mean = values.mean(self.axis, keepdims=True)
        centered = values - mean
        variance = (centered * centered).mean(self.axis, keepdims=True)
        return self.scaled(centered, variance, x.shape)

    def scaled(self, centered: Array, variance: Array, shape: tuple[int, ...]) -> Array:
        self.inverse = 1 / np.sqrt(variance + self.epsilon)
        self.normal = centered * self.inverse
        return (self.normal * self.gamma.value[:, :, None] + self.beta.value[:, :, None]).reshape(shape)

    def backward(self, gradient: Array) -> Array:
        dy = flat(gradient)
        self.gamma.gradient[...] = (dy * self.normal).sum(-1)
        self.beta.gradient[...] = dy.sum(-1)
        dn = dy * self.gamma.value[:, :, None]
        back = dn - dn.mean(self.axis, keepdims=True)
        back -= self.normal * (dn * self.normal).mean(self.axis, keepdims=True)
        return (back * self.inverse).reshape(gradient.shape)


class BatchNormalization(LayerNormalization):
    """Mean 0 and deviation 1 over the batch in training; by moving averages in prediction."""

    takes = frozenset({"momentum", "epsilon"})
    stepwise = False
    axis = 2

    def made(self, weights: Weights, name: str) -> None:
        super().made(weights, name)
        features = (weights.runs, self.shape[-1], 1)
        self.moving_mean, self.moving_variance = np.zeros(features), np.ones(features)
        self.arms_of_runs = weights.arms

    def restart(self) -> None:
        self.moving_mean[...], self.moving_variance[...] = 0, 1

    def forward(self, x: Array, dropper: Dropper | None, mask: Array | None) -> Array:
        if mask is not None:
            raise Unsupported("BatchNormalization of masked sequences")
        values = flat(x)
        if dropper is None or not dropper.learns:
            mean, variance = (one.astype(x.dtype) for one in (self.moving_mean, self.moving_variance))
            return self.scaled(values - mean, variance, x.shape)
        mean = values.mean(2, keepdims=True)
        centered = values - mean
        variance = (centered * centered).mean(2, keepdims=True)
        for runs, momentum in zip(self.arms_of_runs, self.of("momentum", 0.99)):
            for moving, now in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving[runs] = moving[runs] * momentum + now[runs] * (1 - momentum)
        return self.scaled(centered, variance, x.shape)
