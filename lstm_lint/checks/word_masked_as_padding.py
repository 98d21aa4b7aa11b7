"""LL373: the word with the id 0 is masked, for 0 is also what texts are padded with."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.padded import fed
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.word_ids import KEEPS_IDS, after_tokens
from lstm_lint.script import Known, Layer, Model, Pad, Script, Series, Tokens

_LONGEST_NAME = 16  # that leaves a message in its line


@check("word-masked-as-padding", needs="fits Embedding mask_zero=")
def word_masked_as_padding(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        told: set[int] = set()
        for _, series, reader in fed(model):
            name = _with_zero(series) if reader.cls == "Embedding" and not reader.custom else None
            if name is not None and reader["mask_zero"] == Known(True) and id(reader) not in told:
                told.add(id(reader))
                shown = f"`{name}`" if len(name) <= _LONGEST_NAME else "the dict of words"
                message = (
                    f"{shown} begins at 0, which `mask_zero=True` takes for padding: the first word is never "
                )
                message += "seen; count from 1"
                yield model, reader, reader.problem(message, at="mask_zero", model=model)


def _with_zero(series: Series) -> str | None:
    """The dict that numbers the words from 0 on, where the ids are padded with 0 and nothing moves them."""
    steps = after_tokens(series)
    tokens = [step.detail for step in steps if isinstance(step.detail, Tokens)]
    padded = [step.detail for step in steps if isinstance(step.detail, Pad)]
    plain = all(step.kind in KEEPS_IDS for step in steps)
    if len(tokens) != 1 or tokens[0].first != 0 or not plain or not padded or padded[-1].value != 0:
        return None
    return tokens[0].tool
