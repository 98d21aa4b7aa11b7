"""Exact probes of what stands around a model: callbacks, logs, padding, and the names of Keras.

They build nothing of the user's but one callback of two by its plain arguments, and train a Dense layer at most.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

from lstm_lint.notions.schedules import LEFT, SHORT
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.build import optimizer_of, value_of
from lstm_lint.smoke.decide import Answer
from lstm_lint.smoke.question import Question, Seen, compared
from lstm_lint.smoke.specification import Specification

_RISES = 10  # times


def two_epochs(question: Question) -> Seen:
    """Keras cannot set a learning rate that is a schedule."""
    return compared(replace(question, fixed=None), _with_callback)


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


def schedule(question: Question) -> Seen:
    """The rate falls below 1 % of its highest in the first quarter of the training, or it rises without end.

    Without a known length a quarter is 100 updates, and what rises has ten times `decay_steps`.
    """
    written = question.written.optimizer.arguments.get("learning_rate")
    if not isinstance(written, dict):
        return Seen("inconclusive", reason="the rate is not a schedule with known arguments")
    made = value_of(question.backend, written)
    planned, arguments = question.written.planned, written["arguments"]
    quarter = max(1, planned // 4) if planned is not None else SHORT
    whole = planned if planned is not None else 10 * int(arguments.get("decay_steps", SHORT))
    first, last = float(made(0)), float(made(whole))
    if last > first > 0:
        answer: Answer = "confirmed" if last >= _RISES * first else "inconclusive"
        reason = "" if answer == "confirmed" else f"it rises, but not to {_RISES} times in this training"
        return Seen(
            answer, f"the rate rises from {first:.2g} to {last:.2g} in {whole} updates", reason=reason
        )
    highest = max(float(made(quarter * at // 100)) for at in range(101))
    left = float(made(quarter))
    of_all = f" of {planned}" if planned is not None else ""
    seen = f"the rate falls from {highest:.2g} to {left:.2g} in the first {quarter}{of_all} updates"
    return Seen("confirmed" if left < LEFT * highest else "refuted", seen)


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
    """The installed Keras does not have the name, or holds a place for it that refuses to be built."""
    paths = [path for path in question.detail or () if path.startswith(_ROOTS)]
    if not paths:
        return Seen("inconclusive", reason="it is no name of Keras that could be looked up")
    version = question.backend.keras.__version__
    there = [_is_there(question.backend, path) for path in paths]
    if False in there:
        return Seen("confirmed", f"Keras {version} has no `{paths[there.index(False)]}`")
    if None in there:
        return Seen(
            "inconclusive", reason=f"`{paths[there.index(None)]}`: it takes any argument, and may drop it"
        )
    return Seen("refuted", f"Keras {version} has `{paths[0]}`")


_ROOTS = ("keras.", "tensorflow.keras.", "tf.keras.", "Model.", "Sequential.")


def _is_there(backend: Backend, path: str) -> bool | None:
    """Whether Keras has the name, or takes the argument: `Model.fit(nb_epoch)`; None where it takes any."""
    path, _, argument = path.rstrip(")").partition("(")
    names = path.split(".")
    found: Any = backend.keras
    if names[0] in ("tensorflow", "tf"):
        found, names = backend.tf.keras, names[1:]  # it has older names that `keras` itself has not
    for name in names[1:] if names[0] == "keras" else names:
        if not name.isidentifier() or name.startswith("_") or not hasattr(found, name):
            return False
        found = getattr(found, name)
    if argument:
        taken = inspect.signature(found).parameters.values()
        anything = any(one.kind is one.VAR_KEYWORD for one in taken)
        return any(one.name == argument for one in taken) or (None if anything else False)
    return getattr(found, "__name__", "") != "LegacyOptimizerWarning"  # of Keras 3: raises where it is built


_METRICS = frozenset({"accuracy", "acc", "mae", "mse", "mape", "mean_absolute_error", "mean_squared_error",
                      "mean_absolute_percentage_error", "binary_accuracy"})  # fmt: skip


def logged(question: Question) -> Seen:
    """What a training that is compiled alike logs, and whether the monitored name is among it."""
    backend, np, given = question.backend, question.backend.np, question.detail
    if not isinstance(given, dict) or not set(given["metrics"]) <= _METRICS:
        return Seen("inconclusive", reason="the metrics are not all known to be logged under their own names")
    model = backend.keras.Sequential(
        [backend.keras.Input((2,)), backend.keras.layers.Dense(1, activation="sigmoid")]
    )
    model.compile("sgd", "binary_crossentropy", metrics=list(given["metrics"]))
    x, y = np.ones((8, 2), "float32"), np.ones((8, 1), "float32")
    held_out = {"validation_data": (x, y)} if given["validation"] else {}
    names = sorted(model.fit(x, y, epochs=1, verbose=0, **held_out).history)
    found = given["monitor"] in names
    seen = f"logged: {', '.join(names)}; {given['monitor']} is {'' if found else 'not '}among them"
    return Seen("refuted" if found else "confirmed", seen)


def callback(question: Question) -> Seen:
    """ModelCheckpoint refuses the end of its file name."""
    return compared(question, _checkpoint)


def _checkpoint(question: Question, arm: Specification) -> str:
    given = question.detail
    suffix = given["suffix"] if arm is question.written else given["fixed"]
    question.backend.keras.callbacks.ModelCheckpoint(
        f"model{suffix}", save_weights_only=bool(given["weights"]), save_best_only=True
    )
    return f"takes a file name that ends in {suffix!r}"
