"""LL709: word numbers that a recurrent layer reads as magnitudes."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.raw_inputs import reads_input_as_it_is
from lstm_lint.notions.training import trained
from lstm_lint.script import Place, Script, Series


@check("integer-tokens-without-embedding")
def integer_tokens_without_embedding(script: Script) -> Iterator[Problem]:
    reported: set[int] = set()
    for fit, models in trained(script):
        if fit.x is None or not all(map(reads_input_as_it_is, models)):
            continue
        source = _raw_tokens(fit.x)
        layer = models[0].recurrent[0]
        place = _made_a_feature(fit.x) or layer.place
        if source is None or id(place.node) in reported:
            continue
        reported.add(id(place.node))
        yield Problem(
            f"`{layer.title}` reads the token ids of `{source}` as magnitudes; put an `Embedding` in front",
            place.span,
            model=models[0].name,
            layer=layer.name,
        )


def _raw_tokens(x: Series) -> str | None:
    """Where token ids come from that are still numbers of words: padded, reshaped or divided, not one-hot."""
    source: str | None = None
    for step in x.steps:
        if step.kind == "tokens":
            source = step.what
        elif step.kind in ("one-hot", "class-ids", "unknown", "arithmetic", "stack"):
            source = None
    return source


def _made_a_feature(x: Series) -> Place | None:
    """Where the ids became a feature of each time step: `reshape(n, steps, 1)`."""
    return next((step.place for step in reversed(x.steps) if step.kind == "reshape"), None)
