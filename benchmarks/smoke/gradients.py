"""`python -m benchmarks.smoke.gradients [--count 300] [--seed 0]`: gradients of our own engine against Keras.

Random models, each with the same weights, data and masks of dropout in both: the loss, the gradient of every weight,
and the weights after three updates by a random optimizer. In float64 the errors may be 1e-5, in float32 1e-3.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lstm_lint.smoke.backend import Backend, load
from lstm_lint.smoke.build import build, loss_of, optimizer_of
from lstm_lint.smoke.engine.arrays import arranged, np
from lstm_lint.smoke.engine.network import Network
from lstm_lint.smoke.engine.optimizers import Optimizer
from lstm_lint.smoke.engine.parts import Dropper
from lstm_lint.smoke.specification import Input, Node, Part, Specification

LIMITS = {"float64": 1e-5, "float32": 1e-3}
BATCH = 5
_ACTIVATIONS = ("tanh", "sigmoid", "hard_sigmoid", "relu", "relu6", "leaky_relu", "elu", "selu", "softplus", "softsign",
                "silu", "gelu", "mish", "hard_silu", "linear", "softmax", "log_softmax", "exponential")  # fmt: skip
_TAME = ("tanh", "sigmoid", "softsign", "elu", "relu", "linear", "silu", "gelu", "softmax")
_UPDATES = 3


def random_model(rng: Any) -> Specification:
    """A stack of one to three recurrent layers, with what may stand around them."""
    steps, features = int(rng.integers(2, 8)), int(rng.integers(1, 5))
    tokens = int(rng.integers(4, 9)) if rng.random() < 0.3 else 0
    nodes: list[Node] = []
    entry = Input("x", (steps,) if tokens else (steps, features), tokens)

    def add(cls: str, wrappers: tuple[Part, ...] = (), **arguments: Any) -> None:
        before = nodes[-1].id if nodes else "x"
        nodes.append(Node(f"{cls.lower()}_{len(nodes)}", cls, arguments, (before,), wrappers))

    masked = rng.random() < 0.35
    if tokens:
        add("Embedding", input_dim=tokens, output_dim=features + 1, mask_zero=bool(masked))
    elif masked:
        add("Masking", mask_value=0.0)
    depth = int(rng.integers(1, 4))
    sequences = bool(rng.random() < 0.4)
    for number in range(depth):
        if rng.random() < 0.2:
            add(str(rng.choice(["Dropout", "SpatialDropout1D"])), rate=float(rng.choice([0.2, 0.5])))
        _recurrent(rng, add, sequences or number < depth - 1)
        if rng.random() < 0.15:
            add("LayerNormalization")
        if rng.random() < 0.15 and not masked:
            add("BatchNormalization", momentum=0.9)
    if not sequences and rng.random() < 0.15:
        add("RepeatVector", n=3)
        _recurrent(rng, add, True)
        sequences, masked = True, False
    if sequences and rng.random() < 0.4:
        add(str(rng.choice(["Flatten", "GlobalMaxPooling1D", "GlobalAveragePooling1D"])) if not masked
            else "GlobalAveragePooling1D")  # fmt: skip
        sequences = False
    if rng.random() < 0.3:
        add("Dense", units=int(rng.integers(2, 6)), activation=str(rng.choice(_ACTIVATIONS)))
    losses, units, activation = _head(rng)
    optimizer = _optimizer(rng, bool(tokens))
    if rng.random() < 0.3:
        add("Dense", units=units)
        add("Activation", activation=activation)
    else:
        wrapped = (Part("TimeDistributed"),) if sequences and rng.random() < 0.5 else ()
        add("Dense", wrapped, units=units, activation=activation)
    return Specification(tuple(nodes), (entry,), (nodes[-1].id,), (losses,), optimizer)


def _recurrent(rng: Any, add: Any, sequences: bool) -> None:
    cls = str(rng.choice(["LSTM", "LSTM", "GRU", "GRU", "SimpleRNN"]))
    arguments: dict[str, Any] = {"units": int(rng.integers(1, 6)), "return_sequences": sequences}
    if rng.random() < 0.5:
        arguments["activation"] = str(rng.choice(_ACTIVATIONS))
    if cls != "SimpleRNN" and rng.random() < 0.4:
        arguments["recurrent_activation"] = str(rng.choice(_ACTIVATIONS))
    if cls == "GRU":
        arguments["reset_after"] = bool(rng.random() < 0.6)
    if rng.random() < 0.2:
        arguments["use_bias"] = False
    if rng.random() < 0.2:
        arguments["dropout"] = 0.3
    if rng.random() < 0.2:
        arguments["recurrent_dropout"] = 0.3
    for name, factor in (("kernel_regularizer", "L2"), ("recurrent_regularizer", "L1")):
        if rng.random() < 0.1:
            arguments[name] = {"class": factor, "arguments": {factor.lower(): 0.01}}
    wrappers: tuple[Part, ...] = ()
    if rng.random() < 0.25:
        wrappers = (Part("Bidirectional", {"merge_mode": str(rng.choice(["concat", "sum", "ave", "mul"]))}),)
    elif rng.random() < 0.15:
        arguments["go_backwards"] = True
    add(cls, wrappers, **arguments)


def _head(rng: Any) -> tuple[Part, int, str]:
    """A loss with the width and the activation of a head."""
    kind = int(rng.integers(0, 9))
    classes = int(rng.integers(2, 5))
    if kind == 0:
        return Part("BinaryCrossentropy", {"label_smoothing": 0.1}), 1, "sigmoid"
    if kind == 1:
        activation = str(rng.choice(["linear", "sigmoid"]))
        return Part("BinaryCrossentropy", {"from_logits": bool(rng.random() < 0.5)}), 2, activation
    if kind in (2, 3):
        cls = "CategoricalCrossentropy" if kind == 2 else "SparseCategoricalCrossentropy"
        activation = str(rng.choice(["softmax", "softmax", "linear", "sigmoid"]))
        logits = bool(rng.random() < 0.5)
        if activation == "linear" and not logits:
            activation = "softplus"
        return Part(cls, {"from_logits": logits}), classes, activation
    cls = ("MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "MeanAbsolutePercentageError")[
        kind - 4
    ]
    return Part(cls), int(rng.integers(1, 4)), str(rng.choice(["linear", "tanh", "relu", "softplus"]))


def _optimizer(rng: Any, tokens: bool) -> Part:
    """What of Adamax and `clipvalue` becomes of an Embedding is left to TensorFlow."""
    every = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Lion", "Ftrl")
    cls = str(rng.choice([one for one in every if not tokens or one != "Adamax"]))
    given: dict[str, Any] = {"learning_rate": float(rng.choice([0.001, 0.02]))}
    if cls == "SGD":
        given |= {"momentum": float(rng.choice([0.0, 0.9])), "nesterov": bool(rng.random() < 0.5)}
    if cls == "RMSprop":
        given |= {"momentum": float(rng.choice([0.0, 0.5])), "centered": bool(rng.random() < 0.5)}
    if cls == "Adam" and rng.random() < 0.3:
        given["amsgrad"] = True
    if rng.random() < 0.6:
        given[str(rng.choice(["clipnorm", "global_clipnorm"] + ["clipvalue"] * (not tokens)))] = float(
            rng.choice([0.01, 0.3])
        )
    if rng.random() < 0.2:
        given["weight_decay"] = 0.01
    return Part(cls, given)


@contextmanager
def _recorded(backend: Backend, seed: int) -> Iterator[list[Any]]:
    """Masks of dropout by NumPy, in the order in which Keras asks for them; sequences of masks are by gate."""
    random: Any = sys.modules["keras.src.backend"].random
    before, drawn, rng = random.dropout, [], np.random.default_rng(seed)

    def dropout(inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None) -> Any:
        shape = [
            size if given is None else given for size, given in zip(inputs.shape, noise_shape or inputs.shape)
        ]
        mask = (rng.random(shape) >= rate) / (1 - rate)
        drawn.append(mask)
        return inputs * backend.tf.constant(mask, inputs.dtype)

    random.dropout = dropout
    try:
        yield drawn
    finally:
        random.dropout = before


class _Replayed(Dropper):
    """Hands out the masks that Keras got."""

    def __init__(self, masks: list[Any], dtype: Any) -> None:
        self.left, self.dtype, self.arms, self.runs = list(masks), dtype, [slice(0, 1)], 1

    def mask(self, rates: Any, *shape: int) -> Any:
        if not any(rates):
            return None
        if len(shape) == 3 and self.left[0].ndim == 2:  # of a recurrent layer: (gates, features, batch)
            taken = np.stack([self.left.pop(0).T for _ in range(shape[0])])[None]
        else:
            taken = np.swapaxes(self.left.pop(0), 0, -1)[None]
        return taken.astype(self.dtype)


def errors(backend: Backend, model: Specification, seed: int, dtype: str) -> dict[str, float] | None:
    """Relative errors of loss, gradients and weights after three updates; None where Keras' own are not finite."""
    tf, keras = backend.tf, backend.keras
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    rng = np.random.default_rng(seed)
    theirs = build(backend, model)
    network = Network([model], 1, dtype)
    _same_weights(theirs, network, rng)
    x, y = _data(rng, model, tuple(dim or 1 for dim in theirs.outputs[0].shape[1:]), dtype)
    loss = loss_of(backend, model.losses[0])
    optimizer, own = (
        optimizer_of(backend, model.optimizer),
        Optimizer(model.optimizer, network.weights.starts),
    )
    found = {"loss": 0.0, "gradient": 0.0}
    for update in range(_UPDATES):
        with _recorded(backend, seed) as masks, tf.GradientTape() as tape:
            value = loss(y, theirs(x, training=True))
            total = value + sum(theirs.losses) if theirs.losses else value
        variables = theirs.trainable_variables
        made = tape.gradient(total, variables)
        wanted = [np.zeros(v.shape) if g is None else tf.convert_to_tensor(g).numpy()
                  for g, v in zip(made, variables)]  # fmt: skip
        norm = float(np.sqrt(sum((one.astype("float64") ** 2).sum() for one in wanted)))
        if not np.isfinite(norm) or norm > 1e4 or (update == 0 and norm < 1e-7):
            return None
        outputs = network.forward([arranged(x[None])], _Replayed(masks, network.dtype))
        mine, gradients = network.loss(outputs, [arranged(y[None]) if y.ndim > 1 else y[None]])
        network.backward(gradients)
        network.weights.penalize()
        if update == 0:
            found["loss"] = abs(float(mine[0]) - float(value)) / max(abs(float(value)), 1e-6)
            for block, other in zip(network.weights.blocks, wanted):
                difference = float(np.linalg.norm(block.returned(block.gradient[0]) - other))
                found["gradient"] = max(
                    found["gradient"], difference / (float(np.linalg.norm(other)) + 1e-3 * norm)
                )
        parts = [tf.constant(dense) if part is None else part for part, dense in zip(made, wanted)]
        optimizer.apply_gradients(list(zip(parts, variables)))
        own.apply(network.weights.values, network.weights.gradients, network.weights.squared())
        # Where a gradient is 0 but for rounding, its sign may decide a whole step.
        off = [float((np.abs(block.returned(block.value[0]) - v.numpy()) * (np.abs(g) > 1e-6 * norm)).max())
               for block, v, g in zip(network.weights.blocks, variables, wanted)]  # fmt: skip
        found["weights"] = max(off)
        if model.optimizer.cls in ("Lion", "Adam", "AdamW", "Nadam", "RMSprop", "Adadelta", "Adamax", "Ftrl"):
            break
    return found


def _same_weights(theirs: Any, network: Network, rng: Any) -> None:
    variables = theirs.trainable_variables
    assert [tuple(v.shape) for v in variables] == [block.shape for block in network.weights.blocks]
    for variable, block in zip(variables, network.weights.blocks):
        drawn = rng.normal(0, 0.5, block.shape).astype(network.dtype)
        variable.assign(drawn)
        block.value[0] = block.arranged(drawn)


def _data(rng: Any, model: Specification, shape: tuple[int, ...], dtype: str) -> tuple[Any, Any]:
    entry = model.inputs[0]
    if entry.tokens:
        x = rng.integers(0, entry.tokens, (BATCH, *entry.shape)).astype("int32")
        x[:, 0] = np.maximum(x[:, 0], 1)
    else:
        x = rng.standard_normal((BATCH, *entry.shape))
        x[1:3, -(entry.shape[0] or 2) // 2 :] = 0.0
        x = x.astype(dtype)
    loss = model.losses[0].cls
    if loss == "SparseCategoricalCrossentropy":
        return x, rng.integers(0, shape[-1], (BATCH, *shape[:-1])).astype("int32")
    if loss == "CategoricalCrossentropy":
        return x, np.eye(shape[-1])[rng.integers(0, shape[-1], (BATCH, *shape[:-1]))].astype(dtype)
    if loss == "BinaryCrossentropy":
        return x, rng.integers(0, 2, (BATCH, *shape)).astype(dtype)
    return x, (rng.standard_normal((BATCH, *shape)) + 0.1).astype(dtype)


def compared(
    backend: Backend, count: int, seed: int
) -> Iterator[tuple[int, str, Specification, dict[str, float]]]:
    """So many random models in both precisions."""
    number = done = 0
    while done < count:
        model = random_model(np.random.default_rng((seed, number)))
        found = {dtype: errors(backend, model, number, dtype) for dtype in LIMITS}
        number += 1
        if found["float64"] is None or found["float32"] is None:
            continue
        done += 1
        for dtype, one in found.items():
            if one is not None:
                yield number - 1, dtype, model, one


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.smoke.gradients", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    worst = {dtype: {"loss": 0.0, "gradient": 0.0, "weights": 0.0} for dtype in LIMITS}
    wrong = 0
    for number, dtype, model, found in compared(load(), given.count, given.seed):
        worst[dtype] = {name: max(before, found[name]) for name, before in worst[dtype].items()}
        if max(found.values()) > LIMITS[dtype]:
            wrong += 1
            layers = ", ".join(
                f"{[w.cls for w in n.wrappers] or ''}{n.cls}({dict(n.arguments)})" for n in model.nodes
            )
            print(f"{number} {dtype}: {found}: {layers}; {model.losses[0]}; {model.optimizer}")
    print(f"{given.count} random models, {wrong} above the limit; largest errors:")
    for dtype, found in worst.items():
        shown = ", ".join(f"{name} {value:.1e}" for name, value in found.items())
        print(f"  {dtype}: {shown} (limit {LIMITS[dtype]:g})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
