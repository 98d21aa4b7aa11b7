"""From a finding back to what it blames in the reading: a model, a layer or an optimizer in it, and one argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lstm_lint.findings import Finding, Span
from lstm_lint.script import Configured, Known, Layer, Model, Script


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
        known = [one.magnitude for one in found if one is not None and one.certain and one.magnitude]
        return min(max(known), 1e6) if known else None


def locate(finding: Finding, script: Script) -> Blamed:
    """What the finding blames, as far as the reading tells; the model is None where it names none."""
    models = [model for model in script.models if finding.model in (None, model.name)]
    named = [m for m in models if finding.layer and any(_is(layer, finding) for layer in m.layers)]
    touched = [m for m in models if any(_touches(part.span(), finding.span) for part in _parts(m))]
    recurrent = [m for m in models if m.recurrent]
    candidates = named or touched or (recurrent if finding.model else recurrent[:1])
    model = next((m for m in candidates if m.complete), candidates[0] if candidates else None)
    if model is None:
        return Blamed(finding, None)
    layer = next((one for one in model.layers if finding.layer and _is(one, finding)), None)
    if layer is None and finding.layer is None:
        layer = next((one for one in model.layers if _touches(one.span(), finding.span)), None)
    for part in (*(_of_layer(layer) if layer is not None else ()), *_parts(model)):
        for name, argument in part.arguments.items():
            if argument.place is not None and finding.span in (
                argument.place.span,
                argument.whole and argument.whole.span,
            ):
                return Blamed(finding, model, layer, part, name)
    return Blamed(finding, model, layer)


def _is(layer: Layer, finding: Finding) -> bool:
    return layer.name == finding.layer and any(
        _touches(part.span(), finding.span) for part in _of_layer(layer)
    )


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


def _touches(outer: Span, inner: Span) -> bool:
    """Whether one holds the other."""
    return _inside(inner, outer) or _inside(outer, inner)


def _inside(inner: Span, outer: Span) -> bool:
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
