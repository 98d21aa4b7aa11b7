"""Exact probes: no training and no threshold. Does it build, does one batch run, is a gradient exactly zero.

Each returns an answer, what was seen as written and as fixed, and a reason where nothing can be said.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lstm_lint.keras_api.layers import traits
from lstm_lint.smoke import surroundings, synthetic
from lstm_lint.smoke.allowed import OPTIMIZERS
from lstm_lint.smoke.build import build, loss_of, optimizer_of
from lstm_lint.smoke.question import Question, Seen, compared
from lstm_lint.smoke.specification import Node, Specification


def builds(question: Question) -> Seen:
    """Keras refuses the model or the optimizer as written and takes it as fixed."""
    return compared(question, _construct)


def one_step(question: Question) -> Seen:
    """One batch as written raises, has no finite loss, or has loss 0 and no gradient; as fixed it runs."""
    return compared(question, _one_batch)


def _construct(question: Question, arm: Specification) -> str:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        optimizer_of(question.backend, arm.optimizer)
    refused = [str(one.message) for one in caught if "no longer supported" in str(one.message)]
    if refused:
        return f"warns: {refused[0][:120]}"
    model = build(question.backend, arm)
    given = arm.data.given
    if (
        question.probing.get("feeds") == "given" and given is not None
    ):  # data of the shape that the script has
        model(question.backend.np.zeros((2, *given), "float32"))
    parameters = (
        f" and {model.count_params()} parameters" if question.probing.get("outcome") == "differs" else ""
    )
    return f"builds with output {_shown(model.outputs[0].shape)}{parameters}"


def _one_batch(question: Question, arm: Specification) -> str:
    backend, np = question.backend, question.backend.np
    model = build(backend, arm)
    shapes = [tuple(dim or 1 for dim in output.shape[1:]) for output in model.outputs]
    task, _ = synthetic.make(np, arm, shapes, 0)
    size = next((one.batch for one in arm.inputs if one.batch), None) or 32
    rows = arm.data.last if arm.data.last is not None else size
    xs, ys = [x[:rows] for x in task.inputs], [y[:rows] for y in task.targets]
    if question.probing.get("feeds") == "largest-id":
        xs[0][0] = _rows_of(question.written, question.node)
    if question.probing.get("labels") == "ones":
        ys = [np.ones((rows, *y.shape[1:]), y.dtype) if y.size else y for y in ys]
    losses = [loss_of(backend, part) for part in arm.losses]
    step = question.probing.get("step")
    if step in ("fit", "fit-dataset"):  # what `fit` checks, the step below does not
        model.compile(optimizer=_optimizer(question, arm), loss=losses[0], run_eagerly=True)
        class_weight = {"balanced": "balanced", "array": np.ones(2)}.get(arm.data.weights)
        if step == "fit-dataset":
            data = backend.tf.data.Dataset.from_tensor_slices((tuple(xs), ys[0])).batch(8)
            share = arm.data.split
            model.fit(data, epochs=1, verbose=0, **({"validation_split": share} if share else {}))
            return "runs"
        before = [np.array(weight) for weight in model.get_weights()]
        model.fit(xs, ys[0], epochs=1, verbose=0, class_weight=class_weight, batch_size=rows)
        if question.probing.get("optimizer") == "written":
            return _learned(model, before, xs, ys[0], rows)
        return "runs"
    with backend.tf.GradientTape() as tape:
        outputs = model(xs if len(xs) > 1 else xs[0], training=True)
        made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        loss = sum(one(y, out) for one, y, out in zip(losses * len(made), ys, made))
    gradients = [g for g in tape.gradient(loss, model.trainable_variables) if g is not None]
    value, norm = float(loss), float(backend.tf.linalg.global_norm(gradients)) if gradients else 0.0
    if not math.isfinite(value):
        return f"the loss is {value}"
    return "loss and gradients are exactly 0" if value == 0.0 and norm == 0.0 else "runs"


def _learned(model: Any, before: list[Any], xs: list[Any], ys: Any, rows: int) -> str:
    """Whether training does what it is for: the weights move, and the loss of the batch falls."""
    if all((old == new).all() for old, new in zip(before, model.get_weights())):
        return "no weight moves"
    first = float(model.evaluate(xs, ys, batch_size=rows, verbose=0))
    model.fit(xs, ys, epochs=5, verbose=0, batch_size=rows)
    last = float(model.evaluate(xs, ys, batch_size=rows, verbose=0))
    return "runs" if last <= first else f"the loss of one batch rises from {first:.3g} to {last:.3g}"


def _optimizer(question: Question, arm: Specification) -> Any:
    """The optimizer in question, or its class where that is what the program passes; else any."""
    if question.probing.get("optimizer") != "written":
        return "sgd"
    if question.detail == "class" and arm is question.written and arm.optimizer.cls in OPTIMIZERS:
        return getattr(question.backend.keras.optimizers, arm.optimizer.cls)
    return optimizer_of(question.backend, arm.optimizer)


def _rows_of(arm: Specification, node: str | None) -> int:
    """The id behind the last one that as many rows hold as are written: what the fix makes room for."""
    rows = arm.node(node).arguments.get("input_dim") if node else None
    return int(rows) if isinstance(rows, int) else 0


def shapes(question: Question) -> Seen:
    """The output has another shape than the target, and the loss takes both."""
    arm, target = question.written, question.written.data.target
    if target is None:
        return Seen("inconclusive", reason="the shape of the target is not known")
    output = tuple(build(question.backend, arm).outputs[0].shape[1:])
    seen = f"output {_shown(output)} against target {_shown(target)}"
    if output == target or (output == (1,) and target == ()):
        return Seen("refuted", seen)
    np = question.backend.np
    arrays = [np.zeros((2, *(dim or 2 for dim in shape)), "float32") for shape in (target, output)]
    try:
        loss_of(question.backend, arm.losses[0])(*arrays)
    except Exception as error:
        return Seen("confirmed", f"{seen}, which raises {type(error).__name__}")
    return Seen("confirmed", f"{seen}, and {arm.losses[0].cls} takes both")


def zero_gradient(question: Question) -> Seen:
    """The gradient of a weight is exactly 0 for the first batch, of any kernel or of the weight that is named.

    Where none is named, a training decides if no gradient tells.
    """
    named = question.probing.get("weight")
    dead = _dead_weights(question, question.written, named or "kernel")
    if not dead:
        return Seen("refuted" if named else "inconclusive", "no gradient is exactly 0")
    alive = _dead_weights(question, question.fixed, named or "kernel") if question.fixed is not None else []
    revived = [name for name in dead if name not in alive]
    if not revived:
        return Seen("inconclusive", f"gradient of {dead[0]} exactly 0", reason="it is exactly 0 as fixed too")
    return Seen("confirmed", f"gradient of {', '.join(revived[:3])} exactly 0")


def _gradients(question: Question, arm: Specification, seed: int) -> list[tuple[Any, Any]]:
    """Each weight of a fresh model with its gradient on one batch of 32; None where the loss does not depend on it."""
    backend = question.backend
    backend.keras.utils.set_random_seed(seed)
    arm = _as_fed(question, arm)
    model = build(backend, arm)
    shapes = [tuple(dim or 1 for dim in output.shape[1:]) for output in model.outputs]
    task, _ = synthetic.make(backend.np, arm, shapes, seed)
    xs = [x[:32] for x in task.inputs]
    with backend.tf.GradientTape() as tape:
        outputs = model(xs if len(xs) > 1 else xs[0], training=False)
        made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        loss = sum(
            loss_of(backend, part)(y[:32], out) for part, y, out in zip(arm.losses * 9, task.targets, made)
        )
    variables = model.trainable_variables
    return list(zip(variables, tape.gradient(loss, variables)))


def _as_fed(question: Question, arm: Specification) -> Specification:
    """The model for as many steps as the data of the script has, where it declares another number of them."""
    given = arm.data.given
    if question.probing.get("feeds") != "given" or given is None or len(arm.inputs) != 1:
        return arm
    entry = arm.inputs[0]
    if len(given) != 2 or len(entry.shape) != 2 or given[1] != entry.shape[1]:
        return arm
    return replace(arm, inputs=(replace(entry, shape=given),))


def _dead_weights(question: Question, arm: Specification, wanted: str) -> list[str]:
    tf = question.backend.tf
    found = []
    for variable, gradient in _gradients(question, arm, 0):
        if not variable.name.endswith(wanted):
            continue
        if gradient is None or float(tf.reduce_max(tf.abs(gradient))) == 0.0:
            found.append(variable.path)
    return found


def padding_invariance(question: Question) -> Seen:
    """Padding behind a sequence changes the prediction although a mask was asked for."""
    arm, np = question.written, question.backend.np
    model = build(question.backend, arm)
    steps = arm.inputs[0].shape[0] or 0
    real = max(2, steps // 2)
    if steps < 4 or any(one.shape[0] != steps for one in arm.inputs):
        return Seen("inconclusive", reason="the sequences are too short, or of different lengths")
    xs = [_sequence(np, arm, at) for at in range(len(arm.inputs))]
    inputs = tuple(replace(one, shape=(real, *one.shape[1:])) for one in arm.inputs)
    behind, before = ([_padded(np, arm, x, real, steps, front) for x in xs] for front in (False, True))
    try:
        short = build(question.backend, replace(arm, inputs=inputs))
        short.set_weights(model.get_weights())
        without = _predicted(short, [x[:, :real] for x in xs])
    except Exception:  # the length is built in: compare padding behind with padding in front
        without = _predicted(model, before)
    padded = _predicted(model, behind)
    if padded.ndim == 3:  # a prediction a step: those of the real steps, with padding on either side
        kept = min(padded.shape[1], without.shape[1], real)
        after = float(np.abs(padded[:, :kept] - without[:, :kept]).max())
        difference = max(
            after, float(np.abs(_predicted(model, before)[:, -kept:] - without[:, -kept:]).max())
        )
    else:
        difference = float(np.abs(padded - without).max())
    seen = f"padding changes the prediction by {difference:.2g}"
    if padded.ndim == 3 and difference <= 1e-5:
        return Seen("inconclusive", seen, reason="which steps the loss counts does not show in a prediction")
    return Seen("confirmed" if difference > 1e-5 else "refuted", seen)


def _predicted(model: Any, xs: list[Any]) -> Any:
    """The first output, without tracing: a probe predicts twice or three times."""
    made = model(xs if len(xs) > 1 else xs[0], training=False)
    return (made[0] if isinstance(made, (list, tuple)) else made).numpy()


def _sequence(np: Any, arm: Specification, at: int) -> Any:
    rng, one = np.random.default_rng(0), arm.inputs[at]
    size = (16, *(dim or 4 for dim in one.shape))
    if one.tokens:
        return rng.integers(1, max(2, one.tokens), size).astype("int32")
    return rng.standard_normal(size).astype("float32")


def _padded(np: Any, arm: Specification, x: Any, real: int, steps: int, front: bool = False) -> Any:
    values = [node.arguments.get("mask_value", 0.0) for node in arm.nodes if node.cls == "Masking"]
    fill = np.full(
        (len(x), steps - real, *x.shape[2:]), values[0] if values and x.dtype != "int32" else 0, x.dtype
    )
    parts = (fill, x[:, :real]) if front else (x[:, :real], fill)
    return np.concatenate(parts, 1)


def constant_prediction(question: Question) -> Seen:
    """Predictions for different samples are exactly the same."""
    found = []
    for arm in (question.written, question.fixed):
        if arm is not None:
            question.backend.keras.utils.set_random_seed(0)
            made = build(question.backend, arm).predict(
                [_sequence(question.backend.np, arm, i) for i in range(len(arm.inputs))], verbose=0
            )
            found.append(float((made[0] if isinstance(made, list) else made).std()))
    written = f"standard deviation of predictions {found[0]:g}"
    if len(found) < 2 or found[1] == 0.0:
        return Seen("confirmed" if found[0] == 0.0 and len(found) < 2 else "inconclusive", written)
    return Seen("confirmed" if found[0] == 0.0 else "refuted", written, f"{found[1]:.2g}")


def predict_twice(question: Question) -> Seen:
    """The same batch gives another prediction the second time."""
    arm, np = question.written, question.backend.np
    size = next((one.batch for one in arm.inputs if one.batch), 16)
    model = build(question.backend, arm)
    xs = [
        np.resize(_sequence(np, arm, at), (size, *(dim or 4 for dim in arm.inputs[at].shape)))
        for at in range(len(arm.inputs))
    ]
    first, second = (model.predict(xs, batch_size=size, verbose=0) for _ in range(2))
    difference = float(np.abs(np.asarray(first) - np.asarray(second)).max())
    return Seen(
        "confirmed" if difference > 0 else "refuted", f"the second prediction differs by {difference:.2g}"
    )


def _shown(shape: Any) -> str:
    return "(" + ", ".join(str(dim) for dim in shape) + ("," if len(shape) == 1 else "") + ")"


def gradient_norm(question: Question) -> Seen:
    """The norm of all gradients for the first batch is at least 10 times that of the arm as fixed, in 3 seeds."""
    if question.fixed is None:
        return Seen("inconclusive", reason="no fix is known to compare with")
    norms = [
        [_first_norm(question, arm, seed) for seed in (0, 1, 2)] for arm in (question.written, question.fixed)
    ]
    ratios = sorted(a / max(b, 1e-12) for a, b in zip(*norms))
    seen, fixed = (f"gradient norm {sorted(one)[1]:.2g} before the first update" for one in norms)
    if ratios[0] >= 10:
        return Seen("confirmed", seen, fixed)
    return Seen("inconclusive", seen, fixed)  # saturated gates have small gradients: a training decides


def _first_norm(question: Question, arm: Specification, seed: int) -> float:
    gradients = [gradient for _, gradient in _gradients(question, arm, seed) if gradient is not None]
    return float(question.backend.tf.linalg.global_norm(gradients))


def train_equals_inference(question: Question) -> Seen:
    """Dropout that is off: the output of training and of prediction is exactly the same."""
    same = []
    for arm in (question.written, question.fixed):
        if arm is not None:
            question.backend.keras.utils.set_random_seed(0)
            xs = [_sequence(question.backend.np, arm, at) for at in range(len(arm.inputs))]
            model = build(question.backend, arm)
            first, second = (
                model(xs if len(xs) > 1 else xs[0], training=training) for training in (True, False)
            )
            pair = [one[0] if isinstance(one, (list, tuple)) else one for one in (first, second)]
            same.append(
                float(abs(question.backend.np.asarray(pair[0]) - question.backend.np.asarray(pair[1])).max())
            )
    written = f"training and prediction differ by {same[0]:.2g}"
    if len(same) < 2 or same[1] == 0.0:
        return Seen("inconclusive", written, "", "as fixed they do not differ either")
    return Seen("confirmed" if same[0] == 0.0 else "refuted", written, f"by {same[1]:.2g}")


def one_product(question: Question) -> Seen:
    """A Dense layer and the next one, as one Dense layer with the product of their kernels."""
    arm, np = question.written, question.backend.np
    node = next((one for one in arm.nodes if one.id == question.node), None)
    follower = next_dense(arm, question.node)
    if node is None or follower is None or node.wrappers or follower.wrappers:
        return Seen(
            "inconclusive", reason="the two layers are not both plain Dense layers of the rebuilt model"
        )
    model = build(question.backend, arm)
    first, second = model.get_layer(node.id), model.get_layer(follower.id)
    x = np.random.default_rng(0).standard_normal((64, first.kernel.shape[0])).astype("float32")
    two = np.asarray(second(first(x)))
    kernel = np.asarray(first.kernel) @ np.asarray(second.kernel)
    bias = _bias(np, first) @ np.asarray(second.kernel) + _bias(np, second)
    one = np.asarray(second.activation(question.backend.tf.constant((x @ kernel + bias).astype("float32"))))
    difference = float(np.abs(two - one).max() / max(float(np.abs(two).max()), 1e-9))
    seen = (
        f"one Dense layer with the product of both kernels differs by {difference:.1g} of the largest output"
    )
    return Seen("confirmed" if difference < 1e-4 else "refuted", seen)


def next_dense(arm: Specification, identifier: str | None) -> Node | None:
    """The Dense layer that reads a layer, through dropout that does nothing in prediction."""
    while True:
        readers = [node for node in arm.nodes if identifier in node.inputs]
        if len(readers) != 1:
            return None
        if readers[0].cls == "Dense":
            return readers[0]
        if traits(readers[0].cls).family not in ("dropout", "identity"):
            return None
        identifier = readers[0].id


def _bias(np: Any, layer: Any) -> Any:
    return np.asarray(layer.bias) if layer.bias is not None else np.zeros(layer.units, "float32")


PROBES: dict[str, Callable[[Question], Seen]] = {
    "builds": builds,
    "one-step": one_step,
    "shapes": shapes,
    "zero-gradient": zero_gradient,
    "padding-invariance": padding_invariance,
    "constant-prediction": constant_prediction,
    "predict-twice": predict_twice,
    "gradient-norm": gradient_norm,
    "train-equals-inference": train_equals_inference,
    "one-product": one_product,
    "two-epochs": surroundings.two_epochs,
    "schedule": surroundings.schedule,
    "logged": surroundings.logged,
    "callback": surroundings.callback,
    "compares-arrays": surroundings.truncates_floats,
    "compares-outputs": surroundings.cuts_indices,
    "exists": surroundings.exists,
}
