"""LL308: an Embedding looks fractions up."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.fractional import origin, source_of_fractions
from lstm_lint.notions.padded import fed
from lstm_lint.script import Script


@check("float-into-embedding")
def float_into_embedding(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for model in script.models:
        for _, series, reader in fed(model):
            step = source_of_fractions(series) if reader.cls == "Embedding" else None
            if step is not None and reader.place.node not in seen:
                seen.add(reader.place.node)
                yield reader.problem(
                    f"`Embedding` looks up integers, but x is {origin(step)} and cut to integers; "
                    "remove the Embedding",
                    model=model,
                )
