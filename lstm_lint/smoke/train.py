"""Micro-training: a few hundred updates of one arm, with the loss held out and the gradient norms on the way.

No `fit`: one traced step, which gives the loss, the norm of all gradients and the relative size of the update.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from lstm_lint.smoke import synthetic
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.build import build, loss_of, optimizer_of
from lstm_lint.smoke.decide import Run
from lstm_lint.smoke.diagnose import Cells, by_step, listening, reach, recurrent
from lstm_lint.smoke.measure import baseline, measured
from lstm_lint.smoke.specification import Part, Specification
from lstm_lint.smoke.synthetic import BATCH, Task

Report = Callable[[int], None]  # the number of updates done


@dataclass
class Trained:
    """Where the training of one seed stands: it can be taken up again, and goes on as if it had not been left."""

    shuffle: Any  # the generator of the order
    order: Any
    norms: list[float] = field(default_factory=list)
    updates: list[float] = field(default_factory=list)
    curve: list[tuple[float, float]] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)  # of the model and of the optimizer
    by_step: list[float] = field(default_factory=list)  # gradient norm at each time step, at the first update
    saturated: tuple[float | None, float | None] = (None, None)  # shares of the gates and of the candidates
    finite: bool = True


class Arm:
    """A model of one specification: built and traced once, started anew for each seed."""

    def __init__(self, backend: Backend, specification: Specification, starting: Lock | None = None) -> None:
        self.backend, self.specification = backend, specification
        self.starting = starting or Lock()  # the seed of Keras is global: two arms may not be built at once
        self.training = Lock()  # one seed at a time
        with self.starting:
            self.model = build(backend, specification)
            self.losses = [loss_of(backend, part) for part in specification.losses]
            self.optimizer = optimizer_of(backend, specification.optimizer)
            self.optimizer.build(self.model.trainable_variables)
        self.fresh = [variable.numpy() for variable in self.optimizer.variables]
        self.recurrent = recurrent(backend, self.model)
        self.cells = Cells(backend, self.recurrent)
        self.step = backend.tf.function(self._step, reduce_retracing=True, autograph=False)
        self.predict = backend.tf.function(self._predict, reduce_retracing=True, autograph=False)
        self.trained: dict[tuple[str, int], Trained] = {}

    @property
    def output_shapes(self) -> list[tuple[int, ...]]:
        """Of one sample each."""
        return [tuple(dim or 1 for dim in output.shape[1:]) for output in self.model.outputs]

    @property
    def curves(self) -> dict[int, dict[str, Any]]:
        """Loss and gradient norm of each update, and the first gradient norm of each time step, by seed."""
        return {
            seed: {"updates": trained.curve, "by_step": trained.by_step}
            for (_, seed), trained in self.trained.items()
        }

    def run(
        self, seed: int, steps: int, train: Task, held_out: Task, report: Report, data: str = "",
        measure: Sequence[Part] = (),
    ) -> Run:  # fmt: skip
        """Trains up to so many updates, from the seed's initial weights or from where it was left.

        `data` names the task; the held-out loss is that of `measure`, by default of the arm itself. Stops early where
        the loss is not finite.
        """
        measure = measure or self.specification.losses
        with self.training, self.backend.in_this_thread():
            state = self._taken_up(data, seed, len(train.inputs[0]))
            if not state.curve:
                state.saturated = self._saturated(held_out)
            self._train(state, steps, train, report)
            state.weights = [v.numpy() for v in (*self.model.variables, *self.optimizer.variables)]
            held = self.evaluate(held_out, measure)
        best = baseline(held_out.targets, measure, [shape[-1] for shape in self.output_shapes])
        return Run.of(
            held,
            best,
            finite=state.finite,
            norms=state.norms,
            updates=state.updates,
            saturated=state.saturated,
            reach=reach(state.by_step),
        )

    def by_batch(self, seed: int, data: str, task: Task) -> float:
        """The held-out loss of a trained seed with the statistics of the batch instead of moving averages."""
        with self.training, self.backend.in_this_thread():
            self._taken_up(data, seed, len(task.inputs[0]))
            return self.evaluate(task, self.specification.losses, training=True)

    def _taken_up(self, data: str, seed: int, rows: int) -> Trained:
        found = self.trained.get((data, seed))
        if found is None:
            self.start(seed)
            np = self.backend.np
            found = Trained(np.random.default_rng(seed + 1000), np.arange(rows))
            self.trained[data, seed] = found
        else:
            variables = (*self.model.variables, *self.optimizer.variables)
            for variable, value in zip(variables, found.weights):
                variable.assign(value)
        return found

    def _train(self, state: Trained, steps: int, train: Task, report: Report) -> None:
        data, rows, size = self.specification.data, len(train.inputs[0]), self._batch
        tensors = [self.backend.tf.constant(a) for a in (*train.inputs, *train.targets)]
        for number in range(len(state.curve), steps if state.finite else 0):
            at = number * size % (rows - rows % size)
            if at == 0 and not data.ordered and data.stream != "ordered":
                state.order = state.shuffle.permutation(rows)
            if at == 0 and data.stream:
                self.forget()
            batch = [self.backend.tf.gather(tensor, state.order[at : at + size]) for tensor in tensors]
            loss, norm, update, at_steps = self.step(*batch)
            if not state.curve:
                state.by_step = at_steps.numpy().tolist()
            loss, norm, update = float(loss), float(norm), float(update)
            state.curve.append((loss, norm))
            state.norms.append(norm)
            state.updates.append(update)
            if not (math.isfinite(loss) and math.isfinite(norm)):
                state.finite = False
                break
            if number % 25 == 24:
                report(number + 1)

    def start(self, seed: int) -> None:
        """The initial weights that the seed gives, and an optimizer that has done nothing."""
        with self.starting:
            self.backend.seed(seed)
            fresh = build(self.backend, self.specification)
        for mine, other in zip(self.model.variables, fresh.variables):
            mine.assign(other)
        for variable, value in zip(self.optimizer.variables, self.fresh):
            variable.assign(value)

    def forget(self) -> None:
        """No state from the batches before."""
        for layer in self.model.layers:
            if getattr(layer, "stateful", False):
                layer.reset_state()

    def evaluate(self, task: Task, measure: Sequence[Part], training: bool = False) -> float:
        """The loss on data that was not trained on, without regularization."""
        outputs = [output.numpy() for output in self.outputs(task, training)]
        return measured(outputs, task.targets, measure)

    def outputs(self, task: Task, training: bool = False) -> list[Any]:
        """Predictions for all samples of a task, one array for each output."""
        rows = len(task.inputs[0])
        size = self._at_once(rows)
        if self.specification.data.stream:
            self.forget()
        parts = [self._predicted(task, at, size, training)[0] for at in range(0, rows - rows % size, size)]
        joined = [
            self.backend.tf.concat([part[i] for part in parts], 0) for i in range(len(self.model.outputs))
        ]
        return joined

    def _predicted(self, task: Task, at: int, size: int, training: bool) -> Any:
        """Predictions for some samples of a task, and what the recurrent layers are called with for them."""
        return self.predict(
            *[self.backend.tf.constant(x[at : at + size]) for x in task.inputs], training=training
        )

    def _saturated(self, task: Task) -> tuple[float | None, float | None]:
        heard = self._predicted(task, 0, self._at_once(len(task.inputs[0])), False)[1]
        self.forget()
        try:
            return self.cells.saturated(heard)
        except Exception:  # what only explains must not spoil a verdict
            return None, None

    @property
    def _batch(self) -> int:
        return next((one.batch for one in self.specification.inputs if one.batch), None) or BATCH

    def _at_once(self, rows: int) -> int:
        """How many samples are predicted at once: all of them, unless the model has a fixed batch size."""
        return self._batch if any(one.batch for one in self.specification.inputs) else rows

    def _losses(self, count: int) -> list[Any]:
        return self.losses if len(self.losses) == count else self.losses[:1] * count

    def _predict(self, *inputs: Any, training: bool) -> Any:
        with listening(self.recurrent) as heard:
            outputs = self.model(list(inputs) if len(inputs) > 1 else inputs[0], training=training)
        return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs], heard

    def _step(self, *arrays: Any) -> Any:
        tf, count = self.backend.tf, len(self.specification.inputs)
        inputs, targets = arrays[:count], arrays[count:]
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape, listening(self.recurrent, tape) as heard:
            outputs = self.model(list(inputs) if count > 1 else inputs[0], training=True)
            made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            loss = sum(one(y, out) for one, y, out in zip(self._losses(len(made)), targets, made))
            total = loss + sum(self.model.losses) if self.model.losses else loss
        sequences = [one.sequence for one in heard.values()][:1]
        gradients = tape.gradient(total, [*(variable.value for variable in variables), *sequences])
        reached = by_step(self.backend, gradients.pop()) if sequences else tf.zeros((0,))
        norm = tf.linalg.global_norm([gradient for gradient in gradients if gradient is not None])
        before = [tf.identity(variable.value) for variable in variables]
        pairs = [(g, v) for g, v in zip(gradients, variables) if g is not None]
        self.optimizer.apply_gradients(pairs)
        moved = tf.linalg.global_norm([v.value - b for v, b in zip(variables, before)])
        return loss, norm, moved / (tf.linalg.global_norm(before) + 1e-12), reached


def paired_data(backend: Backend, arm: Arm, specification: Specification, seed: int) -> tuple[Task, Task]:
    """The data of one seed, by the arm as fixed: its outputs have the shape that the targets have."""
    return synthetic.make(backend.np, specification, arm.output_shapes, seed)
