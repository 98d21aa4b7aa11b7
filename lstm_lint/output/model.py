"""What was read of the models in a file: a table for people, and the JSON document, `version` 1, for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lstm_lint.output.text import visible
from lstm_lint.script import (
    Argument,
    Compile,
    Configured,
    Fit,
    Known,
    Layer,
    Model,
    OneOf,
    Place,
    Script,
    Series,
    Shape,
    Symbol,
    Unknown,
    Unread,
    Value,
)
from lstm_lint.source import Location, Source

VERSION = 1
COLUMNS = ("name", "layer", "output shape", "parameters", "inputs", "line")
_SHOWN_LENGTH = 80


def render_text(script: Script, source: Source) -> Iterator[str]:
    """A table of the layers of each model, its totals, and what was read of its training."""
    for model in script.models:
        yield from _model_text(model, _locator(source))
        yield "\n"
    if not script.models:
        yield "No model was read.\n"
    unread = [*script.unread, *(item for model in script.models for item in model.unread)]
    if unread:
        yield "Not read:\n"
    for item in unread:
        yield f"  {_where(_locator(source)(item.place))}: {visible(item.what)}: {visible(item.why)}\n"


def render_json(script: Script, source: Source) -> Iterator[str]:
    locate = _locator(source)
    unread = [*script.unread, *(item for model in script.models for item in model.unread)]
    document = {
        "version": VERSION,
        "models": [_model(model, locate) for model in script.models],
        "unread": [_unread(item, locate) for item in unread],
    }
    yield json.dumps(document, indent=2) + "\n"


Locate = Callable[[Place], Location]


def _locator(source: Source) -> Locate:
    def locate(place: Place) -> Location:
        span = place.span
        return source.locate(span.line, span.column)

    return locate


def _where(location: Location) -> str:
    return str(location.line) if location.cell is None else f"cell {location.cell}:{location.line}"


# --- text ---------------------------------------------------------------------------------------------------------


def _model_text(model: Model, locate: Locate) -> Iterator[str]:
    when = f", if {visible(model.when)}" if model.when else ""
    partly = "" if model.complete else ", read in part"
    yield f"{visible(model.name)} ({model.kind}, line {_where(locate(model.place))}{when}{partly})\n"
    rows = [COLUMNS, *(_row(layer, locate) for layer in model.layers)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    for number, row in enumerate(rows):
        cells = (
            cell.rjust(width) if at == 3 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths))
        )
        yield ("  " + "  ".join(cells)).rstrip() + "\n"
        if number == 0:
            yield "  " + "  ".join("-" * width for width in widths) + "\n"
    yield f"  parameters: {_count(model.parameters)}\n"
    for compiled in model.compiles:
        yield f"  compile, line {_where(locate(compiled.place))}: {_compile_text(compiled)}\n"
    for fit in model.fits:
        yield f"  {fit.method}, line {_where(locate(fit.place))}: {_fit_text(fit)}\n"


def _row(layer: Layer, locate: Locate) -> tuple[str, ...]:
    return (
        visible(layer.name),
        layer.title,
        _shape_text(layer.output_shape),
        _count(layer.parameters),
        visible(", ".join(layer.inputs)),
        _where(locate(layer.place)),
    )


def _shape_text(shape: Shape | None) -> str:
    return (
        "?" if shape is None else f"({', '.join(str(dim) for dim in shape)}{',' if len(shape) == 1 else ''})"
    )


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _compile_text(compiled: Compile) -> str:
    optimizer = "?" if compiled.optimizer is None else _call_text(compiled.optimizer)
    return (
        f"optimizer {optimizer}, loss {_value_text(compiled.loss)}, metrics {_value_text(compiled.metrics)}"
    )


def _fit_text(fit: Fit) -> str:
    given = [
        f"{name}={_value_text(argument.value)}"
        for name, argument in fit.arguments.items()
        if argument.given and name not in ("x", "y", "callbacks")
    ]
    data = [f"{name}: {_series_text(series)}" for name, series in (("x", fit.x), ("y", fit.y)) if series]
    callbacks = [visible(callback.cls) for callback in fit.callbacks or ()]
    shown = [*given, *(["callbacks " + ", ".join(callbacks)] if callbacks else []), *data]
    return "; ".join(shown) or "nothing known"


def _series_text(series: Series) -> str:
    steps = " -> ".join(f"{step.kind} {visible(step.what)}" for step in series.steps) or "?"
    return f"{steps}{' ' + _shape_text(series.shape) if series.shape else ''}"


def _call_text(configured: Configured) -> str:
    written = {
        n: a.value for n, a in configured.arguments.items() if a.place or (a.given and a.value != Unknown(""))
    }
    given = [f"{name}={_value_text(value)}" for name, value in written.items()]
    return f"{visible(configured.cls)}({', '.join(given)})"


def _value_text(value: Value) -> str:
    if isinstance(value, OneOf):
        return " or ".join(_shown(one) for one in value.values)
    return _shown(value.value) if isinstance(value, Known) else "?"


def _shown(value: object) -> str:
    if isinstance(value, Configured):
        return _call_text(value)
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    if isinstance(value, (Known, OneOf)):
        return _value_text(value)
    text = repr(value)
    return visible(text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "...")


# --- JSON ---------------------------------------------------------------------------------------------------------


def _model(model: Model, locate: Locate) -> dict[str, Any]:
    at = locate(model.place)
    return {
        "name": model.name,
        "kind": model.kind,
        "line": at.line,
        "cell": at.cell,
        "complete": model.complete,
        "when": model.when,
        "parameters": model.parameters,
        "layers": [_layer(layer, locate) for layer in model.layers],
        "compile": [_compile(compiled, locate) for compiled in model.compiles],
        "fit": [_fit(fit, locate) for fit in model.fits],
    }


def _layer(layer: Layer, locate: Locate) -> dict[str, Any]:
    at = locate(layer.place)
    return {
        "class": layer.cls,
        "name": layer.name,
        "line": at.line,
        "cell": at.cell,
        "wrappers": [wrapper.cls for wrapper in layer.wrappers],
        "inputs": list(layer.inputs),
        "output_shape": None if layer.output_shape is None else list(layer.output_shape),
        "parameters": layer.parameters,
        "arguments": _arguments(layer.arguments),
    }


def _compile(compiled: Compile, locate: Locate) -> dict[str, Any]:
    optimizer = compiled.optimizer
    return {
        "line": locate(compiled.place).line,
        "cell": locate(compiled.place).cell,
        "optimizer": None if optimizer is None else _object(optimizer),
        "loss": _value(compiled.loss),
        "metrics": _value(compiled.metrics),
    }


def _fit(fit: Fit, locate: Locate) -> dict[str, Any]:
    return {
        "line": locate(fit.place).line,
        "cell": locate(fit.place).cell,
        "method": fit.method,
        "arguments": _arguments(fit.arguments),
        "callbacks": None if fit.callbacks is None else [_object(callback) for callback in fit.callbacks],
        "data": {"x": _series(fit.x, locate), "y": _series(fit.y, locate)},
    }


def _series(series: Series | None, locate: Locate) -> list[dict[str, Any]]:
    if series is None:
        return []
    return [
        {
            "kind": step.kind,
            "what": step.what,
            "line": locate(step.place).line if step.place else None,
            "cell": locate(step.place).cell if step.place else None,
            "detail": {name: _plain(value) for name, value in step.detail.items()},
        }
        for step in series.steps
    ]


def _unread(item: Unread, locate: Locate) -> dict[str, Any]:
    at = locate(item.place)
    return {"line": at.line, "cell": at.cell, "what": item.what, "why": item.why}


def _object(configured: Configured) -> dict[str, Any]:
    return {"class": configured.cls, "arguments": _arguments(configured.arguments)}


def _arguments(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    return {name: _value(argument.value) for name, argument in arguments.items()}


def _value(value: Value) -> dict[str, Any]:
    if isinstance(value, Known):
        return {"known": True, "value": _plain(value.value), "from": value.origin}
    if isinstance(value, OneOf):
        return {"known": False, "one_of": [_plain(one) for one in value.values]}
    return {"known": False, "why": value.reason}


def _plain(value: object) -> Any:
    """A value as JSON has it; what JSON cannot hold (sets, bytes, not-a-number) as its Python text."""
    if isinstance(value, Configured):
        return _object(value)
    if isinstance(value, Symbol):
        return value.path
    if isinstance(value, (Known, OneOf)):
        return _value(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return repr(value)[:1000]
