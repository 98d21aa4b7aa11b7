"""Keras, the data and the figures of one seed: what the experiments of `fits` are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.evidence import tasks
from benchmarks.evidence.experiment import Figures
from lstm_lint.smoke.backend import Backend

HELD_OUT = 2048
BATCH = 32

Task = Callable[..., tasks.Arrays]


class Bench:
    """Keras, and the data and the figures of one seed."""

    def __init__(self, backend: Backend, seed: int) -> None:
        self.keras, self.np, self.tf = backend.keras, backend.np, backend.tf
        self.layers = backend.keras.layers
        self.seed = seed

    def data(self, task: Task, rows: int, *more: Any) -> tuple[tasks.Arrays, tasks.Arrays]:
        """The task to train on and held out: the same directions, other rows."""
        x, y = task(self.np, self.np.random.default_rng(self.seed), rows + HELD_OUT, *more)
        return (x[:rows], y[:rows]), (x[rows:], y[rows:])

    def model(
        self,
        shape: tuple[int, ...],
        *layers: Callable[[], Any],
        loss: Any = "mse",
        optimizer: Any = "adam",
    ) -> Any:
        """Layers in a row, the same initial weights for the same layers, compiled."""
        self.keras.utils.set_random_seed(self.seed)
        model = self.keras.Sequential([self.keras.Input(shape), *(layer() for layer in layers)])
        model.compile(optimizer, loss)
        return model

    def rnn(self, cls: str = "LSTM", units: int = 32, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(self.layers, cls)(units, **more)

    def dense(self, units: int = 1, activation: str | None = None) -> Callable[[], Any]:
        return lambda: self.layers.Dense(units, activation)

    def embedding(self, words: int, **more: Any) -> Callable[[], Any]:
        return lambda: self.layers.Embedding(words, 16, **more)

    def trained(self, model: Any, data: tasks.Arrays, epochs: int = 1, **more: Any) -> Any:
        given = {"batch_size": BATCH, "shuffle": epochs > 1, "verbose": 0, **more}
        model.fit(*data, epochs=epochs, **given)
        return model

    def loss(self, model: Any, data: tasks.Arrays) -> float:
        return float(model.evaluate(*data, batch_size=512, verbose=0))

    def squared_error(self, made: Any, y: Any) -> float:
        return float(((self.np.asarray(made) - y) ** 2).mean())

    def accuracy(self, model: Any, data: tasks.Arrays) -> float:
        """The share of rows whose class comes out largest, or on the right side of one half."""
        made = model.predict(data[0], batch_size=512, verbose=0)
        found = made.argmax(-1) if made.shape[-1] > 1 else (made[:, 0] > 0.5)
        return float((found == data[1].reshape(-1)).mean())

    def by_loss(self, data: Any, *models: Any) -> Figures:
        first, second = (self.loss(self.trained(model, data[0]), data[1]) for model in models)
        return first, second

    def by_accuracy(self, data: Any, *models: Any, epochs: int = 1) -> Figures:
        first, second = (self.right(model, data, epochs) for model in models)
        return first, second

    def right(self, model: Any, data: Any, epochs: int = 1) -> float:
        return self.accuracy(self.trained(model, data[0], epochs), data[1])
