"""What was read of the models in a file: a table for people, and the JSON document, `version` 1, for programs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from lstm_lint.ir.details import entries
from lstm_lint.output.text import BOLD, FAINT
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
from lstm_lint.source import recurrent
from lstm_lint.source.printable import json_document, line, shown
from lstm_lint.source.source import Source

VERSION = 1
COLUMNS = ("name", "layer", "output shape", "parameters", "inputs", "line")
_SHRINKING = (4, 0, 1, 2)  # the columns that give way on a narrow terminal, in this order
_LEAST = 6  # columns of the terminal that each of them keeps
_SHOWN_LENGTH = 80
_MAX_PARTS = 1_000  # of one value, those of the objects and lists in it included
_REST = "..."
_NUMBERS = 3


def render_text(
    script: Script, source: Source, *, width: int | None = None, color: bool = False
) -> Iterator[str]:
    """A table of the layers of each model, its totals, and what was read of its training.

    `width`: columns of the terminal that it has to fit into; None where it may be as wide as it is.
    """
    page = _Page(_locator(source), width, color)
    for model in script.models:
        yield from _model_text(model, page)
        yield "\n"
    if not script.models:
        yield "No model was read.\n"
    if len(script.models) > 1:
        layers = sum(len(model.layers) for model in script.models)
        yield f"{len(script.models)} models, {layers} layers\n"
    for path in script.siblings:
        yield f"Read with it: {path}\n"
    unread = _unread_of(script, source)
    if unread:
        yield "Not read:\n"
    for item in unread:
        yield from page.line(f"{_where(page.locate(item.place))}: {item.what}: {item.why}")


def render_json(script: Script, source: Source) -> Iterator[str]:
    locate = _locator(source)
    document = {
        "version": VERSION,
        "models": [_model(model, locate) for model in script.models],
        "unread": [_unread(item, locate) for item in _unread_of(script, source)],
    }
    yield json_document(document)


def _unread_of(script: Script, source: Source) -> list[Unread]:
    """What the reading says, and the recurrent layers that it did not come by."""
    said = [*script.unread, *(item for model in script.models for item in model.unread)]
    spans = {item.place.span for item in said}
    written = recurrent.unread(source, script)
    parsed = {problem.span for problem in script.syntax_problems}  # they are said apart
    return [*said, *(one for one in written if one.place.span not in spans | parsed)]


@dataclass(frozen=True, slots=True)
class _At:
    """Where something stands; `path` where that is another file of the project."""

    path: str | None
    cell: int | None
    line: int


Locate = Callable[[Place], _At]


def _locator(source: Source) -> Locate:
    """Each place is looked up once: the steps of an array stand in the histories of all that is made of it."""
    found: dict[int, tuple[Place, _At]] = {}

    def locate(place: Place) -> _At:
        if id(place) not in found:
            found[id(place)] = (place, look_up(place))
        return found[id(place)][1]

    def look_up(place: Place) -> _At:
        sibling = place.sibling
        if sibling is not None:
            return _At(sibling[0], None, sibling[1])
        at = source.locate(place.span.line, place.span.column)
        return _At(None, at.cell, at.line)

    return locate


def _where(at: _At) -> str:
    if at.path is not None:
        return f"{at.path}:{at.line}"
    return str(at.line) if at.cell is None else f"cell {at.cell}:{at.line}"


def describe(model: Model, source: Source) -> str:
    """A model in one line: `model (sequential, line 4, if deep)`."""
    return _described(model, _locator(source))


def _described(model: Model, locate: Locate) -> str:
    when = f", if {model.when}" if model.when else ""
    partly = "" if model.complete else ", read in part"
    return f"{model.name} ({model.kind}, line {_where(locate(model.place))}{when}{partly})"


# --- text ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Page:
    locate: Locate
    width: int | None
    color: bool

    def line(self, text: str) -> Iterator[str]:
        """An indented line, on a narrow terminal broken between words."""
        text = shown(text)
        if self.width is None:
            yield f"  {text}\n"
            return
        width = max(self.width - 1, 2 * _LEAST)
        for part in wrap(text, width, initial_indent="  ", subsequent_indent="      "):
            yield part + "\n"


def _model_text(model: Model, page: _Page) -> Iterator[str]:
    yield line((_described(model, page.locate), BOLD), color=page.color)
    rows = [COLUMNS, *(tuple(map(shown, _row(layer, page.locate))) for layer in model.layers)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    if page.width is not None:
        _shrink(widths, page.width - 1)
    for number, row in enumerate(rows):
        cells = (
            cell.rjust(width) if at == _NUMBERS else _shortened(cell, width).ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths))
            if width
        )
        yield ("  " + "  ".join(cells)).rstrip() + "\n"
        if number == 0:
            rule = "  ".join("-" * width for width in widths if width)
            yield line("  ", (rule, FAINT), color=page.color)
    for text in _totals(model, page.locate):
        yield from page.line(text)


def _totals(model: Model, locate: Locate) -> Iterator[str]:
    """What stands below the layers: parameters, compile, fit, and what is not known."""
    yield f"parameters: {count(model.parameters)}{_frozen_text(model)}"
    for compiled in model.compiles:
        yield f"compile, line {_where(locate(compiled.place))}: {_compile_text(compiled)}"
    for fit in model.fits:
        yield f"{fit.method}, line {_where(locate(fit.place))}: {_fit_text(fit)}"
    yield from _unknown_texts(model)


def tables(
    script: Script, source: Source
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]]]:
    """Each model as a title, rows with the head first, and lines below, for who lays them out otherwise."""
    locate = _locator(source)
    for model in script.models:
        rows = (COLUMNS, *(_row(layer, locate) for layer in model.layers))
        yield _described(model, locate), rows, tuple(_totals(model, locate))


def _shrink(widths: list[int], room: int) -> None:
    """Narrow the columns until the table fits; inputs, then shapes are left out where it still does not."""

    def too_wide() -> int:
        return 2 * sum(width > 0 for width in widths) + sum(widths) - room

    for at in _SHRINKING:
        if (excess := too_wide()) > 0:
            widths[at] = max(min(widths[at], _LEAST), widths[at] - excess)
    for name in ("inputs", "output shape"):
        if too_wide() > 0:
            widths[COLUMNS.index(name)] = 0


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 2] + ".."


def _frozen_text(model: Model) -> str:
    """How many of the parameters the program keeps from training."""
    frozen = [layer.parameters or 0 for layer in model.layers if layer["trainable"] == Known(False)]
    return f", {count(sum(frozen))} of them not trained" if frozen else ""


def _unknown_texts(model: Model) -> Iterator[str]:
    """The arguments that are given but not known, and why."""
    for layer in model.layers:
        for name, argument in layer.arguments.items():
            if argument.place is not None and isinstance(argument.value, Unknown):
                yield f"{layer.name}: `{name}` is not known: {argument.value.reason}"


def _row(layer: Layer, locate: Locate) -> tuple[str, ...]:
    return (
        layer.name,
        layer.title,
        shape_text(layer.output_shape),
        count(layer.parameters),
        ", ".join(layer.inputs),
        _where(locate(layer.place)),
    )


def shape_text(shape: Shape | None) -> str:
    return (
        "?" if shape is None else f"({', '.join(str(dim) for dim in shape)}{',' if len(shape) == 1 else ''})"
    )


def count(number: int | None) -> str:
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
    callbacks = [callback.cls for callback in fit.callbacks or ()]
    shown = [*given, *(["callbacks " + ", ".join(callbacks)] if callbacks else []), *data]
    return "; ".join(shown) or "nothing known"


def _series_text(series: Series) -> str:
    steps = " -> ".join(f"{step.kind} {step.what}" for step in series.steps) or "?"
    return f"{steps}{' ' + shape_text(series.shape) if series.shape else ''}"


class _Parts:
    """How much of one value may still be shown. Lists that hold the same list twice grow beyond all measure."""

    def __init__(self) -> None:
        self.left = _MAX_PARTS

    def each(self, values: Iterable[object], show: Callable[[object, _Parts], Any]) -> Iterator[Any]:
        """What is shown of elements, as far as it goes."""
        for value in values:
            self.left -= 1
            if self.left < 0:
                yield _REST
                return
            yield show(value, self)


def _call_text(configured: Configured, parts: _Parts | None = None) -> str:
    written = {
        n: a.value for n, a in configured.arguments.items() if a.place or (a.given and a.value != Unknown(""))
    }
    given = zip(written, (parts or _Parts()).each(written.values(), _value_shown))
    return f"{configured.cls}({', '.join(f'{name}={text}' for name, text in given)})"


def _value_text(value: Value) -> str:
    return _value_shown(value, _Parts())


def _value_shown(value: object, parts: _Parts) -> str:
    if isinstance(value, Known):
        return _value_shown(value.value, parts)
    if isinstance(value, OneOf):
        return " or ".join(parts.each(value.values, _value_shown))
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, Configured):
        return _call_text(value, parts)
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(parts.each(value, _value_shown)) + "]"
    text = repr(value) if not isinstance(value, dict) else _dict_shown(value, parts)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


def _dict_shown(value: dict[object, object], parts: _Parts) -> str:
    pairs = zip(value, parts.each(value.values(), _value_shown))
    return "{" + ", ".join(f"{key!r}: {text}" for key, text in pairs) + "}"


# --- JSON ---------------------------------------------------------------------------------------------------------


def _model(model: Model, locate: Locate) -> dict[str, Any]:
    """Version 1 knows three kinds: layers without a Keras model around them are written as functional."""
    at = locate(model.place)
    standalone = model.kind == "standalone"
    return {
        "name": model.name,
        "kind": "functional" if standalone else model.kind,
        "standalone": standalone,
        **_place(at),
        "complete": model.complete,
        "when": model.when,
        "parameters": model.parameters,
        "layers": [_layer(layer, locate) for layer in model.layers],
        "compile": [_compile(compiled, locate) for compiled in model.compiles],
        "fit": [_fit(fit, locate) for fit in model.fits],
    }


def _place(at: _At | None) -> dict[str, Any]:
    """`path` is null for the file itself."""
    if at is None:
        return {"path": None, "line": None, "cell": None}
    return {"path": at.path, "line": at.line, "cell": at.cell}


def _layer(layer: Layer, locate: Locate) -> dict[str, Any]:
    at = locate(layer.place)
    return {
        "class": layer.cls,
        "name": layer.name,
        **_place(at),
        "wrappers": [wrapper.cls for wrapper in layer.wrappers],
        "inputs": list(layer.inputs),
        "output_shape": None if layer.output_shape is None else list(layer.output_shape),
        "parameters": layer.parameters,
        "arguments": _arguments(layer.arguments),
    }


def _compile(compiled: Compile, locate: Locate) -> dict[str, Any]:
    optimizer = compiled.optimizer
    return {
        **_place(locate(compiled.place)),
        "optimizer": None if optimizer is None else _object(optimizer, _Parts()),
        "loss": _value(compiled.loss),
        "metrics": _value(compiled.metrics),
    }


def _fit(fit: Fit, locate: Locate) -> dict[str, Any]:
    return {
        **_place(locate(fit.place)),
        "method": fit.method,
        "arguments": _arguments(fit.arguments),
        "callbacks": None
        if fit.callbacks is None
        else [_object(callback, _Parts()) for callback in fit.callbacks],
        "data": {"x": _series(fit.x, locate), "y": _series(fit.y, locate)},
    }


def _series(series: Series | None, locate: Locate) -> list[dict[str, Any]]:
    """What a column is made of is listed again for each column that is made of it, and put into words once."""
    known: dict[tuple[int, int], dict[str, Any]] = {}
    found: list[dict[str, Any]] = []
    for step in series.steps if series is not None else ():
        key = (id(step.place), id(step.detail))
        if key not in known:
            detail = {name: _plain(value, _Parts()) for name, value in entries(step.detail)}
            known[key] = {**_place(locate(step.place) if step.place else None), "detail": detail}
        one = {"kind": step.kind, "what": step.what, **known[key]}
        if step.column is not None:
            one["detail"] = {**one["detail"], "column": step.column}
        found += (one,)
    return found


def _unread(item: Unread, locate: Locate) -> dict[str, Any]:
    return {**_place(locate(item.place)), "what": item.what, "why": item.why}


def _object(configured: Configured, parts: _Parts) -> dict[str, Any]:
    values = (argument.value for argument in configured.arguments.values())
    return {"class": configured.cls, "arguments": dict(zip(configured.arguments, parts.each(values, _plain)))}


def _arguments(arguments: Mapping[str, Argument]) -> dict[str, Any]:
    return {name: _value(argument.value) for name, argument in arguments.items()}


def _value(value: Value) -> dict[str, Any]:
    found: dict[str, Any] = _plain(value, _Parts())
    return found


def _plain(value: object, parts: _Parts) -> Any:
    """A value as JSON has it; what JSON cannot hold (sets, bytes, not-a-number) as its Python text."""
    if isinstance(value, Known):
        return {"known": True, "value": _plain(value.value, parts), "from": value.origin}
    if isinstance(value, OneOf):
        return {"known": False, "one_of": [*parts.each(value.values, _plain)]}
    if isinstance(value, Unknown):
        return {"known": False, "why": value.reason}
    if isinstance(value, Configured):
        return _object(value, parts)
    if isinstance(value, Symbol):
        return value.path
    if isinstance(value, Place):
        return value.text
    if isinstance(value, Mapping):
        return dict(zip(map(str, value), parts.each(value.values(), _plain)))
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [*parts.each(value, _plain)]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if (
        type(value).__repr__ is object.__repr__
    ):  # where it lies in memory says nothing, and another time other things
        return type(value).__name__
    return repr(value)[:1000]
