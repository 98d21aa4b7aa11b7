"""Gradients by the backend of the model, in a function of its own: one small subclass for each backend.

Under Keras 3 a pass runs in a `StatelessScope`: what it would assign - moving statistics, states, seeds, metrics - is
dropped. A zero is added to what each recurrent layer reads, so that there is a gradient for each time step.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from lstm_lint.smoke.engine.arrays import Array, np
from lstm_lint.watch import compiled
from lstm_lint.watch.cells import cell
from lstm_lint.watch.sight import Batch, Direction, NotSeen, Sight

Tensors = dict[str, Any]


class ByBackend:
    """What the backends share. `compiled_once`: a function is traced at the first look, instead of run step by step."""

    def __init__(self, model: Any, trace: bool = True) -> None:
        self.model, self.trace = model, trace
        self.root = sys.modules[compiled.package(model)]
        self.recurrent = {
            layer.name: layer for layer in _leaves(model) if isinstance(layer, self.root.layers.RNN)
        }
        self.watched = {layer.name: layer for layer in compiled.layers(model)}
        self.outer = {  # a Bidirectional is named for both of its directions
            one.name: name for name, layer in self.watched.items() for one in _inner(layer)
        }
        self.trainable = list(model.trainable_variables)
        # Normalization goes by the batch there, as it does in training.
        self.training = any(type(one).__name__ == "BatchNormalization" for one in _leaves(model))
        self.made: Callable[..., Any] | None = None

    def look(self, batch: Batch) -> Sight:
        """Loss, gradients and what the layers made of the held batch."""
        try:
            loss, predictions, gradients, inputs, masks, by_step, outputs = self.computed(batch)
        except NotImplementedError as error:
            raise NotSeen(str(error)) from error
        owner = {id(one): layer.name for layer in self.watched.values() for one in layer.trainable_variables}
        of_layers: dict[str, list[Array]] = {}
        for variable, gradient in zip(self.trainable, gradients):
            if gradient is not None and id(variable) in owner:
                of_layers.setdefault(owner[id(variable)], []).append(_dense(gradient))
        flat = predictions if isinstance(predictions, (list, tuple)) else (
            list(predictions.values()) if isinstance(predictions, Mapping) else [predictions])  # fmt: skip
        return Sight(
            float(compiled.numbers(loss)),
            tuple(compiled.numbers(one) for one in flat),
            of_layers,
            {name: compiled.numbers(one) for name, one in outputs.items()},
            sorted(self._directions(inputs, masks, by_step), key=self._at),
        )

    def computed(self, batch: Batch) -> tuple[Any, ...]:
        raise NotImplementedError

    def loss(self, x: Any, y: Any, predictions: Any) -> Any:
        return self.model.compute_loss(
            x=x, y=y, y_pred=predictions, sample_weight=None, training=self.training
        )

    def _at(self, direction: Direction) -> tuple[int, bool]:
        names = list(self.watched)
        return (
            names.index(direction.name) if direction.name in names else len(names)
        ), direction.part.backwards

    def _directions(self, inputs: Tensors, masks: Tensors, by_step: Tensors) -> Iterator[Direction]:
        for name, layer in self.recurrent.items():
            if name not in inputs:
                continue
            x = compiled.numbers(inputs[name])
            mask = compiled.numbers(masks[name]) if masks.get(name) is not None else None
            part = cell(layer, x, mask)
            back = by_step.get(name)
            if part is not None:
                back = None if back is None else _dense(back)
                yield Direction(self.outer.get(name, name), part, bool(layer.return_sequences), back)

    @contextmanager
    def hooked(
        self, added: Callable[[str, Any], Any], inputs: Tensors, masks: Tensors, outputs: Tensors
    ) -> Iterator[None]:
        """While it lasts, the calls of layers are seen, and recurrent layers read `added(name, x)`."""
        changed: list[Any] = []

        def hook(layer: Any, name: str) -> None:
            original = layer.call

            def call(*given: Any, **named: Any) -> Any:
                if name in self.recurrent and given and hasattr(given[0], "shape"):
                    inputs[name], masks[name] = given[0], named.get("mask")
                    given = (added(name, given[0]), *given[1:])
                found = original(*given, **named)
                if name in self.watched and hasattr(found, "shape"):
                    outputs[name] = found
                return found

            object.__setattr__(layer, "call", call)
            changed.append(layer)

        try:
            for name, layer in {**self.watched, **self.recurrent}.items():
                hook(layer, name)
            yield
        finally:
            for layer in changed:
                object.__delattr__(layer, "call")

    def scope(self, mapping: Sequence[Any] = ()) -> Any:
        return self.root.StatelessScope(state_mapping=mapping)


class ByTensorFlow(ByBackend):
    """A tape, in a function of TensorFlow unless the training is too short for tracing one."""

    def computed(self, batch: Batch) -> tuple[Any, ...]:
        tf = sys.modules["tensorflow"]
        if self.made is None:
            self.made = tf.function(self._once, autograph=False) if self.trace else self._once
        return self.made(batch.x, batch.y)

    def _once(self, x: Any, y: Any) -> tuple[Any, ...]:
        tf = sys.modules["tensorflow"]
        zeros: Tensors = {}
        inputs: Tensors = {}
        masks: Tensors = {}
        outputs: Tensors = {}
        with self.scope(), tf.GradientTape() as tape:

            def added(name: str, read: Any) -> Any:
                zeros[name] = tf.zeros_like(read)
                tape.watch(zeros[name])
                return read + zeros[name]

            with self.hooked(added, inputs, masks, outputs):
                predictions = self.model(x, training=self.training)
            loss = self.loss(x, y, predictions)
        variables = [_tensor(one) for one in self.trainable]
        names = list(zeros)
        found = tape.gradient(loss, [*variables, *(zeros[name] for name in names)])
        count = len(variables)
        by_step = {name: one for name, one in zip(names, found[count:]) if one is not None}
        return loss, predictions, found[:count], inputs, masks, by_step, outputs


class ByTfKeras(ByTensorFlow):
    """Keras 2: no scope keeps the state, so a pass is one of prediction, and states of stateful layers are put back."""

    def __init__(self, model: Any, trace: bool = True) -> None:
        super().__init__(model, trace)
        self.training = False
        self.losses = [self.root.losses.get(one) if isinstance(one, str) else one for one in _listed(model)]
        if not self.losses or any(one is None for one in self.losses):
            raise NotSeen("a loss that is not known by output")

    def computed(self, batch: Batch) -> tuple[Any, ...]:
        tf = sys.modules["tensorflow"]
        if self.made is None:
            self.made = tf.function(self._once, autograph=False) if self.trace else self._once
        states = [
            one
            for layer in self.recurrent.values()
            if layer.stateful
            for one in tf.nest.flatten(layer.states)
        ]
        kept = [one.numpy() for one in states if one is not None]
        try:
            return self.made(batch.x, batch.y)
        finally:
            for one, before in zip((one for one in states if one is not None), kept):
                one.assign(before)

    @contextmanager
    def scope(self, mapping: Sequence[Any] = ()) -> Iterator[None]:
        yield

    def loss(self, x: Any, y: Any, predictions: Any) -> Any:
        tf = sys.modules["tensorflow"]
        made, wanted = tf.nest.flatten(predictions), tf.nest.flatten(y)
        losses = self.losses * len(made) if len(self.losses) == 1 else self.losses
        return tf.add_n([tf.reduce_mean(one(t, p)) for one, t, p in zip(losses, wanted, made)])


class ByJax(ByBackend):
    """`value_and_grad`, jitted: the arguments are the weights and a zero for each step of each recurrent layer."""

    def computed(self, batch: Batch) -> tuple[Any, ...]:
        jax = sys.modules["jax"]
        variables = [_tensor(one) for one in self.trainable]
        others = self._others()
        rest = [one.value for one in others]
        if self.made is None:
            shapes: Tensors = {}
            jax.eval_shape(
                lambda *given: self._once(others, shapes, *given)[0], variables, {}, rest, batch.x, batch.y
            )
            self.zeros = {name: np.zeros(one.shape, one.dtype) for name, one in shapes.items()}
            self.made = jax.jit(
                jax.value_and_grad(
                    lambda *given: self._once(others, {}, *given), argnums=(0, 1), has_aux=True
                )
            )
        (loss, seen), (gradients, by_step) = self.made(variables, self.zeros, rest, batch.x, batch.y)
        predictions, inputs, masks, outputs = seen
        return loss, predictions, gradients, inputs, masks, by_step, outputs

    def _others(self) -> list[Any]:
        own = {id(one) for one in self.trainable}
        return [one for one in self.model.variables if id(one) not in own]

    def _once(
        self,
        others: Sequence[Any],
        shapes: Tensors,
        variables: Any,
        zeros: Tensors,
        rest: Any,
        x: Any,
        y: Any,
    ) -> Any:
        inputs: Tensors = {}
        masks: Tensors = {}
        outputs: Tensors = {}

        def added(name: str, read: Any) -> Any:
            shapes[name] = read
            return read + zeros[name] if name in zeros else read

        with self.scope([*zip(self.trainable, variables), *zip(others, rest)]):
            with self.hooked(added, inputs, masks, outputs):
                predictions = self.model(x, training=self.training)
            loss = self.loss(x, y, predictions)
        return loss, (predictions, inputs, {k: v for k, v in masks.items() if v is not None}, outputs)


class ByTorch(ByBackend):
    """`autograd.grad`, which leaves the `.grad` of the parameters alone."""

    def computed(self, batch: Batch) -> tuple[Any, ...]:
        torch = sys.modules["torch"]
        zeros: Tensors = {}
        inputs: Tensors = {}
        masks: Tensors = {}
        outputs: Tensors = {}

        def added(name: str, read: Any) -> Any:
            zeros[name] = torch.zeros_like(read, requires_grad=True)
            return read + zeros[name]

        with torch.enable_grad(), self.scope():
            with self.hooked(added, inputs, masks, outputs):
                predictions = self.model(batch.x, training=self.training)
            loss = self.loss(batch.x, batch.y, predictions)
            names = list(zeros)
            variables = [one.value for one in self.trainable]
            found = torch.autograd.grad(
                loss, [*variables, *(zeros[name] for name in names)], allow_unused=True
            )
        by_step = {name: one for name, one in zip(names, found[len(variables) :]) if one is not None}
        return loss, predictions, found[: len(variables)], inputs, masks, by_step, outputs


BACKENDS: Mapping[str, type[ByBackend]] = {
    "tensorflow": ByTensorFlow, "jax": ByJax, "torch": ByTorch, "tf_keras": ByTfKeras,
}  # fmt: skip


def _leaves(model: Any) -> list[Any]:
    flatten = getattr(model, "_flatten_layers", None)
    every = (
        list(flatten(include_self=False, recursive=True))
        if flatten is not None
        else list(compiled.layers(model))
    )
    return every


def _inner(layer: Any) -> list[Any]:
    found = (getattr(layer, name, None) for name in ("forward_layer", "backward_layer", "layer"))
    return [one for one in found if one is not None]


def _listed(model: Any) -> list[Any]:
    given = getattr(model, "loss", None)
    if isinstance(given, Mapping):
        return [given.get(name) for name in model.output_names]
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _tensor(variable: Any) -> Any:
    """What a variable of Keras 3 holds; in tf_keras it is one of TensorFlow, and `value` a method of it."""
    held = getattr(variable, "value", variable)
    return variable if callable(held) else held


def _dense(gradient: Any) -> Array:
    """A gradient in NumPy. The slices of an Embedding are summed up by row."""
    if type(gradient).__name__ == "IndexedSlices":
        rows, parts = compiled.numbers(gradient.indices), compiled.numbers(gradient.values)
        found = np.zeros((int(rows.max()) + 1 if rows.size else 1, *parts.shape[1:]), parts.dtype)
        np.add.at(found, rows, parts)
        return found
    return compiled.numbers(gradient)
