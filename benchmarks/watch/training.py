"""Watched trainings by the installed Keras, on whatever backend it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lstm_lint.watch import Watch, WatchFinding

BATCH = 32


@dataclass(frozen=True)
class Outcome:
    """The findings of a training in their order, the looks that there were, and seconds of looking."""

    findings: tuple[WatchFinding, ...]
    looks: int
    seconds: float
    share: float | None  # the loss as a share of the constant's, at the last look
    off: str | None


class Trainings:
    """Trainings of one model by several seeds: what is traced for the first of them serves the others."""

    def __init__(self, keras: Any, build: Callable[[Any], Any]) -> None:
        self.keras, self.build = keras, build
        self.model: Any = None

    def watched(self, seed: int, data: tuple[Any, Any], planned: int, updates: int) -> Outcome:
        """Trains `updates` of the `planned` updates on arrays (rows, ...), from the weights of that seed."""
        self.keras.utils.set_random_seed(seed)
        fresh = self.build(self.keras)
        fresh.optimizer.build(fresh.trainable_variables)
        if self.model is None:
            self.model = fresh
        else:
            pairs = [*zip(self.model.variables, fresh.variables)]
            pairs += zip(self.model.optimizer.variables, fresh.optimizer.variables)
            for variable, value in pairs:
                variable.assign(value)
        watch = Watch(say=None)
        x, y = data
        epochs = max(planned // -(-len(y) // BATCH), 1)
        stop = _stop_after(self.keras, updates)
        self.model.fit(x, y, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[watch, stop])
        share = watch.looks[-1].share if watch.looks else None
        return Outcome(tuple(watch.findings), len(watch.looks), watch.seconds, share, watch.off)


def _stop_after(keras: Any, updates: int) -> Any:
    class StopAfter(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.done = 0

        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            self.done += 1
            if self.done >= updates:
                self.model.stop_training = True

    return StopAfter()
