"""LL714: arrays of `fit` with different numbers of samples."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.statefulness import rows
from lstm_lint.script import Fit, Model, Script, Series


@check("sample-count-mismatch")
def sample_count_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for call in (*model.fits, *model.predictions):
            if call.method in ("fit", "evaluate", "predict", "train_on_batch"):
                message = _differing(call)
                if message is not None:
                    yield model, call, Problem(message[1], call.span(message[0]), model=model.name)


def _differing(call: Fit) -> tuple[str, str] | None:
    """The argument that has another number of samples than the first, and what is said of it."""
    groups = [
        [*_each("x", "x", call.inputs), *_each("y", "y", call.targets), ("sample_weight", "sample_weight", call.sample_weight)],
        [
            ("validation_data", "x of validation_data", call.validation_x),
            ("validation_data", "y of validation_data", call.validation_y),
        ],
    ]  # fmt: skip
    for group in groups:
        known = [(argument, what, count) for argument, what, one in group if (count := rows(one)) is not None]
        for argument, what, count in known[1:]:
            _, first, wanted = known[0]
            if count != wanted:
                return argument, f"{first} has {wanted} samples, {what} has {count}: `{call.method}` raises"
    return None


def _each(
    argument: str, title: str, arrays: tuple[Series | None, ...]
) -> Iterator[tuple[str, str, Series | None]]:
    for at, one in enumerate(arrays):
        yield argument, f"{title}[{at}]" if len(arrays) > 1 else title, one
