"""LL832: a model whose loss is written by its alias is saved as HDF5 and loaded again."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.files import end_of_shared_file, whole_models
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Configured, Known, Model, Script

_HDF5 = (".h5", ".hdf5")
# The functions that go by another name: keras/src/losses/__init__.py gives the alias, and load_model looks it up.
_ALIASES = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error", "kld": "kl_divergence", "bce": "binary_crossentropy",
}  # fmt: skip


@check("loss-alias-in-h5", needs="recurrent loads")
def loss_alias_in_h5(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3) and not script.registers_objects:
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        alias = _alias(model) if model.recurrent else None
        for saved in whole_models(model) if alias is not None else ():
            for load in script.loads:
                end = end_of_shared_file(saved, load) if load.cls == "load_model" else None
                if end is not None and end.endswith(_HDF5) and _compiles(load):
                    whole = _ALIASES[alias.lower()] if alias is not None else ""
                    gone = f"`load_model` of Keras 3 does not find the loss '{alias}' in HDF5"
                    message = f"{gone}; save as .keras, or write loss='{whole}'"
                    yield Problem(message, saved.span("filepath"), model=model.name)


def _alias(model: Model) -> str | None:
    """The alias that the last `compile` gives as its loss."""
    loss = model.compiles[-1].loss if model.compiles else None
    name = loss.value if isinstance(loss, Known) else None
    return name if isinstance(name, str) and name.lower() in _ALIASES else None


def _compiles(load: Configured) -> bool:
    """Whether the loss is wanted, and nobody says what it is."""
    return load.complete and not load.given("custom_objects") and load.known("compile") in (None, True)
