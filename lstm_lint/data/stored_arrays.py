"""The profile of arrays that numpy stored, mapped into memory and never unpickled."""

from __future__ import annotations

import math
import os
import tokenize
import zipfile

from lstm_lint.data.dialect import NotLookedAt
from lstm_lint.ir.profile import Column, Profile

_AT_ONCE = 1 << 20  # values
_LARGEST_OF_ARCHIVE = 64 << 20  # bytes of an array that has to be unpacked


def profile_of(path: str, member: str = "") -> Profile:
    """Raises NotLookedAt, and ImportError without numpy."""
    import numpy

    try:
        if path.lower().endswith(".npz"):
            with zipfile.ZipFile(path) as archive:
                if sum(one.file_size for one in archive.infolist()) > _LARGEST_OF_ARCHIVE:
                    raise NotLookedAt("its arrays are larger than 64 MB when unpacked")
            with numpy.load(path, allow_pickle=False) as arrays:
                if len(arrays.files) != 1 and member not in arrays.files:
                    raise NotLookedAt(f"it holds {len(arrays.files)} arrays")
                array = arrays[member or arrays.files[0]]
        else:
            if os.path.getsize(path) == 0:
                raise NotLookedAt("it is empty")
            array = numpy.load(path, mmap_mode="r", allow_pickle=False)
    except (
        ValueError, TypeError, EOFError, zipfile.BadZipFile, OSError, KeyError, SyntaxError, tokenize.TokenError
    ):  # fmt: skip
        raise NotLookedAt("it is no array of numbers that numpy reads without unpickling") from None
    if not isinstance(array, numpy.ndarray):  # another file in the archive
        raise NotLookedAt("it holds no array")
    if array.dtype.kind not in "biuf":
        raise NotLookedAt(f"it holds no plain numbers: {array.dtype}")
    flat = array.reshape(-1)
    count = missing = 0
    total = squares = 0.0
    low, high = float("inf"), float("-inf")
    for start in range(0, flat.size, _AT_ONCE):
        part = numpy.asarray(flat[start : start + _AT_ONCE], dtype="float64")
        kept = part[~numpy.isnan(part)]
        missing += part.size - kept.size
        if kept.size:
            # Chan et al. 1979: the mean and the squares of two parts from those of each.
            mean = float(kept.mean())
            between = mean - (total / count if count else mean)
            squares += float(((kept - mean) ** 2).sum()) + between**2 * count * kept.size / (
                count + kept.size
            )
            total, count = total + float(kept.sum()), count + kept.size
            low, high = min(low, float(kept.min())), max(high, float(kept.max()))
    whole = array.dtype.kind in "biu"
    distinct = classes = None
    if whole and count and high - low < 1000:
        times = numpy.unique(flat, return_counts=True)[1]
        distinct = len(times)
        classes = tuple(sorted(map(int, times), reverse=True)) if distinct <= 50 else None
    column = Column(
        "0", "integer" if whole else "float", int(flat.size), missing, distinct,
        _plain(low), _plain(high), _plain(total / count if count else None),
        _plain((squares / (count - 1)) ** 0.5 if count > 1 else None), classes,
    )  # fmt: skip
    rows = int(array.shape[0]) if array.ndim else 1
    return Profile(rows, (column,), shape=tuple(map(int, array.shape)), named=False)


def _plain(value: float | None) -> float | None:
    """A number that JSON has."""
    return value if value is not None and math.isfinite(value) else None
