"""The models of a file as sections of a page, and the lines of code around its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lstm_lint.output.html import charts
from lstm_lint.output.html.views import ModelSection, Picture, Table
from lstm_lint.output.model import count, shape_text, tables
from lstm_lint.script import Model, Script
from lstm_lint.source.printable import shown
from lstm_lint.source.source import Source

AROUND = 2  # lines of code above and below that of a finding
_LONGEST = 44  # characters of a line in a box
_PARAMETERS = 3  # the column of numbers in a table of layers


@dataclass(frozen=True, slots=True)
class Depicted:
    """What a page shows of a file beside its findings. `code`: its lines, by number in `Source.text`."""

    models: tuple[ModelSection, ...] = ()
    code: dict[int, str] = field(default_factory=dict)


def depicted(script: Script, source: Source, lines: Iterable[int]) -> Depicted:
    """The models of a file, drawn, and the code around some of its lines, as far as the cell goes."""
    sections = (
        ModelSection(title, Table(head, tuple(rows), numbers=(_PARAMETERS,)), totals, _graph(model, title))
        for model, (title, (head, *rows), totals) in zip(script.models, tables(script, source))
    )
    return Depicted(tuple(sections), dict(_around(source, lines)))


def _around(source: Source, lines: Iterable[int]) -> Iterable[tuple[int, str]]:
    for line in lines:
        cell = source.cell_at(line) if source.is_notebook else None
        first, last = (cell.first_line, cell.last_line) if cell is not None else (1, line + AROUND)
        for number in range(max(first, line - AROUND), min(last, line + AROUND) + 1):
            yield number, source.line_text(number)


def _graph(model: Model, title: str) -> Picture | None:
    """The layers as boxes; None where there is no more to see than the table says, or too much."""
    layers = list(dict.fromkeys((*model.entries, *model.layers)))
    if len(layers) < 2:
        return None
    number = {id(layer): at for at, layer in enumerate(layers)}
    boxes = {
        at: (
            _short(f"{layer.name}: {layer.title}"),
            _short(f"{shape_text(layer.output_shape)}  {count(layer.parameters)} parameters"),
        )
        for at, layer in enumerate(layers)
    }
    known = [(number[id(a)], number[id(b)]) for a, b in model.wires if id(a) in number and id(b) in number]
    if model.kind == "sequential" and model.entries and model.wires:
        known.append((number[id(model.entries[0])], number[id(model.wires[0][0])]))
    wires = [pair for pair in dict.fromkeys(known) if pair[0] != pair[1]]
    drawn = charts.graph(boxes, wires)
    if drawn is None:
        return None
    words = f"{title}: {len(boxes)} layers, {len(wires)} connections; the table below says the same"
    return Picture(drawn, "Each layer with its output shape and parameters; `?` is not known.", words)


def _short(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
