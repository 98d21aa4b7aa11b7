"""Micro-training: a few hundred updates of one arm, with the loss held out and the gradient norms on the way.

No `fit`: one traced step, which gives the loss, the norm of all gradients and the relative size of the update.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import Lock
from typing import Any

from lstm_lint.smoke import synthetic
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.build import build, loss_of, optimizer_of
from lstm_lint.smoke.decide import Run
from lstm_lint.smoke.specification import Specification
from lstm_lint.smoke.synthetic import BATCH, Task

Report = Callable[[int], None]  # the number of updates done


class Arm:
    """A model of one specification: built and traced once, started anew for each seed."""

    def __init__(self, backend: Backend, specification: Specification, starting: Lock | None = None) -> None:
        self.backend, self.specification = backend, specification
        self.starting = starting or Lock()  # the seed of Keras is global: two arms may not start at once
        self.model = build(backend, specification)
        self.losses = [loss_of(backend, part) for part in specification.losses]
        self.optimizer = optimizer_of(backend, specification.optimizer)
        self.optimizer.build(self.model.trainable_variables)
        self.fresh = [variable.numpy() for variable in self.optimizer.variables]
        self.step = backend.tf.function(self._step, reduce_retracing=True)
        self.predict = backend.tf.function(self._predict, reduce_retracing=True)
        self.curves: dict[int, list[tuple[float, float]]] = {}

    @property
    def output_shapes(self) -> list[tuple[int, ...]]:
        """Of one sample each."""
        return [tuple(dim or 1 for dim in output.shape[1:]) for output in self.model.outputs]

    def run(self, seed: int, steps: int, train: Task, held_out: Task, report: Report) -> Run:
        """Trains from the seed's initial weights. Stops early where the loss is not finite."""
        self.start(seed)
        np, data = self.backend.np, self.specification.data
        tensors = [self.backend.tf.constant(a) for a in (*train.inputs, *train.targets)]
        rows, size = len(train.inputs[0]), self._batch
        order = np.arange(rows)
        shuffle = np.random.default_rng(seed + 1000)
        norms: list[float] = []
        updates: list[float] = []
        curve = self.curves.setdefault(seed, [])
        curve.clear()
        finite = True
        for number in range(steps):
            at = number * size % (rows - rows % size)
            if at == 0 and not data.ordered and data.stream != "ordered":
                order = shuffle.permutation(rows)
            if at == 0 and data.stream:
                self.forget()
            batch = [self.backend.tf.gather(tensor, order[at : at + size]) for tensor in tensors]
            values = self.step(*batch)
            loss, norm, update = (float(value) for value in values)
            curve.append((loss, norm))
            norms.append(norm)
            updates.append(update)
            if not (math.isfinite(loss) and math.isfinite(norm)):
                finite = False
                break
            if number % 25 == 24:
                report(number + 1)
        held = self.evaluate(held_out)
        return Run(
            loss=held,
            baseline=self.baseline(held_out),
            largest_gradient=max(norms) if finite else math.inf,
            finite=finite and math.isfinite(held),
            first_update=updates[0],
            displacement=sorted(updates)[len(updates) // 2],
        )

    def start(self, seed: int) -> None:
        """The initial weights that the seed gives, and an optimizer that has done nothing."""
        with self.starting:
            self.backend.keras.utils.set_random_seed(seed)
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

    def evaluate(self, task: Task) -> float:
        """The loss on data that was not trained on, without regularization."""
        outputs = self.outputs(task)
        total = 0.0
        for output, target, loss in zip(outputs, task.targets, self._losses(len(outputs))):
            total += float(loss(target, _last_steps(output, target)))
        return total

    def outputs(self, task: Task) -> list[Any]:
        """Predictions for all samples of a task, one array for each output."""
        size, rows = self._batch, len(task.inputs[0])
        if self.specification.data.stream:
            self.forget()
        parts = [
            self.predict(*[self.backend.tf.constant(x[at : at + size]) for x in task.inputs])
            for at in range(0, rows - rows % size, size)
        ]
        joined = [
            self.backend.tf.concat([part[i] for part in parts], 0) for i in range(len(self.model.outputs))
        ]
        return joined

    def baseline(self, task: Task) -> float:
        """The loss of the best constant: the mean, the median, or how often each class occurs."""
        np, total = self.backend.np, 0.0
        for target, loss, shape in zip(task.targets, self._losses(len(task.targets)), self.output_shapes):
            name = type(loss).__name__
            if name == "SparseCategoricalCrossentropy":
                shares = np.bincount(target.reshape(-1), minlength=shape[-1]) / target.size
                total += float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
            elif name == "CategoricalCrossentropy":
                shares = target.reshape(-1, target.shape[-1]).mean(0)
                total += float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
            elif name == "BinaryCrossentropy":
                share = min(max(float(target.mean()), 1e-6), 1 - 1e-6)
                total += -(share * math.log(share) + (1 - share) * math.log(1 - share))
            else:
                best = np.median(target, 0) if "Absolute" in name else target.mean(0)
                total += float(loss(target, np.broadcast_to(best, target.shape).astype("float32")))
        return total

    @property
    def _batch(self) -> int:
        return next((one.batch for one in self.specification.inputs if one.batch), None) or BATCH

    def _losses(self, count: int) -> list[Any]:
        return self.losses if len(self.losses) == count else self.losses[:1] * count

    def _predict(self, *inputs: Any) -> list[Any]:
        outputs = self.model(list(inputs) if len(inputs) > 1 else inputs[0], training=False)
        return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]

    def _step(self, *arrays: Any) -> Any:
        tf, count = self.backend.tf, len(self.specification.inputs)
        inputs, targets = arrays[:count], arrays[count:]
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            outputs = self.model(list(inputs) if count > 1 else inputs[0], training=True)
            made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
            loss = sum(one(y, out) for one, y, out in zip(self._losses(len(made)), targets, made))
            total = loss + sum(self.model.losses) if self.model.losses else loss
        gradients = tape.gradient(total, [variable.value for variable in variables])
        norm = tf.linalg.global_norm([gradient for gradient in gradients if gradient is not None])
        before = [tf.identity(variable.value) for variable in variables]
        pairs = [(g, v) for g, v in zip(gradients, variables) if g is not None]
        self.optimizer.apply_gradients(pairs)
        moved = tf.linalg.global_norm([v.value - b for v, b in zip(variables, before)])
        return loss, norm, moved / (tf.linalg.global_norm(before) + 1e-12)


def _last_steps(output: Any, target: Any) -> Any:
    """One prediction a step against one target a sample: the last step is what such a model is used for."""
    stepwise = len(output.shape) == 3 and target.ndim == 2 and target.shape[1] == output.shape[2]
    return output[:, -1] if stepwise else output


def paired_data(backend: Backend, arm: Arm, specification: Specification, seed: int) -> tuple[Task, Task]:
    """The data of one seed, by the arm as fixed: its outputs have the shape that the targets have."""
    return synthetic.make(backend.np, specification, arm.output_shapes, seed)
