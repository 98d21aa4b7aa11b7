"""Ids of words and the counts that a program takes from a tokenizer, whose ids begin at 1."""

from __future__ import annotations

import re

from lstm_lint.findings import Applicability, Fix
from lstm_lint.notions.lineage import same_step
from lstm_lint.script import Compared, Configured, Known, Series, Step, StepKind, Tokens, Value, WordCount

KEEPS_IDS: frozenset[StepKind] = frozenset(
    {"pad", "select", "split", "window", "reshape", "shuffle", "stack", "cast", "clean", "tokens"}
)


def too_few_by(count: Value, series: Series | None) -> int | None:
    """How many short a count of words is of holding the ids of the same tokenizer, if it is; None where not known.

    With a limit, `Tokenizer(num_words=n)`, the ids end below it whatever the count is.
    """
    if not isinstance(count, WordCount) or count.plus > 0 or count.num_words != Known(None):
        return None
    return 1 - count.plus if _of_one(count, series) else None


def _of_one(words: WordCount, series: Series | None) -> bool:
    """Whether nothing is known against that these are ids of the tokenizer whose words are counted."""
    if series is None:
        return not words.by_hand
    if words.by_hand and not any(_is_by(words.tokenizer, step) for step in series.steps):
        return False
    return all(step.kind in KEEPS_IDS and _may_be_of(words.tokenizer, step) for step in after_tokens(series))


def _may_be_of(tokenizer: object, step: Step) -> bool:
    made_by = step.detail.tokenizer if isinstance(step.detail, Tokens) else None
    return made_by is None or made_by is tokenizer


def _is_by(tokenizer: object, step: Step) -> bool:
    return isinstance(step.detail, Tokens) and step.detail.tokenizer is tokenizer


_DRAWN = frozenset({"integers", "randint", "random_integers"})
_OF_WORDS = re.compile(r"\b\w*(?:vocab|token|word)\w*\b", re.I)
_MANY = 10  # different numbers


def drawn_names(x: Series | None, y: Series | None) -> str | None:
    """What draws whole numbers that are names: below the size of a vocabulary, or looked for one by one."""
    if x is None or not x.steps or not x.certain or x.steps[0].what not in _DRAWN:
        return None
    drawn = x.steps[0]
    kept = all(step.kind in KEEPS_IDS or step.kind == "synthetic" for step in x.steps)
    if not kept or x.magnitude is None or x.magnitude < _MANY or drawn.place is None:
        return None
    named = _OF_WORDS.search(drawn.place.text) is not None
    asked = (
        y is not None and same_step(y.steps[0], drawn) and _asks_which(y.steps) if y and y.steps else False
    )
    return drawn.what if named or asked else None


def _asks_which(steps: tuple[Step, ...]) -> bool:
    """Whether the numbers are compared for equality with one of them: `ids == 137`."""
    first = next((step for step in steps if step.kind not in ("synthetic", "cast", "select")), None)
    return first is not None and isinstance(first.detail, Compared) and first.detail.by == "=="


def after_tokens(series: Series) -> tuple[Step, ...]:
    """What happened to the data from the first tokens on."""
    at = next((at for at, step in enumerate(series.steps) if step.kind == "tokens"), len(series.steps))
    return series.steps[at:]


def add_to(owner: Configured, argument: str, missing: int) -> Fix | None:
    """Write `+ 1` behind the count. Where that is a parameter, others may call the function too, so it is unsafe."""
    value = owner[argument]
    applicability: Applicability = "unsafe" if isinstance(value, WordCount) and value.passed else "safe"
    place = owner.argument(argument).place
    if place is None or owner.readings > 1:
        return None
    text = f"({place.text})" if re.search(r"[-+ \n]", place.text) else place.text
    return owner.set_argument(argument, f"{text} + {missing}", applicability=applicability)
