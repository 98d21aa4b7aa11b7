"""LL506: two kinds of gradient clipping in one optimizer."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.training import CLIPPING, optimizers, plain_name
from lstm_lint.script import Configured, Known, Script


@check("clip-arguments-conflict", needs="clipnorm=|clipvalue=|global_clipnorm=")
def clip_arguments_conflict(script: Script) -> Iterator[Problem]:
    for optimizer in optimizers(script):
        given = [name for name in CLIPPING if _is_set(optimizer, name)]
        if len(given) < 2 or not _raises(given, optimizer, script.target):
            continue
        kept = "global_clipnorm" if "global_clipnorm" in given else given[0]
        removed = [name for name in given if name != kept]
        written = ", ".join(optimizer.written(name) for name in given)
        yield Problem(
            f"`{plain_name(optimizer)}({written})`: {script.target.title} raises, it takes one of them; keep `{kept}`",
            optimizer.span(removed[0]),
            fix=_without(optimizer, removed[0]),
        )


def _is_set(optimizer: Configured, name: str) -> bool:
    value = optimizer.argument(name).value
    return optimizer.given(name) and isinstance(value, Known) and value.value is not None


def _raises(given: list[str], optimizer: Configured, target: KerasTarget) -> bool:
    """Keras 3 refuses any two; the optimizers of 2.4 to 2.15 only the two norms, since clipvalue comes on top."""
    if target.at_least(3):
        return not optimizer.cls.startswith("legacy.")
    return target.at_least(2, 4) and {"clipnorm", "global_clipnorm"} <= set(given)


def _without(optimizer: Configured, name: str) -> Fix | None:
    return optimizer.remove_argument(name, applicability="unsafe")
