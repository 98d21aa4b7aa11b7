"""House rules of a team: checks here, their pages in the folder `rules`."""

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("too-many-units")
def too_many_units(script: Script, *, units: int = 512) -> Iterator[Problem]:
    for layer, _ in script.layers():
        written = layer.number("units")
        if layer.is_recurrent and written is not None and written > units:
            message = f"`units={written:g}` is more than the {units} that our devices hold; write {units} or less"
            yield layer.problem(message, at="units")
