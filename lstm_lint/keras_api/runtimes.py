"""What a Python version and a date say of the Keras that can have run."""

from __future__ import annotations

from typing import Final

from lstm_lint.keras_api.versions import KERAS_3, NEWEST, OLDEST, Version

Date = tuple[int, int, int]  # year, month, day

# The newest Keras 2 that a Python runs: Keras needs TensorFlow, whose last wheel for Python 3.6 is that of 2.6, and so
# on. rules/LL920-unpinned-old-keras.md says how to see that.
_NEWEST_OF_PYTHON: Final[dict[Version, Version]] = {
    (2, 7): (2, 3),
    (3, 4): (2, 3),
    (3, 5): (2, 4),
    (3, 6): (2, 6),
    (3, 7): (2, 11),
    (3, 8): (2, 13),
}
_FIRST_PYTHON_WITHOUT_KERAS_2: Final[Version] = (3, 12)

# When a version came out. From 2.4 on the package `keras` is that of the same TensorFlow; Keras 3 is the default of
# TensorFlow 2.16, three months after the package itself.
RELEASED: Final[tuple[tuple[Version, Date], ...]] = (
    ((2, 0), (2017, 3, 14)),
    ((2, 1), (2017, 11, 13)),
    ((2, 2), (2018, 6, 6)),
    ((2, 3), (2019, 9, 17)),
    ((2, 4), (2020, 6, 18)),
    ((2, 5), (2021, 5, 13)),
    ((2, 6), (2021, 8, 11)),
    ((2, 7), (2021, 11, 4)),
    ((2, 8), (2022, 2, 2)),
    ((2, 9), (2022, 5, 16)),
    ((2, 10), (2022, 9, 6)),
    ((2, 11), (2022, 11, 18)),
    ((2, 12), (2023, 3, 23)),
    ((2, 13), (2023, 7, 6)),
    ((2, 14), (2023, 9, 26)),
    ((2, 15), (2023, 11, 14)),
)
_KERAS_3_RELEASED: Final[Date] = (2023, 11, 28)
_KERAS_3_IN_TENSORFLOW: Final[Date] = (2024, 3, 7)
# From then on the machines that Colab and Kaggle lend run Keras 3.
_KERAS_3_ON_HOSTS: Final[Date] = (2025, 1, 1)


def of_python(version: Version) -> tuple[Version, Version] | None:
    """The versions of Keras that this Python can run; None where it runs both Keras 2 and 3, or is not known."""
    if version >= _FIRST_PYTHON_WITHOUT_KERAS_2:
        return KERAS_3, NEWEST
    newest = _NEWEST_OF_PYTHON.get(version)
    return (OLDEST, newest) if newest is not None else None


def by(date: Date, standalone: bool | None) -> tuple[Version, Version] | None:
    """The versions that there were on that day; None where Keras 3 was one of them, and before there was Keras 2."""
    if date >= (_KERAS_3_IN_TENSORFLOW if standalone is False else _KERAS_3_RELEASED):
        return None
    newest = max((version for version, day in RELEASED if day <= date), default=None)
    return (OLDEST, newest) if newest is not None else None


def on_a_host(date: Date) -> tuple[Version, Version] | None:
    """The versions on a machine of Colab or Kaggle on that day; None before Keras 3 is on all of them."""
    return (KERAS_3, NEWEST) if date >= _KERAS_3_ON_HOSTS else None
