"""LL457: a metric that is given to `compile` without a list around it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Known, Script

_LONGEST = 50  # of a list in a message
_ARGUMENTS = ("metrics", "weighted_metrics")


@check("metrics-not-a-list", needs="recurrent compiles metrics=|weighted_metrics=")
def metrics_not_a_list(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for compiled in model.compiles if model.recurrent else ():
            for name in _ARGUMENTS:
                value = compiled[name]
                if compiled.given(name) and isinstance(value, Known) and isinstance(value.value, str):
                    listed = ", ".join([f'"{value.value}"'] * max(1, len(model.outputs)))
                    listed = f"[{listed}]"
                    instead = listed if len(listed) <= _LONGEST else "one for each output"
                    yield Problem(
                        f"`{name}={value.value!r}`: Keras 3 raises ValueError, it takes a list; write {instead}",
                        compiled.span(name),
                        fix=compiled.set_argument(name, listed),
                        model=model.name,
                    )
