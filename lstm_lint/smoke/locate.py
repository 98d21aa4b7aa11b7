"""From a finding back to what it blames in the reading: a model, a layer or an optimizer in it, and one argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lstm_lint.findings import Finding, Span
from lstm_lint.ir.nests import Nest
from lstm_lint.script import Configured, Known, Layer, Model, Script, Series


@dataclass(frozen=True, eq=False)
class Blamed:
    """What a finding is about. `part` is the object that holds the argument: the layer, its cell, the optimizer."""

    finding: Finding
    model: Model | None
    layer: Layer | None = None
    part: Configured | None = None
    argument: str | None = None

    @property
    def value(self) -> object:
        """The argument as known: a plain value, or None."""
        found = self.part[self.argument] if self.part is not None and self.argument else None
        return found.value if isinstance(found, Known) else None

    def magnitude(self, name: Literal["x", "y"]) -> float | None:
        """The largest value in the x or y of any `fit` that the model has, where one is known for certain."""
        fits = self.model.fits if self.model is not None else ()
        found = [fit.x if name == "x" else fit.y for fit in fits]
        known = [size for one in found if one is not None and one.certain and (size := _largest(one))]
        return min(max(known), 1e6) if known else None


def _largest(series: Series) -> float | None:
    """The largest value that was read, or that the file has of what was read of it."""
    if series.magnitude is not None or series.measured is None:
        return series.magnitude
    return series.measured.reach()[0]


class Locator:
    """Where the findings of one script lead. What many of them ask for is looked up, not searched for."""

    def __init__(self, script: Script) -> None:
        self.models = script.models
        self._named: dict[str | None, list[int]] = {}  # numbers of models, by name; None: of all
        layers: dict[str | None, list[tuple[Span, _At]]] = {}  # the spans of layers and their parts, by name
        every: list[tuple[Span, _At]] = []
        parts: list[tuple[Span, int]] = []
        for number, model in enumerate(self.models):
            for name in (None, model.name) if model.name is not None else (None,):
                self._named.setdefault(name, []).append(number)
            for position, layer in enumerate(model.layers):
                at = (number, position)
                every.append((layer.span(), at))
                layers.setdefault(layer.name, []).extend((part.span(), at) for part in _of_layer(layer))
            parts += [(part.span(), number) for part in _parts(model)]
        self._layers = {name: Nest(spans) for name, spans in layers.items()}
        self._every, self._parts = Nest(every), Nest(parts)
        self._arguments: dict[int, dict[Span, tuple[Configured, str]]] = {}
        self._recurrent: dict[str | None, int | None] = {}

    def locate(self, finding: Finding) -> Blamed:
        """What the finding blames, as far as the reading tells; the model is None where it names none."""
        nest = self._layers.get(finding.layer) if finding.layer else None
        named = sorted(nest.touching(finding.span)) if nest is not None else []
        number = self._chosen(finding, [at for at, _ in named])
        if number is None:
            number = self._chosen(finding, sorted(self._parts.touching(finding.span)))
        if number is None:
            number = self._of_name(finding.model)
        if number is None:
            return Blamed(finding, None)
        if finding.layer is None:
            named = sorted(self._every.touching(finding.span))
        model = self.models[number]
        layer = next((model.layers[position] for at, position in named if at == number), None)
        for part in _of_layer(layer) if layer is not None else ():
            for span, name in _written(part):
                if span == finding.span:
                    return Blamed(finding, model, layer, part, name)
        return Blamed(finding, model, layer, *self._of_argument(number).get(finding.span, ()))

    def _chosen(self, finding: Finding, numbers: list[int]) -> int | None:
        """The first of these models that bears the name of the finding, a whole one if there is one."""
        candidates = [n for n in numbers if finding.model in (None, self.models[n].name)]
        return _first_whole(self.models, candidates)

    def _of_name(self, name: str | None) -> int | None:
        """The model of that name that has recurrent layers; the first of all where there is no name."""
        if name not in self._recurrent:
            found = [n for n in self._named.get(name, ()) if self.models[n].recurrent]
            found = found if name else found[:1]
            self._recurrent[name] = _first_whole(self.models, found)
        return self._recurrent[name]

    def _of_argument(self, number: int) -> dict[Span, tuple[Configured, str]]:
        """The arguments of what is around the layers of a model, by where they stand."""
        if number not in self._arguments:
            known: dict[Span, tuple[Configured, str]] = {}
            for part in _parts(self.models[number]):
                for span, name in _written(part):
                    known.setdefault(span, (part, name))
            self._arguments[number] = known
        return self._arguments[number]


def _first_whole(models: Sequence[Model], numbers: Sequence[int]) -> int | None:
    return next((n for n in numbers if models[n].complete), numbers[0] if numbers else None)


_At = tuple[int, int]  # the number of a model, and of a layer in it


def _written(part: Configured) -> Iterator[tuple[Span, str]]:
    for name, argument in part.arguments.items():
        if argument.place is not None:
            yield argument.place.span, name
            if argument.whole:
                yield argument.whole.span, name


def _of_layer(layer: Layer) -> Iterator[Configured]:
    yield layer
    if layer.cell is not None:
        yield layer.cell
    yield from layer.wrappers


def _parts(model: Model) -> Iterator[Configured]:
    """Everything around the layers that a finding may point into."""
    for compiled in model.compiles:
        if compiled.optimizer is not None:
            yield compiled.optimizer
            for name in ("learning_rate", "lr"):
                schedule = compiled.optimizer.known(name)
                if isinstance(schedule, Configured):
                    yield schedule
        if isinstance(compiled.loss, Known) and isinstance(compiled.loss.value, Configured):
            yield compiled.loss.value
        yield compiled
    for fit in (*model.fits, *model.predictions):
        yield fit
        yield from fit.callbacks or ()
