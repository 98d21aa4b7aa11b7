"""Names as strings, `activation="relu"`, `loss="mse"`: which of them the targeted Keras resolves, and what is meant."""

from __future__ import annotations

import re

from lstm_lint.ir.closest import closest
from lstm_lint.keras_api.signatures import identifiers, names
from lstm_lint.keras_api.successors import RENAMED_LOSSES
from lstm_lint.keras_api.versions import KerasTarget, parse_target
from lstm_lint.script import Configured

# Arguments of layers that take a name, and of which kind.
NAMED = {
    "activation": "activations", "recurrent_activation": "activations", "kernel_initializer": "initializers",
    "recurrent_initializer": "initializers", "bias_initializer": "initializers",
    "embeddings_initializer": "initializers", "kernel_regularizer": "regularizers",
    "recurrent_regularizer": "regularizers", "bias_regularizer": "regularizers",
    "activity_regularizer": "regularizers", "embeddings_regularizer": "regularizers",
    "kernel_constraint": "constraints", "recurrent_constraint": "constraints", "bias_constraint": "constraints",
    "embeddings_constraint": "constraints",
}  # fmt: skip
_BOTH = r"(elastic|l1)[ _-]?(and)?[ _-]?(net|l2)"
# What `compile` chooses by the shapes itself: `get_metric` and `get_loss` of keras/src/trainers/compile_utils.py.
_CHOSEN = {"metrics": ("accuracy", "acc"), "losses": ("crossentropy", "ce")}
# Written as in other libraries, or before a name was settled.
_MEANT = {
    "metrics": {
        "rmse": "root_mean_squared_error", "r2": "r2_score", "r2score": "r2_score", "f1": "f1_score",
        "kld": "kl_divergence", "auroc": "auc", "roc_auc": "auc",
    },
    "initializers": {"glorot": "glorot_uniform", "xavier": "glorot_uniform", "he": "he_normal", "random": "uniform"},
}  # fmt: skip


def no_name(part: Configured, name: str) -> str:
    """What is wrong with a number, flag or list where a layer takes a name, an object or a function; else empty.

    Most stand for another argument, as the 100 of `Embedding(1000, 50, 100)`, which is its initializer.
    """
    value, given = part.known(name), part.argument(name)
    if not isinstance(value, (bool, int, float, list, tuple)) or not given.given:
        return ""
    what = (
        "a flag" if isinstance(value, bool) else "a number" if isinstance(value, (int, float)) else "a list"
    )
    unnamed = given.place is not None and given.whole is not None and given.place.span == given.whole.span
    meant = "; name the argument that is meant" if unnamed else ""
    return f"`{name}` of {part.cls} is {what}, {value!r}, and no {kind_of(name)}: ValueError{meant}"


def kind_of(argument: str) -> str:
    """`initializer` of `kernel_initializer`."""
    return NAMED[argument].removesuffix("s")


def is_unresolved(value: str, kind: str, target: KerasTarget) -> bool:
    """Whether no version of the target knows a name. Keras 2 looked them up among all that its modules held."""
    known = identifiers(kind, target)
    if not known or value in known or value.lower() in _CHOSEN.get(kind, ()):
        return False
    return target.at_least(3) or not (
        value in names("layers") or value in names(kind) or value in identifiers(kind, parse_target("3"))
    )


def nearest(value: str, kind: str, target: KerasTarget) -> str | None:
    """The name that may be meant; for a penalty of both kinds the object, for its name has no strength."""
    written, known = value.strip().lower(), identifiers(kind, target)
    if kind == "regularizers" and re.fullmatch(_BOTH, written):
        # Keras 3 reads "l1l2" as L1L2() with both factors 0: a name that builds and penalizes nothing.
        return "regularizers.L1L2(l1=0.01, l2=0.01)"
    renamed = _MEANT.get(kind, {}).get(written) or RENAMED_LOSSES.get(written)
    if renamed is not None and renamed in known:
        return renamed
    return closest(written, known, 0.7)
