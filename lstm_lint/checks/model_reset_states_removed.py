"""LL903: `model.reset_states()`, which models of Keras 3 do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.keras_api.signatures import exists
from lstm_lint.script import Script, UsedName

_PLAIN_CALL = re.compile(r"(?P<model>\w+(?:\.\w+)*)\.reset_states?\(\)")


@check("model-reset-states-removed", needs="names:method")
def model_reset_states_removed(script: Script) -> Iterator[Problem]:
    for name in script.names:
        owner, _, method = name.path.rpartition(".")
        if (
            name.kind != "method"
            or owner not in ("Model", "Sequential")
            or not method.startswith("reset_state")
            or name.guarded
        ):
            continue
        if not exists("methods", f"Model.{method}", script.target):
            yield Problem(
                f"`{method}()` of a model: {script.target.title} raises AttributeError; reset each recurrent layer",
                name.place.span,
                fix=_fix(name),
            )


def _fix(name: UsedName) -> Fix | None:
    """A loop over the layers, where the call stands alone on its line and `layer` is no name of the program."""
    span, locator = name.statement.span, name.statement.locator
    found = _PLAIN_CALL.fullmatch(name.statement.text)
    indent = locator.text(Span(span.line, 1, span.line, span.column))
    if (
        found is None
        or indent.strip()
        or locator.occurrences("for layer in")
        or locator.occurrences("layer =")
    ):
        return None
    lines = (
        f"for layer in {found['model']}.layers:",
        f'{indent}    if hasattr(layer, "reset_states"):',
        f"{indent}        layer.reset_states()",
    )
    return Fix("reset each layer that has states", "safe", (Edit(span, "\n".join(lines)),))
