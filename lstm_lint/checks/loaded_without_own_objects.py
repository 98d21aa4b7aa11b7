"""LL839: a model with layers, a loss or a metric of the program is loaded, and nothing says where Keras finds these."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.values import OWN_FUNCTION
from lstm_lint.keras_api.signatures import names
from lstm_lint.notions.files import end_of_shared_file, whole_models
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Configured, Known, Model, Script, Unknown

_HDF5 = (".h5", ".hdf5")


@check("loaded-without-own-objects", needs="recurrent loads")
def loaded_without_own_objects(script: Script) -> Iterator[Problem]:
    if not script.registers_objects:
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for load in script.loads if model.recurrent else ():
            if load.cls != "load_model" or not load.complete or load.given("custom_objects"):
                continue
            ends = [end_of_shared_file(saved, load) for saved in whole_models(model)]
            end = next((end for end in ends if end is not None), None)
            message = _message(model, load, end, script.target.at_least(3)) if end is not None else None
            if message is not None:
                yield Problem(message, load.place.span, model=model.name)


def _message(model: Model, load: Configured, end: str, today: bool) -> str | None:
    if not end.endswith(_HDF5) and not (today and end.endswith(".keras")):
        return None
    own = next((layer.cls for layer in model.layers if layer.custom and layer.cls != "Operation"), None)
    if own is not None:
        return f"load_model does not find `{own}`: it raises; give custom_objects={{'{own}': {own}}}, or register it"
    shut = today and load["safe_mode"] != Known(False) and not load.given("safe_mode")
    if shut and any(map(_is_lambda, model.layers)):
        return (
            "load_model refuses a Lambda layer of a Python lambda: it raises; use keras.ops, or a layer class"
        )
    loss = model.in_force[-1] if model.in_force else None
    if (
        loss is None
        or load.known("compile") is False
        or (load.given("compile") and load["compile"] != Known(True))
    ):
        return None
    place = loss.argument("loss").place
    if isinstance(loss.loss, Unknown) and loss.loss.reason == OWN_FUNCTION and place is not None:
        name = place.text if place.text.isidentifier() else "the loss"
        return f"load_model does not find the loss `{name}`: it raises; give custom_objects, or compile=False"
    metric = next((name for name in loss.own_metrics if not _is_of_keras(name)), None)
    if metric is not None and not (today and end.endswith(_HDF5)):  # Keras 3 keeps such a metric out of HDF5
        return f"load_model does not find the metric `{metric}`: it raises; give custom_objects, or compile=False"
    return None


def _is_of_keras(name: str) -> bool:
    """Whether Keras finds something by that name, be it another function."""
    return name in names("metrics") or name in names("losses")


def _is_lambda(layer: Configured) -> bool:
    place = layer.argument("function").place if layer.cls == "Lambda" else None
    return place is not None and place.text.startswith("lambda")
