"""What a script says as only Keras 1 did: Keras 2.0 to 2.2 translated most of it, later ones refuse it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.keras_api.keras_2_imports import needs_keras_1
from lstm_lint.keras_api.last_versions import last_with
from lstm_lint.keras_api.successors import REPLACED_ARGUMENTS
from lstm_lint.keras_api.versions import LAST_KERAS_1, KerasTarget, Version
from lstm_lint.script import Configured, Script

_LAST_TO_TRANSLATE = (2, 2)
_ARGUMENTS = frozenset(
    {
        "nb_epoch", "samples_per_epoch", "nb_val_samples", "val_samples", "nb_worker", "pickle_safe", "max_q_size",
        "show_accuracy", "inner_activation", "inner_init", "init", "output_dim", "dropout_W", "dropout_U",
        "W_regularizer", "U_regularizer", "b_regularizer", "nb_filter", "border_mode", "subsample",
        "subsample_length", "filter_length", "pool_length", "forget_bias_init", "consume_less", *REPLACED_ARGUMENTS,
    } - {"mode"}
)  # fmt: skip


def may_take(name: str, target: KerasTarget) -> bool:
    """Whether an argument is one of Keras 1 that the oldest Keras of the target may translate."""
    return name in _ARGUMENTS and target.low <= _LAST_TO_TRANSLATE


def spoken(script: Script) -> tuple[str, Version] | None:
    """The first word of Keras 1 in a script, as it is written, and the last version that knows it; None without one."""
    imported = next((one.path for one in script.names if needs_keras_1([one.path])), None)
    if imported is not None:
        return imported, last_with(imported) or LAST_KERAS_1
    for call in _calls(script):
        for name, argument in call.arguments.items():
            own = name == "output_dim" and call.cls == "Embedding"
            if name in _ARGUMENTS and argument.whole is not None and not own:
                return argument.whole.text, _LAST_TO_TRANSLATE
    return None


def _calls(script: Script) -> Iterator[Configured]:
    for layer, _ in script.layers():
        if not layer.custom:
            yield from (layer, *layer.wrappers)
    for model in script.models:
        yield from (*model.fits, *model.predictions)
