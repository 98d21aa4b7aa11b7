"""The report of a training: one self-contained page with what was said, and curves of what was measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from lstm_lint.output.html import charts
from lstm_lint.output.html.page import rendered
from lstm_lint.output.html.views import Entry, FileSection, Page, Picture, Table
from lstm_lint.watch.findings import WatchFinding
from lstm_lint.watch.look import TENTHS, Look, RecurrentLook
from lstm_lint.watch.record import Record

_Measure = Callable[[RecurrentLook], float | None]


def write(record: Record, path: str | os.PathLike[str]) -> None:
    """Writes the page. Raises OSError."""
    Path(path).write_text("".join(rendered(page(record))), encoding="utf-8")


def page(record: Record) -> Page:
    """What the page shows."""
    files: dict[str, list[Entry]] = {}
    for one in record.findings:
        files.setdefault(one.path or record.model or "the training", []).append(_entry(one))
    sections = tuple(FileSection(path, tuple(entries)) for path, entries in files.items())
    by = f"Measured by {record.computed_by or 'nothing'}, trained by {record.backend}."
    return Page(
        title=f"Watch: {record.model or 'a training'}",
        lead=(record.summary().removeprefix("watch: ").capitalize() + ".", by),
        pictures=tuple(_pictures(record)),
        files=sections,
    )


def _entry(one: WatchFinding) -> Entry:
    at = f"line {one.line}" if one.line is not None else "no line found"
    planned = f" of {one.planned}" if one.planned else ""
    layer = f", layer {one.layer}" if one.layer else ""
    where = f"{at}{layer}, update {one.step}{planned}"
    return Entry(one.severity, one.code, one.name, one.url, where, one.message)


def _pictures(record: Record) -> Iterator[Picture]:
    looks = record.looks
    shares = [(float(one.step), one.share) for one in looks if one.share is not None]
    if len(shares) > 1:
        svg = charts.lines([charts.Series("loss", shares)], "update", "share of the constant's", logarithmic=True,
                           level=(1.0, "the best constant"))  # fmt: skip
        words = f"From {shares[0][1]:.3g} to {shares[-1][1]:.3g} of the loss of the best constant prediction."
        yield Picture(svg, "Loss on the held batch, as a share of the loss of the best constant", words,
                      _table("loss", shares))  # fmt: skip
    yield from _of_layers(looks, "Saturated gates", "share of the gates", lambda part: part.gates)
    yield from _of_layers(
        looks, "Saturated candidates", "share of the candidates", lambda part: part.candidates
    )
    yield from _of_layers(looks, "Forget gates", "mean", lambda part: part.forget)
    for name in dict.fromkeys(part.name for look in looks for part in look.recurrent if part.gradients):
        if (drawn := _gradients(looks, name)) is not None:
            yield drawn


def _of_layers(looks: tuple[Look, ...], title: str, label: str, measure: _Measure) -> Iterator[Picture]:
    lines: dict[str, list[tuple[float, float]]] = {}
    for look in looks:
        for part in look.recurrent:
            value = measure(part)
            if value is not None:
                name = f"{part.name}, backwards" if part.backwards else part.name
                lines.setdefault(name, []).append((float(look.step), value))
    drawn = [charts.Series(name, points) for name, points in lines.items() if len(points) > 1]
    if drawn:
        last = "; ".join(f"{one.name} ends at {one.points[-1][1]:.3g}" for one in drawn)
        points = [point for one in drawn for point in one.points]
        yield Picture(charts.lines(drawn, "update", label), title, f"{title}: {last}.", _table(label, points))


def _gradients(looks: tuple[Look, ...], name: str) -> Picture | None:
    """A heat map: a row for each tenth of the time steps, a column for each look."""
    columns = [(look.step, part.gradients) for look in looks for part in look.recurrent
               if part.name == name and not part.backwards and part.gradients]  # fmt: skip
    if len(columns) < 2 or not any(value > 0 for _, tenths in columns for value in tenths):
        return None
    rows = [[tenths[at] for _, tenths in columns] for at in range(TENTHS)]
    reach = (float(columns[0][0]), float(columns[-1][0]), 0.0, 100.0)
    svg = charts.heat(
        rows, "update", "time, percent of the steps", "norm of the gradient", extent=reach, logarithmic=True
    )
    first, last = columns[-1][1][0], columns[-1][1][-1]
    head = ("update", *(f"tenth {at + 1}" for at in range(TENTHS)))
    figures = tuple((str(step), *(f"{value:.2g}" for value in tenths)) for step, tenths in columns)
    return Picture(
        svg, f"Gradient of what `{name}` reads, by time step",
        f"At the last look {first:.2g} in the first tenth of the steps and {last:.2g} in the last.",
        Table(head, figures, "Norm of the gradient", tuple(range(TENTHS + 1))),
    )  # fmt: skip


def _table(label: str, points: list[tuple[float, float]]) -> Table:
    return Table(("update", label), tuple((f"{x:.0f}", f"{y:.3g}") for x, y in points), "", (0, 1))
