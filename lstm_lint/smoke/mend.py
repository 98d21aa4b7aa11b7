"""What the fix of each rule changes in a specification: the other arm of a comparison.

The page of the rule says it: by the changes below, or by a function under `@mends` in the file of its check. It changes
what the fix of the finding changes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lstm_lint import checks
from lstm_lint.rulebook.rule_page import RulebookError
from lstm_lint.smoke import facts
from lstm_lint.smoke.compiling import ADAM
from lstm_lint.smoke.specification import Data, Defect, Specification

__all__ = ["CHANGES", "Defect", "all_off", "mend", "mend_all", "switch_off"]


def mend(specification: Specification, defect: Defect) -> Specification | None:
    """The specification as fixed; None where the rule has no fix that a rebuilt model can show."""
    return _mended(specification, defect, facts.of(defect.code).mend)


def switch_off(specification: Specification, defect: Defect) -> Specification | None:
    """The specification without the defect of another finding: off where its rule says how, else as fixed.

    What is fixed may still work: a dropout of 0.2 beside the one in question would be seen in its place.
    """
    known = facts.of(defect.code)
    return _mended(specification, defect, known.off if known.off is not None else known.mend)


def _mended(specification: Specification, defect: Defect, change: Any) -> Specification | None:
    if change == facts.CODE:
        function = facts.in_check(defect.code, checks.mending)
        return facts.called(defect.code, function, specification, defect) if function is not None else None
    return _changed(specification, defect, change) if isinstance(change, Mapping) else None


def mend_all(specification: Specification, defects: list[Defect]) -> Specification:
    """The specification with every defect mended that can be."""
    for defect in defects:
        specification = mend(specification, defect) or specification
    return specification


def all_off(specification: Specification, defects: list[Defect]) -> Specification:
    """The specification without any of the defects: those of other findings."""
    for defect in defects:
        specification = switch_off(specification, defect) or specification
    return specification


def _changed(
    specification: Specification, defect: Defect, changes: Mapping[str, Any]
) -> Specification | None:
    made: Specification | None = specification
    for name, value in changes.items():
        if name not in CHANGES:
            raise RulebookError(f"{defect.code}: [smoke] mends by no `{name}`, but by {', '.join(CHANGES)}")
        try:
            made = CHANGES[name](made, defect, value) if made is not None else None
        except (TypeError, AttributeError) as error:
            raise RulebookError(
                f"{defect.code}: [smoke] cannot mend by `{name} = {value!r}`: {error}"
            ) from error
    return made


Change = Callable[[Specification, Defect, Any], Specification | None]


def _set(specification: Specification, defect: Defect, value: Any) -> Specification | None:
    return specification.changed(defect.node, **value)


def _value(specification: Specification, defect: Defect, value: Any) -> Specification | None:
    node = specification.find(defect.node)
    if node is None or (defect.argument is None and "rate" not in node.arguments):
        return None  # what the finding counts up along a path is no argument of its last layer
    return specification.changed(defect.node, **{defect.argument or "rate": value})


def _drop(specification: Specification, defect: Defect, value: Any) -> Specification | None:
    blamed = [defect.argument] if defect.argument else []
    return specification.dropped(defect.node, *(blamed if value == "argument" else value))


def _class(specification: Specification, defect: Defect, value: Any) -> Specification | None:
    node = specification.find(defect.node)
    if node is None or node.cell is not None:
        return None
    return specification.replaced(replace(node, cls=value))


def _optimizer(specification: Specification, defect: Defect, value: Any) -> Specification | None:
    if value == ADAM.cls:
        return replace(specification, optimizer=ADAM)
    dropped = dict.fromkeys(value.get("drop", ()))
    return specification.with_optimizer(**dropped, **value.get("set", {}))


def _sound(specification: Specification, defect: Defect, value: Any) -> Specification:
    return specification.with_data(**{name: getattr(Data(), name) for name in value})


CHANGES: dict[str, Change] = {
    # of the node that is blamed
    "set": _set,  # { name = value }: these arguments
    "value": _value,  # of the argument that is blamed, or of a `rate` that is written
    "drop": _drop,  # ["name"]: without these arguments; "argument": without the blamed one
    "class": _class,  # "LSTM": another layer
    "remove": lambda specification, defect, value: specification.without(
        defect.node
    ),  # true: the layer itself
    # of the model
    "optimizer": _optimizer,  # "Adam", or { drop = ["name"], set = { name = value } }
    "loss": lambda specification, defect, value: specification.with_loss(**value),  # { name = value }
    "inputs": lambda specification, defect, value: specification.with_inputs(
        **value
    ),  # { batch = 32 }: fields of `specification.Input`
    # of the data
    "data": lambda specification, defect, value: specification.with_data(**value),  # { name = value }
    "sound": _sound,  # ["name"]: these fields of `specification.Data` as they are of sound data
}
