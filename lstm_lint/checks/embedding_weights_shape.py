"""LL118: an Embedding that is given a matrix of another shape than its own."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.input_shapes import shown_with_batch
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script, Shape, WordCount


@check("embedding-weights-shape", needs="Embedding")
def embedding_weights_shape(script: Script) -> Iterator[Problem]:
    loose = [(layer, _problem(layer, None)) for layer, owner in script.layers() if owner is None]
    yield from (problem for _, problem in loose if problem is not None)
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            problem = _problem(layer, model)
            if problem is not None:
                yield model, layer, problem


def _problem(layer: Layer, model: Model | None) -> Problem | None:
    if layer.cls != "Embedding" or layer.custom or len(layer.given_weights) != 1:
        return None
    matrix, more = layer.given_weights[0], _more_rows(layer)
    own = tuple(layer.known(name) for name in ("input_dim", "output_dim"))
    where = "weights" if layer.given("weights") else "embeddings_initializer"
    if more:
        rows = f"{abs(more)} row{'s' if abs(more) > 1 else ''} {'more' if more > 0 else 'fewer'}"
        message = f"the matrix has {rows} than `input_dim` says: it raises; count both by the same expression"
        return layer.problem(message, at=where, model=model)
    if matrix is None or not _is_refused(matrix, own, strict=where == "weights"):
        return None
    shown = ", ".join(str(size) if isinstance(size, int) else "..." for size in own)
    both = f"the matrix is {shown_with_batch(matrix)}, `Embedding({shown})` has other sizes"
    message = f"{both}: it raises; make them equal"
    return layer.problem(message, at=where, model=model)


def _more_rows(layer: Layer) -> int:
    """How many more rows the matrix has, where the words of one tokenizer count both; 0 where that is not known."""
    rows, own = layer.given_rows, layer["input_dim"]
    if not isinstance(rows, WordCount) or not isinstance(own, WordCount) or rows.num_words != own.num_words:
        return 0
    return rows.plus - own.plus if rows.tokenizer is own.tokenizer else 0


def _is_refused(matrix: Shape, own: tuple[object, ...], strict: bool) -> bool:
    """`weights` must have the very shape; a constant initializer is broadcast to it where numpy can."""
    if strict and len(matrix) != 2:
        return True
    pairs = list(zip(reversed(matrix), reversed(own), strict=False))
    free = () if strict else (1,)
    return len(matrix) > 2 or any(
        isinstance(given, int) and isinstance(size, int) and given != size and given not in free
        for given, size in pairs
    )
