"""The calls of Keras in a script, with the kind and name under which the data of Keras' signatures has them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.keras_api.signatures import exists
from lstm_lint.script import Configured, Known, Script


def objects(script: Script) -> Iterator[tuple[str, str, Configured]]:
    """Layers, losses, metrics and calls of a model, with the kind and name under which the data has them."""
    for layer, _ in script.layers():
        if not layer.custom and layer.traits.family != "entry":
            for part in (layer, *layer.wrappers, *([layer.cell] if layer.cell else [])):
                if exists("layers", part.cls, script.target):
                    yield "layers", part.cls, part
    for model in script.models:
        for compiled in model.compiles:
            if model.kind in ("sequential", "functional"):
                yield "methods", "Model.compile", compiled
            schedule = compiled.optimizer.known("learning_rate") if compiled.optimizer is not None else None
            if isinstance(schedule, Configured) and exists("schedules", schedule.cls, script.target):
                yield "schedules", schedule.cls, schedule
            for value in (compiled.loss, compiled.metrics):
                found = value.value if isinstance(value, Known) else None
                for one in found if isinstance(found, (list, tuple)) else (found,):
                    if isinstance(one, Configured) and one.kind in ("losses", "metrics"):
                        yield one.kind, one.cls, one
        for call in (*model.fits, *model.predictions):
            if model.kind in ("sequential", "functional"):
                yield "methods", f"Model.{call.cls}", call
