"""Spans in spans: which of many stretches of a source hold another one, without a look at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from lstm_lint.findings import Span

Item = TypeVar("Item")
_Point = tuple[int, int]


class Nest(Generic[Item]):
    """Items by their spans. Those of syntax never overlap in part: one holds the other, or they are apart."""

    def __init__(self, items: Iterable[tuple[Span, Item]]) -> None:
        self._items = sorted(((*_ends(span), item) for span, item in items), key=_outermost_first)
        self._starts = [start for start, _, _ in self._items]
        self._around: list[int] = []  # for each item the one around it, or -1
        last = -1
        for at, (_, end, _) in enumerate(self._items):
            while last >= 0 and self._items[last][1] < end:
                last = self._around[last]
            self._around.append(last)
            last = at

    def around(self, span: Span) -> Iterator[Item]:
        """The items whose spans hold this one, equal ones too, from the inside out."""
        start, end = _ends(span)
        at = bisect_right(self._starts, start) - 1
        while at >= 0:
            if self._items[at][1] >= end:
                yield self._items[at][2]
            at = self._around[at]

    def inside(self, span: Span) -> Iterator[Item]:
        """The items whose spans this one holds, equal ones too."""
        start, end = _ends(span)
        for at in range(bisect_left(self._starts, start), len(self._items)):
            if self._starts[at] > end:
                return
            if self._items[at][1] <= end:
                yield self._items[at][2]

    def touching(self, span: Span) -> set[Item]:
        """The items whose spans hold this one or are held by it."""
        return {*self.around(span), *self.inside(span)}


def _ends(span: Span) -> tuple[_Point, _Point]:
    return (span.line, span.column), (span.end_line, span.end_column)


def _outermost_first(item: tuple[_Point, _Point, object]) -> tuple[int, int, int, int]:
    start, end, _ = item
    return (*start, -end[0], -end[1])
