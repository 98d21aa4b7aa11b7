"""Exact probes: no training and no threshold. Does it build, does one batch run, is a gradient exactly zero.

Each returns an answer, what was seen as written and as fixed, and a reason where nothing can be said.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lstm_lint.smoke import synthetic
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.build import build, loss_of, optimizer_of
from lstm_lint.smoke.decide import Answer
from lstm_lint.smoke.specification import Specification


@dataclass(frozen=True)
class Seen:
    """What an exact probe saw, in words."""

    answer: Answer
    written: str = ""
    fixed: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """Both arms and what the finding blames."""

    backend: Backend
    code: str
    written: Specification
    fixed: Specification | None
    node: str | None = None
    argument: str | None = None
    detail: Any = None


def builds(question: Question) -> Seen:
    """Keras refuses the model or the optimizer as written and takes it as fixed."""
    return _compared(question, _construct)


def one_step(question: Question) -> Seen:
    """One batch as written raises, has no finite loss, or has loss 0 and no gradient; as fixed it runs."""
    return _compared(question, _one_batch)


def _compared(question: Question, attempt: Callable[[Question, Specification], str]) -> Seen:
    written = _attempted(question, question.written, attempt)
    if question.fixed is None:
        if written.startswith("raises"):
            return Seen("confirmed", written, "")
        return Seen("inconclusive", written, "", "it does not fail here, and no fix is known to compare with")
    fixed = _attempted(question, question.fixed, attempt)
    if fixed.startswith("raises"):
        return Seen("inconclusive", written, fixed, f"as fixed it fails too: {fixed}")
    return Seen("refuted" if written == fixed else "confirmed", written, fixed)


def _attempted(
    question: Question, arm: Specification, attempt: Callable[[Question, Specification], str]
) -> str:
    try:
        return attempt(question, arm)
    except Exception as error:  # whatever Keras or TensorFlow raises is the answer
        return f"raises {type(error).__name__}: {_first_line(error)}"


def _construct(question: Question, arm: Specification) -> str:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        optimizer_of(question.backend, arm.optimizer)
    refused = [str(one.message) for one in caught if "no longer supported" in str(one.message)]
    if refused:
        return f"warns: {refused[0][:120]}"
    model = build(question.backend, arm)
    given = arm.data.given
    if question.code == "LL116" and given is not None:
        model(question.backend.np.zeros((2, *given), "float32"))
    return f"builds with output {_shown(model.outputs[0].shape)}"


def _one_batch(question: Question, arm: Specification) -> str:
    backend, np = question.backend, question.backend.np
    model = build(backend, arm)
    shapes = [tuple(dim or 1 for dim in output.shape[1:]) for output in model.outputs]
    task, _ = synthetic.make(np, arm, shapes, 0)
    size = next((one.batch for one in arm.inputs if one.batch), None) or 32
    rows = arm.data.last if arm.data.last is not None else size
    xs, ys = [x[:rows] for x in task.inputs], [y[:rows] for y in task.targets]
    if question.code == "LL305":
        largest = question.detail if isinstance(question.detail, int) else _rows_of(arm, question.node)
        xs[0][0] = largest
    if question.code == "LL406":
        ys = [np.ones((rows, *y.shape[1:]), y.dtype) if y.size else y for y in ys]
    losses = [loss_of(backend, part) for part in arm.losses]
    if question.code in ("LL112", "LL408", "LL707"):  # what `fit` checks, the step below does not
        model.compile(optimizer="sgd", loss=losses[0])
        weights = question.detail if question.code == "LL707" else None
        class_weight = (
            {"balanced": "balanced", "texts": {"0": 1.0, "1": 5.0}}.get(weights) if weights else None
        )
        sizes = {"batch_size": size} if rows >= size or question.code != "LL112" else {}
        model.fit(xs, ys[0], epochs=1, verbose=0, class_weight=class_weight, **sizes)
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


def _rows_of(arm: Specification, node: str | None) -> int:
    """The id behind the last one that as many rows hold as are written: what the fix makes room for."""
    rows = arm.node(node).arguments.get("input_dim") if node else None
    return int(rows) if isinstance(rows, int) else 0


def shapes(question: Question) -> Seen:
    """The output has another shape than the target, and the loss takes both."""
    model = build(question.backend, question.written)
    output = tuple(model.outputs[0].shape[1:])
    target = question.written.data.target
    if target is None:
        return Seen("inconclusive", reason="the shape of the target is not known")
    same = output == target or (output == (1,) and target == ())
    return Seen(
        "refuted" if same else "confirmed", f"output {_shown(output)} against target {_shown(target)}"
    )


def zero_gradient(question: Question) -> Seen:
    """The gradient of a weight is exactly 0 for the first batch; of LL109 that of the recurrent kernel."""
    wanted = "recurrent_kernel" if question.code == "LL109" else "kernel"
    dead = _dead_weights(question, question.written, wanted)
    if not dead:
        return Seen("refuted" if question.code == "LL109" else "inconclusive", "no gradient is exactly 0")
    alive = _dead_weights(question, question.fixed, wanted) if question.fixed is not None else []
    revived = [name for name in dead if name not in alive]
    if not revived:
        return Seen("inconclusive", f"gradient of {dead[0]} exactly 0", reason="it is exactly 0 as fixed too")
    return Seen("confirmed", f"gradient of {', '.join(revived[:3])} exactly 0")


def _dead_weights(question: Question, arm: Specification, wanted: str) -> list[str]:
    backend = question.backend
    backend.keras.utils.set_random_seed(0)
    model = build(backend, arm)
    shapes = [tuple(dim or 1 for dim in output.shape[1:]) for output in model.outputs]
    task, _ = synthetic.make(backend.np, arm, shapes, 0)
    xs = [x[:32] for x in task.inputs]
    with backend.tf.GradientTape() as tape:
        outputs = model(xs if len(xs) > 1 else xs[0], training=False)
        made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        loss = sum(
            loss_of(backend, part)(y[:32], out) for part, y, out in zip(arm.losses * 9, task.targets, made)
        )
    variables = model.trainable_variables
    found = []
    for variable, gradient in zip(variables, tape.gradient(loss, variables)):
        if not variable.name.endswith(wanted):
            continue
        if gradient is None or float(backend.tf.reduce_max(backend.tf.abs(gradient))) == 0.0:
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
    long = [_padded(np, arm, x, real, steps) for x in xs]
    inputs = tuple(replace(one, shape=(real, *one.shape[1:])) for one in arm.inputs)
    try:
        short = build(question.backend, replace(arm, inputs=inputs))
        short.set_weights(model.get_weights())
        without = short.predict([x[:, :real] for x in xs], verbose=0)
    except Exception:  # the length is built in: compare padding behind with padding in front
        without = model.predict([_padded(np, arm, x, real, steps, front=True) for x in xs], verbose=0)
    with_padding = model.predict(long, verbose=0)
    first = with_padding[0] if isinstance(with_padding, list) else with_padding
    other = without[0] if isinstance(without, list) else without
    if first.ndim == 3:
        first, other = (
            first[:, : min(first.shape[1], other.shape[1], real)],
            other[:, : min(first.shape[1], other.shape[1], real)],
        )
    difference = float(np.abs(first - other).max())
    seen = f"padding changes the prediction by {difference:.2g}"
    return Seen("confirmed" if difference > 1e-5 else "refuted", seen)


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


def two_epochs(question: Question) -> Seen:
    """Keras cannot set a learning rate that is a schedule."""
    return _compared(replace(question, fixed=None), _with_callback)


def _with_callback(question: Question, arm: Specification) -> str:
    backend, np = question.backend, question.backend.np
    model = backend.keras.Sequential([backend.keras.Input((2,)), backend.keras.layers.Dense(1)])
    model.compile(optimizer=optimizer_of(backend, arm.optimizer), loss="mse")
    callbacks = backend.keras.callbacks
    made = {
        "LearningRateScheduler": lambda: callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.5),
        "ReduceLROnPlateau": lambda: callbacks.ReduceLROnPlateau(monitor="loss", patience=0, min_delta=1e9),
    }
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    model.fit(
        x,
        y,
        epochs=3,
        verbose=0,
        callbacks=[made[name]() for name in question.detail or made if name in made],
    )
    return "runs"


def truncates_floats(question: Question) -> Seen:
    """`pad_sequences` without dtype makes 0 of 0.5."""
    pad = question.backend.keras.utils.pad_sequences
    cut, kept = pad([[0.25, 0.5]]), pad([[0.25, 0.5]], dtype="float32")
    answer: Answer = "confirmed" if float(abs(cut).max()) == 0.0 < float(kept.max()) else "refuted"
    return Seen(answer, f"0.5 becomes {cut[0][-1]}", f"{kept[0][-1]}")


def cuts_indices(question: Question) -> Seen:
    """An Embedding gives 0.9 the row of 0."""
    layer = question.backend.keras.layers.Embedding(4, 3)
    np = question.backend.np
    same = bool((np.asarray(layer(np.array([[0.9]]))) == np.asarray(layer(np.array([[0]])))).all())
    return Seen("confirmed" if same else "refuted", "0.9 has the row of 0")


def exists(question: Question) -> Seen:
    """The installed Keras does not have the name."""
    path = str(question.detail or "")
    names = [name for name in path.split(".") if name not in ("keras", "tensorflow", "tf")]
    if not names or not path.startswith(
        ("keras.", "tensorflow.keras.", "tf.keras.", "Model.", "Sequential.")
    ):
        return Seen("inconclusive", reason="it is no name of Keras that could be looked up")
    found: Any = question.backend.keras
    for name in names:
        if not name.isidentifier() or name.startswith("_") or not hasattr(found, name):
            version = question.backend.keras.__version__
            return Seen("confirmed", f"Keras {version} has no `{path}`")
        found = getattr(found, name)
    return Seen("refuted", f"Keras {question.backend.keras.__version__} has `{path}`")


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    lines = [line.strip() for line in text.splitlines() if line.strip() and "__wrapped__" not in line]
    return (lines[0] if lines else type(error).__name__)[:140]


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
    return Seen("refuted" if ratios[-1] < 2 else "inconclusive", seen, fixed)


def _first_norm(question: Question, arm: Specification, seed: int) -> float:
    backend = question.backend
    backend.keras.utils.set_random_seed(seed)
    model = build(backend, arm)
    task, _ = synthetic.make(
        backend.np, arm, [tuple(d or 1 for d in o.shape[1:]) for o in model.outputs], seed
    )
    xs = [x[:32] for x in task.inputs]
    with backend.tf.GradientTape() as tape:
        outputs = model(xs if len(xs) > 1 else xs[0], training=False)
        made = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        loss = sum(
            loss_of(backend, part)(y[:32], out) for part, y, out in zip(arm.losses * 9, task.targets, made)
        )
    gradients = [g for g in tape.gradient(loss, model.trainable_variables) if g is not None]
    return float(backend.tf.linalg.global_norm(gradients))


def train_equals_inference(question: Question) -> Seen:
    """Dropout that drops nothing: the output of training and of prediction is exactly the same."""
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


PROBES: dict[str, Callable[[Question], Seen]] = {
    "builds": builds,
    "one-step": one_step,
    "shapes": shapes,
    "zero-gradient": zero_gradient,
    "padding-invariance": padding_invariance,
    "constant-prediction": constant_prediction,
    "predict-twice": predict_twice,
    "two-epochs": two_epochs,
    "compares-arrays": truncates_floats,
    "compares-outputs": cuts_indices,
    "exists": exists,
    "gradient-norm": gradient_norm,
    "train-equals-inference": train_equals_inference,
}
