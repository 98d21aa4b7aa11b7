"""What is shown of a document: its reading, and where the text does not parse what still holds of the one before.

While a line is half written nothing else flickers: what the last good reading said of lines that did not change stays,
at the place that they have now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TypeVar

from lstm_lint.ir.records import dataclass
from lstm_lint.server.facts import Change, DataFact, LayerFact, ModelFact, Noted, Reading, Spot
from lstm_lint.server.texts import Sheet, Snapshot

_LARGEST = 400  # lines on each side that are compared one by one

Placed = TypeVar("Placed", Noted, LayerFact, DataFact, ModelFact)


@dataclass(frozen=True, slots=True)
class View:
    """A reading and the text that its spots are of. `good`: the last one of a text that parsed."""

    snapshot: Snapshot
    reading: Reading
    good: View | None = None

    @property
    def whole(self) -> View | None:
        """The view to fall back on: this, if its text parsed, else the one before."""
        return self.good if self.reading.broken or self.reading.problem else self


def viewed(snapshot: Snapshot, reading: Reading, before: View | None) -> View:
    """What is shown of a text now."""
    good = before.whole if before is not None else None
    if not (reading.broken or reading.problem):
        return View(snapshot, reading)
    if good is None:
        return View(snapshot, reading)
    kept = moved(good, snapshot)
    layers, numbers = _merged_layers(reading.layers, kept.layers)
    models = {
        one.spot: replace(one, layers=tuple(new[number] for number in one.layers if number in new))
        for facts, new in ((kept.models, numbers[1]), (reading.models, numbers[0]))
        for one in facts
        if facts is kept.models or one.parameters != "?" or one.spot not in {two.spot for two in kept.models}
    }
    shown = Reading(
        findings=(*reading.findings, *_new(kept.findings, reading.findings)),
        layers=layers,
        models=tuple(models.values()),
        data=(*reading.data, *_new(kept.data, reading.data)),
        broken=reading.broken,
        siblings=reading.siblings or kept.siblings,
        problem=reading.problem,
    )
    return View(snapshot, shown, good)


def _merged_layers(
    found: tuple[LayerFact, ...], kept: tuple[LayerFact, ...]
) -> tuple[tuple[LayerFact, ...], tuple[dict[int, int], dict[int, int]]]:
    """At each place what is known now, or else what was known; with the new numbers of both."""
    unknown = {one.spot for one in found if not _is_known(one)}
    before = {one.spot for one in kept}
    merged: list[LayerFact] = []
    numbers: tuple[dict[int, int], dict[int, int]] = ({}, {})
    taken = {one.spot for one in found} - (unknown & before)
    for side, facts in enumerate((found, kept)):
        for number, one in enumerate(facts):
            if (one.spot in taken) == (side == 0):
                numbers[side][number] = len(merged)
                merged.append(one)
    return tuple(merged), numbers


def _is_known(layer: LayerFact) -> bool:
    return layer.shape is not None and "?" not in layer.shape and layer.parameters != "?"


def _new(kept: Iterable[Placed], found: Iterable[Placed]) -> list[Placed]:
    known = {one.spot for one in found}
    return [one for one in kept if one.spot not in known and not (isinstance(one, Noted) and one.broken)]


def moved(view: View, snapshot: Snapshot) -> Reading:
    """The reading of a view as far as it holds in another state of its document."""
    lines = _Lines(view.snapshot, snapshot)
    layers: list[LayerFact] = []
    numbers: dict[int, int] = {}
    for number, layer in enumerate(view.reading.layers):
        at = lines.spot(layer.spot)
        if at is not None:
            numbers[number] = len(layers)
            layers.append(replace(layer, spot=at))
    models = [
        replace(one, spot=at, layers=tuple(numbers[number] for number in one.layers if number in numbers))
        for one in view.reading.models
        if (at := lines.spot(one.spot)) is not None
    ]
    findings = [one for found in view.reading.findings if (one := lines.finding(found)) is not None]
    data = [replace(one, spot=at) for one in view.reading.data if (at := lines.spot(one.spot)) is not None]
    return Reading(tuple(findings), tuple(layers), tuple(models), tuple(data), siblings=view.reading.siblings)


class _Lines:
    """Where the lines of one state of a document are in another; by text, each sheet with the one of its address."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self.before, self.after = before, after
        self.cells = {sheet.uri: number for number, sheet in enumerate(after.code)}
        self.known: dict[int, dict[int, int]] = {}

    def spot(self, spot: Spot) -> Spot | None:
        """Where a stretch is whose lines are all as they were; None where they are not."""
        number = (spot.cell or 1) - 1
        if number >= len(self.before.code):
            return None
        there = self.cells.get(self.before.code[number].uri)
        if there is None:
            return None
        if number not in self.known:
            self.known[number] = _same_lines(self.before.code[number], self.after.code[there])
        lines = self.known[number]
        first = lines.get(spot.line)
        if first is None:
            return None
        shift = first - spot.line
        if any(lines.get(line) != line + shift for line in range(spot.line, spot.end_line + 1)):
            return None
        cell = there + 1 if spot.cell is not None else None
        return Spot(first, spot.column, spot.end_line + shift, spot.end_column, cell)

    def finding(self, finding: Noted) -> Noted | None:
        at = self.spot(finding.spot)
        if at is None:
            return None
        mend = finding.mend
        if mend is not None:
            spots = [self.spot(change.spot) for change in mend.changes]
            changes = tuple(
                Change(one, change.text) for one, change in zip(spots, mend.changes) if one is not None
            )
            mend = replace(mend, changes=changes) if len(changes) == len(spots) else None
        beside = tuple(
            one if one.path is not None else replace(one, spot=there)
            for one in finding.beside
            if (there := one.spot if one.path is not None else self.spot(one.spot)) is not None
        )
        return replace(finding, spot=at, mend=mend, beside=beside)


def _same_lines(before: Sheet, after: Sheet) -> dict[int, int]:
    """For each line that is in both texts its number in the second one."""
    old, new = before.lines, after.lines
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = {line: line for line in range(1, head + 1)}
    shift = len(new) - len(old)
    found.update((line, line + shift) for line in range(len(old) - tail + 1, len(old) + 1))
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if all(0 < len(lines) <= _LARGEST for lines in middle):
        for block in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            found.update(
                (head + block.a + number + 1, head + block.b + number + 1) for number in range(block.size)
            )
    return found
