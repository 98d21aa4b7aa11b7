"""LL714: arrays of `fit` with different numbers of samples."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.built import never_built
from lstm_lint.notions.input_shapes import is_one_sample
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.row_counts import rows_after
from lstm_lint.notions.statefulness import rows
from lstm_lint.script import Fit, Model, Script, Series, Split


@check("sample-count-mismatch", needs="fits|predictions|refused")
def sample_count_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))
    yield from refusals(script, of_kind("pairs", _unpaired))
    yield from refusals(script, of_kind("sides", _of_sides))
    yield from refusals(script, of_kind("batch-inputs", _of_inputs))
    yield from refusals(script, of_kind("batch-targets", _of_targets))


def _unpaired(name: str, data: str, targets: str) -> str:
    return f"`{name}` gets {data} rows of data and {targets} targets: ValueError; it moves the targets itself"


def _of_sides(x_train: str, y_train: str, x_test: str, y_test: str) -> str:
    names = f"{x_train}, {x_test}, {y_train}, {y_test}"
    message = "`train_test_split` returns both parts of x first, then those of y: `fit` raises"
    return f"{message}; write {names}" if len(names) < 36 else message


def _of_inputs(first: str, other: str) -> str:
    return f"a batch has {first} rows of one input and {other} of another: `fit` raises; take the same rows of each"


def _of_targets(rows: str, targets: str) -> str:
    return f"a batch has {rows} rows of x and {targets} of y: `fit` raises; take the same rows of both"


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        if never_built(model):
            continue
        told = list(_of_calls(model, model.fits))
        # What `fit` refuses is not handed to the others.
        yield from told or _of_calls(model, model.predictions)


def _of_calls(model: Model, calls: tuple[Fit, ...]) -> Iterator[tuple[Model, Fit, Problem]]:
    for call in calls:
        if call.method in ("fit", "evaluate", "predict", "train_on_batch"):
            message = _differing(call)
            if message is not None and not _is_one_sample(model, call):
                yield model, call, Problem(message[1], call.span(message[0]), model=model.name)


def _is_one_sample(model: Model, call: Fit) -> bool:
    """LL116 speaks of `train_on_batch(x[0], y[0])`: its rows are time steps."""
    first = model.entries or model.layers[:1]
    declared = first[0].output_shape if model.entries else first[0].input_shape if first else None
    return len(first) == 1 and call.x is not None and is_one_sample(call.x.shape, declared)


def _differing(call: Fit) -> tuple[str, str] | None:
    """The argument that has another number of samples than the first, and what is said of it."""
    groups = [
        [
            *_each("x", "x", call.inputs),
            *_each("y", "y", call.targets),
            ("sample_weight", "sample_weight", call.sample_weight),
        ],
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
                return (
                    argument,
                    f"{first} has {wanted} samples, {what} has {count}: `{call.method}` raises; use the same rows",
                )
    pairs = (
        ("y", "y", call.x, call.y),
        ("validation_data", "y of validation_data", call.validation_x, call.validation_y),
    )
    return next(
        filter(None, (found(call, *pair) for pair in pairs for found in (_folded, _of_other_side))), None
    )


def _of_other_side(
    call: Fit, argument: str, what: str, x: Series | None, y: Series | None
) -> tuple[str, str] | None:
    """x of one side of a split, y of the other side of the same one."""
    sides = _sides(x), _sides(y)
    for split in sides[0].keys() & sides[1].keys():
        first, second = sides[0][split], sides[1][split]
        if len(first) == len(second) == 1 and first != second:
            own, other = (one for side in (first, second) for one in side)
            name = f"`{own[1]}`" if len(own[1]) < 30 else "the split"
            return (
                argument,
                f"x has the {own[0]} rows of {name}, {what} the {other[0]} rows: no pair belongs together",
            )
    return None


def _sides(data: Series | None) -> dict[object, set[tuple[str, str]]]:
    """The sides of each split that an array comes from, by the place of the split."""
    found: dict[object, set[tuple[str, str]]] = {}
    followed = (
        data is not None and data.kind == "array" and all(step.kind != "unknown" for step in data.steps)
    )
    for step in data.steps if data is not None and followed else ():
        if (
            isinstance(step.detail, Split)
            and step.place is not None
            and step.detail.part in ("train", "test")
        ):
            found.setdefault(step.place.node, set()).add((step.detail.part, step.what))
    return found


def _folded(
    call: Fit, argument: str, what: str, x: Series | None, y: Series | None
) -> tuple[str, str] | None:
    """x and y of one array whose rows are not known, of which a reshape folded several rows into one."""
    if x is None or y is None or not (x.kind == y.kind == "array") or x.shape is None or y.shape is None:
        return None
    common = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(x.steps, y.steps)))
    shares = rows_after(x, common), rows_after(y, common)
    if common == 0 or None in shares or shares[0] == shares[1]:
        return None
    first, second = (_part_of_n(share) for share in shares if share is not None)
    return argument, f"x has {first} samples, {what} has {second}: `{call.method}` raises"


def _part_of_n(share: Fraction) -> str:
    number = "n" if share.numerator == 1 else f"{share.numerator}n"
    return number if share.denominator == 1 else f"{number}/{share.denominator}"


def _each(
    argument: str, title: str, arrays: tuple[Series | None, ...]
) -> Iterator[tuple[str, str, Series | None]]:
    for at, one in enumerate(arrays):
        yield argument, f"{title}[{at}]" if len(arrays) > 1 else title, one
