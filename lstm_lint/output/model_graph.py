"""The models of a file as a mermaid graph: one box a layer, one arrow a wire. Markdown on most hosts shows it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.output.model import count, describe, shape_text
from lstm_lint.script import Layer, Model, Script
from lstm_lint.source.printable import shown
from lstm_lint.source.source import Source


def render_mermaid(script: Script, source: Source) -> Iterator[str]:
    """`flowchart TB` with a subgraph for each model."""
    yield "flowchart TB\n"
    for number, model in enumerate(script.models, 1):
        yield f"  subgraph model{number}[{_text(describe(model, source))}]\n"
        yield from _graph(model, f"model{number}")
        yield "  end\n"


def _graph(model: Model, prefix: str) -> Iterator[str]:
    layers = list(dict.fromkeys((*model.entries, *model.layers)))
    names = {layer: f"{prefix}_{number}" for number, layer in enumerate(layers, 1)}
    for layer in layers:
        yield f"    {names[layer]}[{_text(*_lines(layer))}]\n"
    for first, second in model.wires:
        if first in names and second in names:
            yield f"    {names[first]} --> {names[second]}\n"
    if model.kind == "sequential" and model.entries and model.wires:
        yield f"    {names[model.entries[0]]} --> {names[model.wires[0][0]]}\n"


def _lines(layer: Layer) -> Iterator[str]:
    yield f"{layer.name}: {layer.title}"
    yield shape_text(layer.output_shape)
    if layer.parameters:
        yield f"{count(layer.parameters)} parameters"


def _text(*lines: str) -> str:
    """A label: what mermaid or a page would take for markup becomes an entity."""
    escaped = ("".join(_character(char) for char in line) for line in lines)
    return f'"{"<br/>".join(escaped)}"'


def _character(char: str) -> str:
    return char if (char.isalnum() and shown(char) == char) or char in " _-.,:()?/" else f"#{ord(char)};"
