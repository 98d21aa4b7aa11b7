"""The training of some arms of one shape, all seeds of all of them at once: it can be taken up again at any time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lstm_lint.smoke.decide import Run
from lstm_lint.smoke.engine.arrays import Array, Unsupported, arranged, np
from lstm_lint.smoke.engine.network import Network
from lstm_lint.smoke.engine.normalizing import BatchNormalization
from lstm_lint.smoke.engine.optimizers import Optimizer
from lstm_lint.smoke.engine.parts import Dropper, Still
from lstm_lint.smoke.engine.saturation import saturated
from lstm_lint.smoke.engine.sequences import Sequenced
from lstm_lint.smoke.measure import baseline, measured
from lstm_lint.smoke.specification import Part, Specification
from lstm_lint.smoke.synthetic import BATCH, Task

_LOOKED_AT = 64  # samples of which saturation is taken
_AT_ONCE = 128  # samples that are predicted at a time
Report = Callable[[int], None]


@dataclass
class Course:
    """How one run went so far."""

    shuffle: Array  # the generator of the order
    order: Array
    curve: list[tuple[float, float]] = field(default_factory=list)  # loss and gradient norm of each update
    updates: list[float] = field(default_factory=list)  # their relative sizes
    by_step: list[float] = field(default_factory=list)  # gradient norm at each time step, at the first update
    saturated: tuple[float | None, float | None] = (None, None)
    finite: bool = True


class Batch:
    """Arms of one shape with a task for each of their seeds. Raises Unsupported."""

    def __init__(
        self, arms: Sequence[Specification], seeds: Sequence[int], tasks: Sequence[tuple[Task, Task]],
        measures: Sequence[Sequence[Part]],
    ) -> None:  # fmt: skip
        self.arms, self.seeds, self.tasks, self.measures = list(arms), list(seeds), list(tasks), measures
        self.network = Network(arms, len(seeds))
        self.runs = [(arm, seed) for arm in range(len(arms)) for seed in seeds]
        of_runs = [seed for _, seed in self.runs]
        self.network.weights.draw(of_runs)
        self.dropper = Dropper(of_runs, self.network.runs, self.network.dtype)
        starts = self.network.weights.starts
        self.optimizers = [Optimizer(arm.optimizer, starts) for arm in arms]
        self._check_targets()
        self.size = next((one.batch for one in arms[0].inputs if one.batch), None) or BATCH
        self.courses = [
            Course(np.random.default_rng(seed + 1000), np.arange(len(task[0].inputs[0])))
            for (_, seed), task in zip(self.runs, self.tasks)
        ]
        self.done = 0
        self.first = next((one for one in self.network.made.values() if isinstance(one, Sequenced)), None)

    def _check_targets(self) -> None:
        """Targets have the shape of the outputs: what else Keras makes of them is not here."""
        for (arm, _), (task, _) in zip(self.runs, self.tasks):
            for target, shape, losses in zip(
                task.targets, self.network.output_shapes, self.network.losses[arm]
            ):
                wanted = shape[:-1] if losses.cls.startswith("Sparse") else shape
                if tuple(target.shape[1:]) != tuple(wanted):
                    raise Unsupported("targets of another shape than the output")

    def advance(self, steps: int, report: Report) -> None:
        """Trains up to so many updates, from where it is."""
        with np.errstate(all="ignore"):
            if not self.done:
                self._look()
            while self.done < steps and any(course.finite for course in self.courses):
                self._update()
                self.done += 1
                if self.done % 25 == 0:
                    report(self.done)

    def _update(self) -> None:
        network, weights = self.network, self.network.weights
        inputs, targets = self._drawn()
        if self.first is not None:
            self.first.input_wanted = not self.done or self._reads_layer
        outputs = network.forward(inputs, self.dropper)
        losses, gradients = network.loss(outputs, targets)
        network.backward(gradients)
        weights.penalize()
        if not self.done:
            self._note_steps()
        gradient = weights.gradients
        squares = weights.squared()
        norms = np.sqrt(squares.sum(1, dtype=np.float64))
        before = weights.values.copy()
        for optimizer, runs in zip(self.optimizers, network.runs):
            optimizer.apply(weights.values[runs], gradient[runs], squares[runs])
        moved = weights.values - before
        sizes = np.sqrt(np.einsum("rw,rw->r", moved, moved)) / (
            np.sqrt(np.einsum("rw,rw->r", before, before)) + 1e-12
        )
        for number, course in enumerate(self.courses):
            if not course.finite:
                continue
            loss, norm = float(losses[number]), float(norms[number])
            course.curve.append((loss, norm))
            course.updates.append(float(sizes[number]))
            if not (math.isfinite(loss) and math.isfinite(norm)):
                course.finite = False
                weights.values[number] = 0  # what is not finite would slow down the others

    @property
    def _reads_layer(self) -> bool:
        """Whether something with weights comes before the first recurrent layer."""
        return any(block.name.split("/")[0] in self._before_first for block in self.network.weights.blocks)

    @property
    def _before_first(self) -> set[str]:
        names: set[str] = set()
        for node in self.network.nodes:
            if self.network.made[node.id] is self.first:
                return names
            names.add(node.id)
        return names

    def _drawn(self) -> tuple[list[Array], list[Array]]:
        """The next batch of each run."""
        picked: list[tuple[Task, Array]] = []
        for (arm, _), (train, _), course in zip(self.runs, self.tasks, self.courses):
            rows = len(train.inputs[0])
            at = self.done * self.size % (rows - rows % self.size)
            if at == 0 and not self.arms[arm].data.ordered:
                course.order = course.shuffle.permutation(rows)
            picked.append((train, course.order[at : at + self.size]))
        count = len(self.arms[0].inputs), len(self.arms[0].outputs)
        inputs = [
            arranged(np.stack([task.inputs[i][rows] for task, rows in picked])) for i in range(count[0])
        ]
        targets = [
            arranged(np.stack([task.targets[i][rows] for task, rows in picked])) for i in range(count[1])
        ]
        return inputs, targets

    def _look(self) -> None:
        """What the network looks like before its first update."""
        inputs = [
            arranged(np.stack([held.inputs[i][:_LOOKED_AT] for _, held in self.tasks]))
            for i in range(len(self.arms[0].inputs))
        ]
        self.network.forward(
            inputs, Still([seed for _, seed in self.runs], self.network.runs, self.network.dtype)
        )
        layers = [one for one in self.network.made.values() if isinstance(one, Sequenced)]
        for number, (arm, _) in enumerate(self.runs):
            parts = [part for layer in layers for part in layer.parts]
            self.courses[number].saturated = saturated(parts, number, arm)

    def _note_steps(self) -> None:
        back = self.first.back if self.first is not None else None
        if back is not None:
            for course, norms in zip(self.courses, np.sqrt((back * back).sum((1, 3)))):
                course.by_step = norms.tolist()

    def outputs(self, learning: bool = False) -> list[list[Array]]:
        """Predictions of all held-out samples in the layout of Keras: for each run, for each output.

        `learning`: by the statistics of the batch, as in training; all samples are one batch then.
        """
        normalizing = [one for one in self.network.made.values() if isinstance(one, BatchNormalization)]
        kept = [(one.moving_mean.copy(), one.moving_variance.copy()) for one in normalizing]
        rows = len(self.tasks[0][1].inputs[0])
        made: list[list[Array]] = []
        with np.errstate(all="ignore"):
            for at in range(0, rows, rows if learning else _AT_ONCE):
                end = rows if learning else at + _AT_ONCE
                inputs = [
                    arranged(np.stack([held.inputs[i][at:end] for _, held in self.tasks]))
                    for i in range(len(self.arms[0].inputs))
                ]
                made.append(self.network.forward(inputs, self.dropper if learning else None))
        for one, (mean, variance) in zip(normalizing, kept):
            one.moving_mean, one.moving_variance = mean, variance
        joined = [np.concatenate(parts, -1) for parts in zip(*made)]
        return [[np.swapaxes(one[number], 0, -1) for one in joined] for number in range(len(self.runs))]

    def results(self) -> dict[tuple[int, int], Run]:
        """The runs as they are now, by arm and seed."""
        found: dict[tuple[int, int], Run] = {}
        outputs = self.outputs()
        for number, (arm, seed) in enumerate(self.runs):
            course, measure = self.courses[number], self.measures[arm]
            targets = self.tasks[number][1].targets
            held = measured(outputs[number], targets, measure) if course.finite else math.nan
            best = baseline(targets, measure, [shape[-1] for shape in self.network.output_shapes])
            found[arm, seed] = Run.of(
                held,
                best,
                finite=course.finite,
                norms=[norm for _, norm in course.curve],
                updates=course.updates,
                saturated=course.saturated,
                reach=reach(course.by_step),
            )
        return found


def check(specification: Specification) -> None:
    """Raises Unsupported for a specification whose network or optimizer is none of this engine."""
    if specification.data.stream:
        raise Unsupported("a stream of pieces")
    network = Network([specification], 1)
    Optimizer(specification.optimizer, network.weights.starts)
    by_part = specification.optimizer.cls == "Adamax" or specification.optimizer.arguments.get("clipvalue")
    if by_part and any(node.cls == "Embedding" for node in specification.nodes):
        raise Unsupported("an Embedding by Adamax or `clipvalue`, of which Keras takes each token apart")


def reach(norms: Sequence[float]) -> float | None:
    """The mean norm of the first tenth of the time steps over that of the last tenth; None where nothing arrives."""
    tenth = max(1, len(norms) // 10)
    last = sum(norms[-tenth:])
    ratio = sum(norms[:tenth]) / last if len(norms) > 1 and last > 0 else math.nan
    return ratio if math.isfinite(ratio) else None
