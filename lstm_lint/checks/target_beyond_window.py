"""LL737: a target that the program makes of later rows than the model sees, where rows tell nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.records import replace
from lstm_lint.notions.alignment import Alignment, Cell, aligned, rows_of, touches
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Place, Script, Series, Step

_DRAWS = frozenset(
    {"normal", "standard_normal", "randn", "rand", "random", "random_sample", "uniform", "integers", "randint",
     "choice", "poisson", "binomial", "exponential", "gamma", "beta", "laplace", "lognormal"}
)  # fmt: skip
_MAKES = ("arithmetic", "scale", "clean")


@check("target-beyond-window", needs="recurrent fits")
def target_beyond_window(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        found = aligned(script, fit) if any(model.recurrent for model in models) else None
        ahead = _rows_too_late(found, fit) if found is not None else None
        place = _place(found, fit) if found is not None and ahead is not None else None
        if place is None or ahead is None or id(place.node) in reported:
            continue
        reported.add(id(place.node))
        rows = "1 row" if ahead == 1 else f"{ahead} rows"
        message = f"y is made of x {rows} after the last that the model sees, and each row is drawn anew; "
        message += f"aim {rows} earlier"
        yield Problem(message, place.span, model=models[0].name)


def _rows_too_late(found: Alignment, fit: Fit) -> int | None:
    """By how many rows the target looks beyond its input, though it was made of rows up to its own."""
    drawn = _drawn(fit.x)
    seen = [cell for cell in found.window.cells if cell.source in drawn and cell.exact]
    aims = [aim for aim in found.target.cells if aim.source in drawn and _is_made_of(aim, seen)]
    if not aims or not all(cell.exact and cell.source in drawn for cell in found.window.cells):
        return None
    end = max(cell.last for cell in seen)
    if {_column(aim) for aim in aims if aim.last > end} & {_column(aim) for aim in aims if aim.first <= end}:
        return None  # of a change between two rows the window shows one half
    ahead = max(aim.last for aim in aims) - end
    made = _as_made(fit.y)
    own = max((cell.reach for cell in made if cell.source in drawn), default=1)
    return ahead if ahead > 0 and own <= 0 else None


def _column(cell: Cell) -> object:
    return cell.source, cell.column


def _drawn(x: Series | None) -> frozenset[int]:
    """The draws of the inputs, by the `id` of their steps: each row is drawn by itself."""
    return frozenset(id(step) for step in (x.steps if x is not None else ()) if step.what in _DRAWS)


def _is_made_of(aim: Cell, seen: list[Cell]) -> bool:
    """Whether it is worked out of numbers that the input shows as they are, by more than one operation."""
    return any(touches(cell, aim) and len(aim.form) >= len(cell.form) + 2 for cell in seen)


def _as_made(y: Series | None) -> tuple[Cell, ...]:
    """Of which rows the target was made, before the program took some of it."""
    steps = y.steps if y is not None else ()
    end = next((at for at in range(len(steps) - 1, -1, -1) if steps[at].kind in _MAKES), None)
    found = rows_of(replace(y, steps=steps[: end + 1])) if y is not None and end is not None else None
    return found.cells if found is not None else ()


def _place(found: Alignment, fit: Fit) -> Place | None:
    """Where the target is taken a row late: in the loop that cuts it, else by a slice."""
    if found.target.at is not None and found.target.at.place is not None:
        return found.target.at.place
    moved: list[Step] = [
        step for step in (fit.y.steps if fit.y is not None else ()) if step.moves is not None
    ]
    return next((step.place for step in reversed(moved) if step.moves and step.moves.first > 0), None)
