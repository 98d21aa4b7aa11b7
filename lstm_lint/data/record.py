"""Profiles as JSON: what a child process answers, and what the cache keeps."""

from __future__ import annotations

import dataclasses
from typing import Any

from lstm_lint.ir.profile import Column, Copy, Order, Profile


class NoProfile(Exception):
    """A document that is none: written by another version, or by somebody else."""


def plain(profile: Profile) -> dict[str, Any]:
    """What a profile says, as JSON has it."""
    return _plain(profile)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def profile(document: Any) -> Profile:
    """The profile of a document. Raises NoProfile."""
    try:
        return Profile(
            _count(document["rows"]),
            tuple(map(_column, document["columns"])),
            tuple(map(_column, document["index"])),
            _optional(document["duplicates"]),
            tuple(Copy(str(one["column"]), str(one["of"]), int(one["shift"])) for one in document["copies"]),
            tuple(map(_count, document["shape"])) if document["shape"] is not None else None,
            bool(document["named"]),
            tuple(map(_count, document.get("across", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoProfile(str(error)) from error


def _column(document: Any) -> Column:
    if document["type"] not in ("integer", "float", "bool", "time", "text"):
        raise ValueError(document["type"])
    order, classes, words = document["order"], document["classes"], document["words"]
    return Column(
        str(document["name"]),
        document["type"],
        _count(document["rows"]),
        _count(document["missing"]),
        _optional(document["distinct"]),
        _number(document["minimum"]),
        _number(document["maximum"]),
        _number(document["mean"]),
        _number(document["spread"]),
        tuple(map(_count, classes)) if classes is not None else None,
        _order(order) if order is not None else None,
        (float(words[0]), float(words[1])) if words is not None else None,
        tuple((float(mean), float(spread)) for mean, spread in document["blocks"]),
        _number(document["correlation"]),
        _optional(document["first_missing"]),
    )


def _order(document: Any) -> Order:
    return Order(
        _count(document["backwards"]), _count(document["repeated"]), _number(document["step"]),
        _count(document["gaps"]), _number(document["longest"]),
    )  # fmt: skip


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value


def _optional(value: Any) -> int | None:
    return None if value is None else _count(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
