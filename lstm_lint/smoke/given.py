"""The very arrays that `fit` receives, where the user has them: `lstm-lint smoke --arrays x.npy y.npy`.

They are held against what was read of the script, and trained on where the rebuilt model takes them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lstm_lint.ir.profile import Column, Profile
from lstm_lint.notions.measured import number
from lstm_lint.notions.targets import encoding
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Script, Series
from lstm_lint.smoke.specification import Input, Specification

if TYPE_CHECKING:
    from lstm_lint.smoke.plan import Job

_TRAIN = 0.8  # of the rows, the first ones
_FEWEST, _MOST, _HELD_OUT = 256, 2048, 512  # samples; of fewer rows some are taken several times
_FAR = 1.001  # times what was read to be the largest value


@dataclass(frozen=True)
class Array:
    """One of them, by its file and what that holds."""

    path: str
    profile: Profile

    @property
    def name(self) -> str:
        return os.path.basename(self.path)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.profile.shape or ()

    @property
    def values(self) -> Column:
        return self.profile.columns[0]


@dataclass(frozen=True)
class Arrays:
    """Both of them."""

    x: Array
    y: Array

    @property
    def said(self) -> str:
        return f"{self.x.name} and {self.y.name} as given"


# What was read, and what is there


def differences(script: Script, arrays: Arrays) -> list[tuple[Fit, str]]:
    """What the reading says otherwise than the arrays, of the `fit` that comes closest to them."""
    found = [(fit, list(_of_fit(fit, arrays))) for fit, _ in trained(script) if fit.method == "fit"]
    fit, wrong = min(found, key=lambda one: len(one[1]), default=(None, []))
    return [(fit, said) for said in wrong] if fit is not None else []


def _of_fit(fit: Fit, arrays: Arrays) -> Iterator[str]:
    for name, series, array in (("x", fit.x, arrays.x), ("y", fit.y, arrays.y)):
        if series is not None and series.kind not in ("dataset", "generator"):
            yield from _of_array(name, series, array)


def _of_array(name: str, series: Series, array: Array) -> Iterator[str]:
    read, there = series.shape, array.shape
    if read is not None and (
        len(read) != len(there) or any(isinstance(a, int) and a != b for a, b in zip(read, there))
    ):
        shown = ", ".join(str(size) if isinstance(size, int) else "?" for size in read)
        yield f"{name} was read as ({shown}), and {array.name} is {there}"
    largest = array.values.magnitude
    if series.magnitude is not None and largest is not None and largest > _FAR * series.magnitude:
        yield f"{name} was read to reach {number(series.magnitude)} at most, and {array.name} reaches {number(largest)}"
    elif series.range is not None and _leaves(array.values, series.range):
        low, high = series.range
        there_now = f"{number(array.values.minimum)} to {number(array.values.maximum)}"
        yield f"{name} was read to lie from {number(low)} to {number(high)}, and {array.name} runs from {there_now}"
    if series.integer and array.values.type == "float" and not _is_whole(array.values):
        yield f"{name} was read as whole numbers, and {array.name} has fractions"
    if name == "y" and encoding(series) == "one-hot" and (array.values.maximum or 0) > 1:
        yield f"y was read as one-hot vectors, and {array.name} reaches {number(array.values.maximum)}"


def _leaves(values: Column, ends: tuple[float, float]) -> bool:
    if values.minimum is None or values.maximum is None:
        return False
    slack = (_FAR - 1) * max(abs(ends[0]), abs(ends[1]))
    return values.minimum < ends[0] - slack or values.maximum > ends[1] + slack


def _is_whole(values: Column) -> bool:
    """Whether all that is known of them is that of whole numbers stored as floats."""
    ends = (values.minimum, values.maximum)
    return all(one is not None and float(one).is_integer() for one in ends)


# Jobs that are trained on them


def on(jobs: Sequence[Job], arrays: Arrays) -> list[Job]:
    """The jobs, with the arrays in the place of synthetic data where the rebuilt model takes them."""
    return [_on(job, arrays) for job in jobs]


def _on(job: Job, arrays: Arrays) -> Job:
    written, fixed = job.written, job.fixed
    if (
        written is None
        or not job.trains
        or not all(_takes(one, arrays) for one in (written, fixed or written))
    ):
        return job
    scaled = ""
    if fixed is not None:
        scaled += "x" if written.data.scale != fixed.data.scale else ""
        scaled += "y" if written.data.target_scale != fixed.data.target_scale else ""
    return replace(
        job,
        written=_with(written, arrays, ""),
        fixed=_with(fixed, arrays, scaled) if fixed is not None else None,
    )


def _takes(one: Specification, arrays: Arrays) -> bool:
    if len(one.inputs) != 1 or len(one.outputs) != 1 or one.data.stream or one.data.memory:
        return False
    entry, shape = one.inputs[0], arrays.x.shape[1:]
    if len(entry.shape) != len(shape) or entry.batch:
        return False
    if entry.tokens:
        return arrays.x.values.type == "integer" and (arrays.x.values.maximum or 0) < entry.tokens
    return (
        all(size is None or size <= there for size, there in zip(entry.shape[1:], shape[1:]))
        or len(shape) == 1
    )


def _with(one: Specification, arrays: Arrays, scaled: str) -> Specification:
    shape = arrays.x.shape[1:]
    steps = min(one.inputs[0].shape[0] or shape[0], shape[0])
    sizes = tuple(size or there for size, there in zip(one.inputs[0].shape[1:], shape[1:]))
    entry: Input = replace(one.inputs[0], shape=(steps, *sizes))
    data = replace(
        one.data, arrays=(arrays.x.path, arrays.y.path), scaled=scaled, source=arrays.said, padded=""
    )
    return replace(one, inputs=(entry,), data=data)


# In the child


def make(np: Any, specification: Specification, shape: tuple[int, ...], kind: str) -> list[tuple[Any, Any]]:
    """The first four fifths of the arrays to train on, the rest held out; `kind` of targets that the loss reads."""
    assert specification.data.arrays is not None
    x, y = (np.load(path, mmap_mode="r", allow_pickle=False) for path in specification.data.arrays)
    border = max(1, int(_TRAIN * len(x)))
    parts = [
        np.linspace(0, border - 1, min(_MOST, max(_FEWEST, border))).astype(int),
        np.linspace(min(border, len(x) - 1), len(x) - 1, _HELD_OUT).astype(int),
    ]
    entry, made = specification.inputs[0], []
    cut = (slice(None), slice(-(entry.shape[0] or 1), None), *(slice(size) for size in entry.shape[1:]))
    for rows in parts:
        inputs = np.asarray(x[rows][cut], dtype="int32" if entry.tokens else "float32")
        made.append((inputs, _targets(np, np.asarray(y[rows]), shape, kind)))
    if "x" in specification.data.scaled:
        made = _standardized(np, made, 0)
    if "y" in specification.data.scaled and kind == "number":
        made = _standardized(np, made, 1)
    return made


def _targets(np: Any, y: Any, shape: tuple[int, ...], kind: str) -> Any:
    """As the loss reads them. More classes than the head has left are the last one."""
    rows, width = len(y), shape[-1] if shape else 1
    if kind in ("ids", "one-hot"):
        ids = y.argmax(-1) if y.ndim > 1 and y.shape[-1] > 1 else y.reshape(rows)
        ids = np.clip(ids.astype("int32"), 0, max(width, 2) - 1)
        if kind == "ids" or width == 1:
            return ids if kind == "ids" else ids[:, None].astype("float32")
        return np.eye(width, dtype="float32")[ids]
    flat, size = y.reshape(rows, -1).astype("float32"), int(np.prod(shape)) if shape else 1
    flat = flat[:, -size:] if flat.shape[1] >= size else np.resize(flat, (rows, size))
    return flat.reshape(rows, *shape)


def _standardized(np: Any, made: list[Any], which: int) -> list[Any]:
    train = made[0][which]
    axes = tuple(range(train.ndim - 1))
    mean, spread = train.mean(axes), train.std(axes)
    changed = [((part[which] - mean) / np.where(spread > 0, spread, 1)).astype("float32") for part in made]
    return [
        tuple(new if at == which else old for at, old in enumerate(part)) for new, part in zip(changed, made)
    ]
