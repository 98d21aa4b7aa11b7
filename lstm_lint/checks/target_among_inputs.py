"""LL776: the column that is predicted is one of the inputs of the same row."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.training import trained
from lstm_lint.script import Columns, Fit, Fitted, Script, Series, Split, Step, Window

_IN_PLACE = frozenset({"cast", "reshape", "one-hot", "class-ids", "scale"})


@check("target-among-inputs")
def target_among_inputs(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        found = _shared(fit) if any(model.recurrent for model in models) else None
        if found is None or found[0].place is None or id(found[0].place.node) in reported:
            continue
        step, name = found
        reported.add(id(found[0].place.node))
        message = (
            f"y is {name}, which x holds in the same row: it is copied, not predicted; leave it out of x"
        )
        assert step.place is not None
        yield Problem(message, step.place.span, model=models[0].name)


def _shared(fit: Fit) -> tuple[Step, str] | None:
    """The step that takes the target, and what it takes, where the inputs of the same row have that too."""
    x, y = fit.x, fit.y
    if x is None or y is None or not (x.certain and y.certain) or len(fit.inputs) > 1 or len(fit.targets) > 1:
        return None
    common = 0
    for one, other in zip(x.steps, y.steps):
        if one is not other:
            break
        common += 1
    if not common or any(
        step.kind == "window" or isinstance(step.detail, Window) for step in x.steps[:common]
    ):
        return None
    mine, others = _columns(x.steps[common:], y), _columns(y.steps[common:], x)
    if mine is None or others is None or others[1] is None:
        return None
    inputs, target, step = mine[0], others[0], others[1]
    if isinstance(target, str):
        several = isinstance(inputs, tuple) and target in inputs and inputs != (target,)
        return (step, f"'{target}'") if several else None
    return (step, f"column {target}") if inputs is None and isinstance(target, int) else None


_Taken = tuple[str, ...] | str | int | None


def _columns(steps: tuple[Step, ...], other: Series) -> tuple[_Taken, Step | None] | None:
    """What is left of the columns of a table, all its rows in place: names, one name, one number, None for all."""
    taken: _Taken = None
    by: Step | None = None
    for step in steps:
        if isinstance(step.detail, Split) or step.kind == "shuffle":
            if not any(same_step(step, one) for one in other.steps):
                return None
        elif step.kind in _IN_PLACE:
            if step.kind == "scale" and not isinstance(step.detail, Fitted):
                return None
        elif isinstance(step.detail, Columns):
            if by is not None:
                return None
            names = step.detail.columns
            taken, by = (names[0] if step.what == "column" and len(names) == 1 else names), step
        elif step.moves is not None:
            moves = step.moves
            if moves.first or moves.last or moves.along is not None or not moves.rest:
                return None
            if moves.second != (None, None):
                if by is not None or not isinstance(moves.second, int):
                    return None
                taken, by = moves.second, step
        elif not any(same_step(step, one) for one in other.steps):
            return None
    return taken, by
