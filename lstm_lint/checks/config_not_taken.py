"""LL173: a layer class whose `get_config` says what its `__init__` does not take, or leaves out what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.files import end_of_shared_file, whole_models
from lstm_lint.notions.refusals import refusals
from lstm_lint.script import Refused, Script


@check("config-not-taken", needs="refused")
def config_not_taken(script: Script) -> Iterator[Problem]:
    # Without a load in the file it raises in another one, if anywhere.
    severity = None if script.loads else Severity.WARNING
    yield from refusals(script, _message, severity)
    found_by_load = _loaded_again(script)
    yield from refusals(
        script,
        lambda found: (
            _without(*found.words) if found.kind == "config-none" and found.words[1] in found_by_load else ""
        ),
    )


def _loaded_again(script: Script) -> set[str]:
    """The classes of layers in models that the file saves and loads, where Keras finds them: else LL839 speaks."""
    loads = [one for one in script.loads if one.cls == "load_model" and one.complete]
    return {
        layer.cls
        for model in script.models
        for load in loads
        if script.registers_objects or load.given("custom_objects")
        if any(end_of_shared_file(saved, load) is not None for saved in whole_models(model))
        for layer in model.layers
        if layer.custom
    }


def _without(name: str, cls: str) -> str:
    return f"`__init__` of {cls} takes no {name!r}, which Keras saves of a layer: `load_model` raises; add **kwargs"


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "config-key", (key, cls):
            raises = f"`__init__` of {cls} takes no {key!r}: `load_model` raises"
            return f"{raises}; name the key as the parameter"
        case "config-base", (name, cls):
            raises = f"{cls} takes no {name!r}, which `super().get_config()` says: `load_model` raises"
            return f"{raises}; add **kwargs"
        case "config-misses", (name, cls):
            return f"`get_config` leaves out {name!r}, which `__init__` of {cls} needs: `load_model` raises; add it"
    return ""
