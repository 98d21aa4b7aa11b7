"""LL738: words of a published data set by the numbers of `get_word_index`, to which `load_data` adds 3."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import inputs
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Fit, Script, Slip, Tokens


@check("word-numbers-not-shifted", needs="slips:words-decoded|slips:words-numbered")
def word_numbers_not_shifted(script: Script) -> Iterator[Problem]:
    learned = [_learned(fit) for model in script.models for fit in model.fits]
    yield from each_place_once(
        Problem(message, slip.place.span)
        for slip in script.slips
        if (message := _decoded(slip) or _numbered(slip, learned))
    )


def _decoded(slip: Slip) -> str | None:
    if slip.kind != "words-decoded":
        return None
    dataset, by = slip.words
    sign = "+" if by.startswith("-") else "-"
    right = f"look up i {sign} {by.lstrip('-')}"
    return f"`{dataset}.load_data` shifts the numbers of words: this names other words; {right}"


def _numbered(slip: Slip, learned: list[tuple[str, int] | None]) -> str | None:
    """The message of words that become ids, where every model reads those of the data set itself."""
    if slip.kind != "words-numbered" or len(set(learned)) != 1 or learned[0] is None:
        return None
    dataset, offset = slip.words
    name, added = learned[0]
    if name != dataset or added == int(offset):
        return None
    own = f"this {offset}" if int(offset) else "this does not"
    return f"`{dataset}.load_data` adds {added} to the number of a word, {own}: it stands for another word; add {added}"


def _learned(fit: Fit) -> tuple[str, int] | None:
    """The data set whose ids a model is trained on, and what was added to the numbers of its words."""
    found = {
        (step.what, step.detail.added) if isinstance(step.detail, Tokens) else None
        for series in inputs(fit)
        for step in (series.steps if series is not None else ())
        if step.kind == "tokens"
    }
    one = found.pop() if len(found) == 1 else None
    return (one[0], one[1]) if one is not None and one[1] is not None else None
