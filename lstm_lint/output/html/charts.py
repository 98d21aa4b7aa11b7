"""Charts and graphs as SVG by Matplotlib: without a script, in the colors of the page, readable in gray."""

from __future__ import annotations

import importlib
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from lstm_lint.output.html.page import pyplot

_COLORS = {"#000000": "currentColor", "#ffffff": "var(--page)", "#e6e6e6": "var(--grid)"}
_SHADES = ("#000000", "#8c8c8c", "#595959", "#a6a6a6")
_STROKES = ("-", "--", "-.", ":")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: its name and its points."""

    name: str
    points: Sequence[tuple[float, float]]


def lines(
    series: Sequence[Series],
    x_label: str,
    y_label: str,
    *,
    logarithmic: bool = False,
    level: tuple[float, str] | None = None,
) -> str:
    """A line chart, a stroke and a shade for each series. `level`: a value that is drawn across it, with its name.

    What is not finite, or not positive on a logarithmic scale, is left out of a line.
    """
    with pyplot() as plt:
        figure, axis = plt.subplots(figsize=(7, 3), layout="constrained")
        for number, one in enumerate(series):
            shade, stroke = _SHADES[number % len(_SHADES)], _STROKES[number % len(_STROKES)]
            fits = [math.isfinite(y) and (y > 0 or not logarithmic) for _, y in one.points]
            values = [y if fit else math.nan for (_, y), fit in zip(one.points, fits)]
            axis.plot(
                [x for x, _ in one.points], values, stroke, color=shade, linewidth=1.4, label=_plain(one.name)
            )
        if level is not None:
            axis.axhline(level[0], color="#8c8c8c", linewidth=0.9, linestyle=":", label=_plain(level[1]))
        if logarithmic:
            axis.set_yscale("log")
        axis.set_xlabel(_plain(x_label))
        axis.set_ylabel(_plain(y_label))
        axis.grid(True, color="#e6e6e6")
        if axis.get_legend_handles_labels()[0]:
            axis.legend(frameon=False, fontsize="small")
        return svg(figure)


def heat(
    rows: Sequence[Sequence[float]],
    x_label: str,
    y_label: str,
    value_label: str,
    *,
    extent: tuple[float, float, float, float] | None = None,
    logarithmic: bool = False,
) -> str:
    """A heat map, the first row at the bottom; light is more, also in gray.

    `extent`: left, right, bottom and top in the units of the axes.
    """
    with pyplot() as plt:
        figure, axis = plt.subplots(figsize=(7, 3), layout="constrained")
        colors: Any = importlib.import_module("matplotlib.colors")
        finite = [v for row in rows for v in row if math.isfinite(v) and (v > 0 or not logarithmic)]
        scale = None
        if logarithmic and finite:
            scale = colors.LogNorm(min(finite), max(max(finite), 1.001 * min(finite)))
        values = [
            [v if math.isfinite(v) and (v > 0 or not logarithmic) else math.nan for v in row] for row in rows
        ]
        drawn = axis.imshow(
            values,
            origin="lower",
            aspect="auto",
            cmap="cividis",
            norm=scale,
            extent=extent,
            interpolation="none",
        )
        figure.colorbar(drawn, label=_plain(value_label))
        axis.set_xlabel(_plain(x_label))
        axis.set_ylabel(_plain(y_label))
        return svg(figure)


_TALL, _WIDE, _GAP, _LINE = (
    0.52,
    0.085,
    0.28,
    0.16,
)  # inches: a box of two lines, a character, between boxes, a line
_MOST_BOXES = 150


def graph(boxes: Mapping[int, Sequence[str]], wires: Sequence[tuple[int, int]]) -> str | None:
    """Boxes with lines of text, and arrows between them from top to bottom; None where it would be too large to read.

    A box stands below all that it reads, and an arrow over several rows passes between the boxes of the others.
    """
    if not boxes or len(boxes) > _MOST_BOXES:
        return None
    rank = _ranks(boxes, wires)
    paths = [_path(first, second, rank) for first, second in wires]
    wide = _WIDE * max(len(text) for one in boxes.values() for text in one) + 0.25
    tall = _TALL + _LINE * (max(map(len, boxes.values())) - 2)
    rows = _rows(boxes, rank, paths)
    width = max(map(len, rows)) * (wide + _GAP) + 0.2
    height = len(rows) * (tall + _GAP) + 0.1
    place = _placed(rows, paths, width, wide + _GAP, height, tall + _GAP)
    with pyplot() as plt:
        figure = plt.figure(figsize=(width, height))
        axis = figure.add_axes((0, 0, 1, 1))
        axis.set_xlim(0, width)
        axis.set_ylim(0, height)
        axis.axis("off")
        patches: Any = importlib.import_module("matplotlib.patches")
        for box, texts in boxes.items():
            x, y = place[box]
            corner, edges = (x - wide / 2, y - tall / 2), "round,pad=0,rounding_size=0.06"
            colors = {"facecolor": "#ffffff", "edgecolor": "#000000"}
            axis.add_patch(patches.FancyBboxPatch(corner, wide, tall, boxstyle=edges, **colors))
            text = _plain("\n".join(texts))
            axis.text(x, y, text, ha="center", va="center", fontsize=8, family="monospace", linespacing=1.25)
        for path in paths:
            points = [(place[path[0]][0], place[path[0]][1] - tall / 2)]
            for passed in path[1:-1]:
                x, y = place[passed]
                points += [(x, y + tall / 2), (x, y - tall / 2)]
            axis.plot([x for x, _ in points], [y for _, y in points], color="#000000", linewidth=1)
            end = (place[path[-1]][0], place[path[-1]][1] + tall / 2)
            axis.annotate(
                "",
                xy=end,
                xytext=points[-1],
                arrowprops={"arrowstyle": "-|>", "color": "#000000", "shrinkA": 0},
            )
        return svg(figure)


_Stop = int | tuple[int, int, int]  # a box, or where a wire passes a row: its ends and the row


def _path(first: int, second: int, rank: Mapping[int, int]) -> list[_Stop]:
    """A wire with the places where it passes the rows between its ends."""
    return [first, *((first, second, row) for row in range(rank[first] + 1, rank[second])), second]


def _ranks(boxes: Mapping[int, Sequence[str]], wires: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The row of each box: one below the lowest of those that it reads. A circle ends where it would be too deep."""
    rank = dict.fromkeys(boxes, 0)
    for _ in boxes:
        higher = [(first, second) for first, second in wires if rank[second] <= rank[first] < len(boxes) - 1]
        if not higher:
            break
        for first, second in higher:
            rank[second] = max(rank[second], rank[first] + 1)
    return rank


def _rows(
    boxes: Mapping[int, Sequence[str]], rank: Mapping[int, int], paths: Sequence[Sequence[_Stop]]
) -> list[list[_Stop]]:
    rows: list[list[_Stop]] = [[] for _ in range(max(rank.values()) + 1)]
    for box in boxes:
        rows[rank[box]].append(box)
    for path in paths:
        for stop in path:
            if isinstance(stop, tuple):
                rows[stop[2]].append(stop)
    return [row for row in rows if row]


def _placed(
    rows: Sequence[Sequence[_Stop]],
    paths: Sequence[Sequence[_Stop]],
    width: float,
    step: float,
    height: float,
    drop: float,
) -> dict[_Stop, tuple[float, float]]:
    """The middle of each box; in a row they stand in the order of what they read."""
    before: dict[_Stop, list[_Stop]] = {}
    for path in paths:
        for first, second in zip(path, path[1:]):
            before.setdefault(second, []).append(first)
    place: dict[_Stop, tuple[float, float]] = {}

    def middle(stop: _Stop) -> float:
        read = [place[one][0] for one in before.get(stop, ()) if one in place]
        return sum(read) / len(read) if read else width / 2

    for number, row in enumerate(rows):
        left = (width - step * (len(row) - 1)) / 2
        for at, stop in enumerate(sorted(row, key=middle)):
            place[stop] = (left + at * step, height - (number + 0.5) * drop)
    return place


def svg(figure: Any) -> str:
    """A figure of Matplotlib as SVG for a page: its colors follow those of the page, its names are its own."""
    drawn = io.StringIO()
    try:
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    finally:
        importlib.import_module("matplotlib.pyplot").close(figure)
    text = drawn.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    own = f"d{next(_numbers)}-"
    text = re.sub(r'\bid="', f'id="{own}', text)
    text = re.sub(r'(href="|url\()#', rf"\g<1>#{own}", text)
    for color, name in _COLORS.items():
        text = text.replace(color, name)
    # A shape without a color of its own is black in SVG; text is such a shape.
    return re.sub(r"\n\s*", "\n", text.replace("<svg ", '<svg fill="currentColor" ', 1))


def _plain(text: str) -> str:
    """Without what Matplotlib would take for a formula."""
    return text.replace("$", r"\$")
