"""What layers share: activations that differ between arms, and the masks of dropout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lstm_lint.smoke.engine.activations import Activation, named
from lstm_lint.smoke.engine.arrays import Array, Runs, Unsupported, np


class Activations:
    """One activation for each arm, applied to the runs of that arm. Features are the axis before the last."""

    def __init__(self, names: Sequence[str | None], arms: Sequence[Runs]) -> None:
        self.parts: list[tuple[Runs, Activation]] = []
        for name, runs in zip(names, arms):
            one = named(name)
            if self.parts and self.parts[-1][1] is one:
                self.parts[-1] = (slice(self.parts[-1][0].start, runs.stop), one)
            else:
                self.parts.append((runs, one))
        self.names = [named(name).name for name in names]
        self.needs_input = any(one.needs_input for _, one in self.parts)

    @property
    def linear(self) -> bool:
        return all(name == "linear" for name in self.names)

    def __call__(self, z: Array) -> Array:
        """In place: z becomes the output."""
        for runs, one in self.parts:
            part = z[runs]
            if one.name == "tanh":
                np.tanh(part, out=part)
            elif one.name == "sigmoid":
                part *= 0.5
                np.tanh(part, out=part)
                part *= 0.5
                part += 0.5
            elif one.name != "linear":
                part[...] = one.forward(part)
        return z

    def back(self, gradient: Array, z: Array, a: Array) -> Array:
        """In place: the gradient of the output becomes that of the input. z may be None unless `needs_input`."""
        for runs, one in self.parts:
            part, out = gradient[runs], a[runs]
            if one.name == "tanh":
                slope = out * out
                np.subtract(1, slope, out=slope)
                part *= slope
            elif one.name == "sigmoid":
                slope = 1 - out
                slope *= out
                part *= slope
            elif one.name != "linear":
                part[...] = one.backward(part, z[runs] if one.needs_input else None, out)
        return gradient


class Dropper:
    """Masks of dropout: those of a run come from its own generator, whatever is trained beside it."""

    def __init__(self, seeds: Sequence[int], arms: Sequence[Runs], dtype: Any) -> None:
        self.arms, self.dtype, self.runs = arms, dtype, len(seeds)
        self.generators = [np.random.default_rng((seed, 77)) for seed in seeds]

    learns = True  # normalizations go by the batch, and move their averages

    def mask(self, rates: Sequence[float], *shape: int) -> Array | None:
        """(runs, *shape): 0 for what is dropped, 1 / (1 - rate) for the rest; None where no arm drops anything."""
        if not any(rates):
            return None
        found = np.ones((self.runs, *shape), self.dtype)
        for rate, runs in zip(rates, self.arms):
            if rate:
                for run in range(runs.start, runs.stop):
                    kept = self.generators[run].random(shape, np.float32) >= rate
                    found[run] = kept / self.dtype.type(1 - rate)
        return found

    def noise(self, deviations: Sequence[float], *shape: int) -> Array:
        """(runs, *shape): normal numbers of that deviation for each arm."""
        found = np.zeros((self.runs, *shape), self.dtype)
        for deviation, runs in zip(deviations, self.arms):
            for run in range(runs.start, runs.stop) if deviation else ():
                found[run] = deviation * self.generators[run].standard_normal(shape)
        return found


class Still(Dropper):
    """Nothing is dropped: a pass as in prediction that is kept, to be looked at."""

    learns = False

    def mask(self, rates: Sequence[float], *shape: int) -> Array | None:
        return None

    def noise(self, deviations: Sequence[float], *shape: int) -> Array:
        return np.zeros(shape, self.dtype)


def rate(value: Any) -> float:
    """A rate of dropout. Raises Unsupported for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1:
        raise Unsupported(f"a dropout of {value}")
    return float(value)
