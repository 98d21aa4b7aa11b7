"""LL305: an Embedding with fewer rows than the ids that it looks up need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.notions.padded import fed
from lstm_lint.notions.word_ids import KEEPS_IDS, add_to, after_tokens, too_few_by
from lstm_lint.script import Layer, Script, Series, Tokens

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_WORDS = re.compile(
    r"vocab(?!.*(dim|emb))|max_features|(num|max|nb|n)_(words|tokens|chars)|word_index|(word|char)2i",
    re.IGNORECASE,
)


@check("embedding-vocabulary-off-by-one", needs="Embedding")
def embedding_vocabulary_off_by_one(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for layer, problem in _problems(script):
        if layer.place.node not in seen:
            seen.add(layer.place.node)
            yield problem


def _problems(script: Script) -> Iterator[tuple[Layer, Problem]]:
    reads = {id(reader): series for model in script.models for _, series, reader in fed(model)}
    for layer, owner in script.layers():
        missing = too_few_by(layer["input_dim"], reads.get(id(layer))) if layer.cls == "Embedding" else None
        if missing is not None:
            message = f"`input_dim` counts the words, but their ids run from 1: the last is out of range; add {missing}"
            yield layer, layer.problem(message, at="input_dim", fix=_add(layer, missing), model=owner)
        elif layer.cls == "Embedding" and _are_exchanged(layer):
            message = "the number of words is `output_dim`, and ids end at `input_dim`: the two are exchanged"
            message = f"{message}; write the words first"
            yield layer, layer.problem(message, at="output_dim", severity=Severity.WARNING, model=owner)
    for model in script.models:
        for _, series, reader in fed(model):
            rows = reader.number("input_dim") if reader.cls == "Embedding" else None
            largest = _largest_id(series)
            if rows is not None and largest is not None and largest >= rows:
                message = f"ids go up to {largest} but `input_dim={rows:g}` ends at {rows - 1:g}: "
                ignored = _ignored(series)
                if ignored is not None:
                    message += f"Keras 3 ignores `{ignored}`; write num_words"
                    yield reader, reader.problem(message, at="input_dim", model=model)
                    continue
                message += f"write {largest + 1}"
                fix = _plain(reader, reader.set_argument("input_dim", str(largest + 1)))
                yield reader, reader.problem(message, at="input_dim", fix=fix, model=model)


def _are_exchanged(layer: Layer) -> bool:
    """`Embedding(64, vocab_size)`, by what the two are called."""
    places = layer.argument("input_dim").place, layer.argument("output_dim").place
    rows, width = (place.text if place is not None else "" for place in places)
    return _WORDS.search(width) is not None and bool(rows) and _WORDS.search(rows) is None


def _largest_id(series: Series) -> int | None:
    """The largest id that `x` holds, or may hold once the tokenizer has seen enough words."""
    tokens = [step for step in series.steps if step.kind == "tokens"]
    if tokens:
        below = {step.detail.below if isinstance(step.detail, Tokens) else None for step in tokens}
        limit = below.pop()
        certain = not below and all(step.kind in KEEPS_IDS for step in after_tokens(series))
        return limit - 1 if limit is not None and certain else None
    whole = series.certain and series.integer and series.magnitude is not None
    exact = whole and float(series.magnitude or 0).is_integer()  # else it was estimated
    return int(series.magnitude) if exact and series.magnitude is not None else None


def _ignored(series: Series) -> str | None:
    """The argument of `load_data` that was meant to limit the ids and is not read."""
    details = (step.detail for step in series.steps if isinstance(step.detail, Tokens))
    return next((detail.ignored for detail in details if detail.ignored is not None), None)


def _add(layer: Layer, missing: int) -> Fix | None:
    """`+ 1`, unless the rows have to fit a matrix of weights."""
    fitted = layer.given("weights") or layer.given("embeddings_initializer")
    return None if fitted else add_to(layer, "input_dim", missing)


def _plain(layer: Layer, fix: Fix | None) -> Fix | None:
    """The fix where the number itself is written, and no matrix of weights has to fit it."""
    place = layer.argument("input_dim").place
    written = place is not None and place.text.replace("_", "").isdigit()
    return (
        fix if written and not layer.given("weights") and not layer.given("embeddings_initializer") else None
    )


@mends("embedding-vocabulary-off-by-one")
def one_row_more(specification: Specification, defect: Defect) -> Specification | None:
    node = specification.find(defect.node)
    rows = node.arguments.get("input_dim") if node is not None else None
    return specification.changed(defect.node, input_dim=rows + 1) if isinstance(rows, int) else None
