"""LL906: layers, models and optimizers of different Keras packages in one model."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.keras_api.keras_2_imports import lies_under
from lstm_lint.keras_api.packages import never_combine
from lstm_lint.script import Configured, Model, Script

_ROOTS = {"keras": "keras", "tf.keras": "tensorflow.keras", "tf_keras": "tf_keras"}


@check("mixed-keras-packages", needs="models")
def mixed_keras_packages(script: Script) -> Iterator[Problem]:
    told: set[object] = set()
    for model in script.models:
        parts = list(_parts(model))
        home = model.package or next((part.package for part in parts if part.package), None)
        for part in parts:
            if home is None or part.package is None or not never_combine(home, part.package, script.target):
                continue
            if part.place.node not in told:
                told.add(part.place.node)
                yield Problem(
                    f"`{part.cls}` is from {part.package}, its model from {home}: {script.target.title} "
                    f"cannot combine them; import it from {home}",
                    part.place.span,
                    fix=_fix(script, part.package, home),
                    model=model.name,
                )
            break  # the first one stands for all


def _parts(model: Model) -> Iterator[Configured]:
    for layer in model.layers:
        if not layer.custom:
            yield from (*layer.wrappers, layer)
    yield from (compile.optimizer for compile in model.compiles if compile.optimizer is not None)


def _fix(script: Script, foreign: str, home: str) -> Fix | None:
    """Take every import of the foreign package from the other one; None where one of them is not a `from` import."""
    old, new = _ROOTS.get(foreign), _ROOTS.get(home)
    if old is None or new is None:
        return None
    names = [name for name in script.names if name.kind == "import" and lies_under(name.path, old)]
    if not names:
        return None
    edits: dict[Span, Edit] = {}
    for name in names:
        span = name.statement.span
        if not name.statement.text.startswith((f"from {old}.", f"from {old} ")):
            return None
        column = span.column + len("from ")
        at = Span(span.line, column, span.line, column + len(old))
        edits[at] = Edit(at, new)
    return Fix(f"import from {home}", "safe", tuple(edits.values()))
