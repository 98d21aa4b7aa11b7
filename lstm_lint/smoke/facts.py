"""What the page of a rule tells smoke training: the table `[smoke]` of its front matter, and nothing by number.

[smoke]
probe = "loss-ratio"
mend = { set = { recurrent_activation = "sigmoid" } }
steps = "long"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from lstm_lint.rulebook import plugins, rule_page, rulebook
from lstm_lint.rulebook.rule_page import RulebookError
from lstm_lint.smoke.specification import Data

CODE = "code"  # of `mend` and `plant`: a function in the file of the check

About = Literal["optimizer", "weights", "input", "regularization", "features"]
Rebuild = Literal["model", "optimizer", "argument", "free-length"]
Probing = Mapping[str, Any]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Facts:
    """The table `[smoke]` of a page. What is left out has the value that says nothing."""

    probe: str = "none"
    # What the fix changes in the arm as written, by the keys of `mend.CHANGES`.
    mend: Mapping[str, Any] | Literal["code"] | None = None
    # What is changed instead in both arms of another finding, where what is fixed would still be seen.
    off: Mapping[str, Any] | None = None
    # The data that the arm as written gets, by the fields of `specification.Data`.
    plant: Mapping[str, Any] | Literal["code"] | None = None
    advice: str = ""  # why nothing can be shown where the finding is advice
    # What the finding is about. optimizer: both arms keep that of the script, and its findings are not mended beside
    # others. weights: several findings of one rule are mended together, and a training decides where no gradient tells.
    # input: moot while the input holds ids. regularization: that of the layer stays, all other is taken out. features:
    # how many there are decides, so that all are kept.
    about: tuple[About, ...] = ()
    # optimizer: that alone, with a small model. argument: the model, with the blamed argument as written. free-length:
    # the model, for sequences of any length.
    rebuild: Rebuild = "model"
    steps: int | Literal["", "long"] = ""  # of the sequences; long where the harm grows with them
    needs: Literal["", "length"] = ""  # nothing is shown where that is not known
    units: int = 0  # at most so many, where other rules need fewer
    noise: float = 1.0  # of the steps after the first, where that has to be remembered
    input: Literal["", "ids"] = ""  # ids: its arms read another input than those of other rules
    probing: Probing = field(default_factory=dict)  # for the probe
    planted: Literal["benchmarks", "page"] = "benchmarks"  # a script with the defect; page: its Bad blocks


def of(code: str) -> Facts:
    """The facts of a rule. Raises RulebookError where its page holds something that smoke training does not know."""
    rule = rulebook.find(code)
    return of_page(rule.page) if rule is not None else Facts()


@lru_cache(maxsize=512)
def of_page(page: Path) -> Facts:
    """The facts that a page states. Raises RulebookError where one of them is not known to smoke training."""
    table = rule_page.smoke_table(page)
    for name, value in table.items():
        if not _fits(name, value):
            raise RulebookError(
                f"{page}: [smoke] takes no `{name} = {value!r}`; CONTRIBUTING says what it takes"
            )
    return Facts(**{**table, "about": tuple(table.get("about", ()))})


def _fits(name: str, value: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "plant" and isinstance(value, Mapping):
        return set(value) <= {one.name for one in fields(Data)}
    if name == "off":
        return isinstance(value, Mapping)
    if name in ("mend", "plant"):
        return value == CODE or isinstance(value, Mapping)
    if name == "about":
        return isinstance(value, list) and set(value) <= set(get_args(About))
    if name == "steps":
        return value == "long" or type(value) is int
    return type(value) in _TYPES.get(name, ())


_CHOICES: Mapping[str, tuple[object, ...]] = {
    "rebuild": get_args(Rebuild),
    "needs": ("length",),
    "input": ("ids",),
    "planted": ("benchmarks", "page"),
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "probe": (str,), "advice": (str,), "units": (int,), "noise": (int, float), "probing": (dict,),
}  # fmt: skip


def in_check(code: str, registered: Callable[[str], Result | None]) -> Result | None:
    """What the file of the check of a rule registers, if it does."""
    rule = rulebook.find(code)
    return registered(rule.name) if rule is not None else None


def called(code: str, function: Callable[..., Result], *given: object) -> Result:
    """What a function of the check of a rule returns. Raises PluginError where one of a plug-in fails."""
    try:
        return function(*given)
    except Exception as error:
        if code.startswith(plugins.OWN_PREFIX) or not plugins.is_theirs(error):
            raise
        raise plugins.PluginError(
            f"{code} of a plug-in failed in smoke training: {plugins.said(error)}; its author can mend it"
        ) from error
