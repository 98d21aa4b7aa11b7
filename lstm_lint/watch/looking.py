"""One look: weights before and after an update, a pass over the held batch, and what is measured of both."""

from __future__ import annotations

from typing import Any

from lstm_lint.smoke.engine.arrays import Array, np
from lstm_lint.watch import compiled, measure
from lstm_lint.watch.by_backend import BACKENDS
from lstm_lint.watch.by_engine import ByEngine
from lstm_lint.watch.look import HeadLook, InputLook, LayerLook, Look
from lstm_lint.watch.sight import Adapter, Batch, NotSeen, Sight


class Looking:
    """Looks at one model. Holds one batch, and between two updates one copy of the weights."""

    def __init__(self, model: Any, backend: str) -> None:
        self.model, self.backend = model, backend
        self.batch: Batch | None = None
        self.computed_by = ""
        self._adapter: Adapter | None = None
        self._before: dict[str, list[Array]] = {}
        self._first: dict[str, float] = {}
        self._began: dict[str, float | None] = {}
        self._same: set[str] = set()  # layers whose weights began as one number
        self.epochs: list[float] = []  # the mean loss of each epoch so far
        self._fixed: tuple[float | None, tuple[InputLook, ...]] | None = None  # of the batch alone

    def keep_weights(self) -> None:
        """Before the update that is looked at."""
        self._before = self._weights()
        if not self._first:
            self._first = {name: size for name, one in self._before.items() if (size := measure.norm(one))}
            self._began = {name: _radius(one) for name, one in self._before.items()}
            self._same = {name for name, one in self._before.items() if _alike(one)}

    def look(self, step: int, planned: int | None, steps: int, trace: bool) -> Look:
        """After it. `steps`: the updates since; `trace`: a function of the backend may be traced."""
        weights = self._weights()
        updates = {name: _moved(self._before.get(name), one, steps) for name, one in weights.items()}
        self._before = {}
        if self.batch is None:
            raise ValueError("no batch is held")
        return self._look(self.batch, step, planned, weights, updates, self._sight(self.batch, trace))

    def _sight(self, batch: Batch, trace: bool) -> Sight:
        if self._adapter is None:
            try:
                self._adapter, self.computed_by = ByEngine(self.model, batch), "numpy"
                return self._adapter.look(batch)
            except NotSeen:
                self._adapter, self.computed_by = BACKENDS[self.backend](self.model, trace), self.backend
        return self._adapter.look(batch)

    def _weights(self) -> dict[str, list[Array]]:
        found: dict[str, list[Array]] = {}
        for layer in compiled.layers(self.model):
            if own := [np.array(compiled.numbers(one)) for one in compiled.variables(layer)]:
                found[layer.name] = own
        return found

    def _look(
        self,
        batch: Batch,
        step: int,
        planned: int | None,
        weights: dict[str, list[Array]],
        updates: dict[str, float | None],
        sight: Sight,
    ) -> Look:
        layers = {layer.name: layer for layer in compiled.layers(self.model)}
        kinds = {name: compiled.kind(layer) for name, layer in layers.items()}
        reads = sight.reads or compiled.reads(self.model)
        sight.reads = {name: source for name, source in reads.items() if kinds.get(name) != "InputLayer"}
        kinds = {name: kind for name, kind in kinds.items() if kind != "InputLayer"}
        rate, scheduled = compiled.rate(self.model)
        looked = tuple(
            measure.layer(name, kinds.get(name, ""), weights.get(name, []), sight.gradients.get(name, []),
                          updates.get(name), self._first.get(name), sight.outputs.get(name))
            for name in kinds if name in weights
        )  # fmt: skip
        loss = measure.number(sight.loss)
        penalty, pull = self._penalty(layers, sight)
        if self._fixed is None:
            constant = measure.constant(batch, self._losses(sight), sight.predictions)
            self._fixed = constant, tuple(self._inputs(batch, sight, layers))
        constant = self._fixed[0]
        worst = max(self.epochs) / constant if self.epochs and constant else None
        return Look(
            step=step,
            planned=planned,
            loss=loss,
            constant=constant,
            inputs=self._fixed[1],
            layers=looked,
            recurrent=tuple(
                measure.recurrent(
                    one,
                    measure.reads_input(one.name, sight, kinds),
                    self._began.get(one.name),
                    one.name in self._same,
                )
                for one in sight.directions
            ),
            heads=tuple(self._heads(batch, sight, layers)),
            rate=rate,
            scheduled=scheduled,
            penalty=penalty,
            pull=pull,
            worst=worst,
            non_finite=measure.non_finite(batch, sight, weights),
            weights_moved=_largest(looked),
        )

    def _losses(self, sight: Sight) -> Any:
        return compiled.losses(self.model, len(sight.predictions))

    def _inputs(self, batch: Batch, sight: Sight, layers: dict[str, Any]) -> list[InputLook]:
        by_source = {source: layers[name] for name, source in sight.reads.items() if name in layers}
        return list(measure.inputs(batch, compiled.inputs(self.model), by_source))

    def _heads(self, batch: Batch, sight: Sight, layers: dict[str, Any]) -> list[HeadLook]:
        losses = self._losses(sight) or [None] * len(sight.predictions)
        found = []
        ends = compiled.heads(self.model)
        for at, (predictions, loss) in enumerate(zip(sight.predictions, losses)):
            layer = ends[at] if at < len(ends) else None
            targets = batch.targets[at] if at < len(batch.targets) else None
            name = layer.name if layer is not None else f"output {at + 1}"
            kind = compiled.kind(layer) if layer is not None else ""
            activation = compiled.activation(layer) if layer is not None else ""
            found.append(measure.head(name, kind, activation, loss, predictions, targets))
        return found

    def _penalty(self, layers: dict[str, Any], sight: Sight) -> tuple[float | None, float | None]:
        """What the penalties add to the loss, and how hard they pull: the norm of their gradient over the loss's."""
        total = pulled = 0.0
        pushed = [0.0]
        for name, layer in layers.items():
            found = compiled.penalties(layer)
            for weight, l1, l2 in found:
                values = compiled.numbers(weight).astype("float64")
                total += l1 * float(np.abs(values).sum()) + l2 * float((values * values).sum())
                pulled += float(((2 * l2 * values + l1 * np.sign(values)) ** 2).sum())
            if found:
                pushed.append(measure.norm(sight.gradients.get(name, [])) or 0.0)
        if len(pushed) == 1:
            return None, None
        push = float(np.sqrt(np.square(pushed).sum()))
        return measure.number(total), measure.number(np.sqrt(pulled) / push) if push else None


def _alike(weights: list[Array]) -> bool:
    """Whether a kernel is one number of 0.5 or more, or of -0.5 or less; 0 does no harm in a single layer."""
    kernels = [one for one in weights if one.ndim == 2 and one.size > 4]
    return any(float(np.ptp(one)) == 0 and abs(float(one.flat[0])) >= 0.5 for one in kernels)


def _radius(weights: list[Array]) -> float | None:
    """The size of a recurrent kernel, (units, gates * units): its deviation times the root of the units."""
    kernels = [one for one in weights if one.ndim == 2 and one.shape[1] % one.shape[0] == 0]
    if not kernels:
        return None
    return measure.number(np.sqrt((kernels[-1].astype("float64") ** 2).mean() * kernels[-1].shape[0]))


def _moved(before: list[Array] | None, after: list[Array], steps: int) -> float | None:
    """The norm of one update over that of the weights."""
    if before is None:
        return None
    size = measure.norm(before)
    moved = measure.norm([b - a for a, b in zip(before, after)])
    return moved / size / steps if size and moved is not None else None


def _largest(layers: tuple[LayerLook, ...]) -> float | None:
    known = [one.update for one in layers if one.update is not None]
    return max(known) if known else None
