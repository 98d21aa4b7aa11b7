"""Input shapes: where they are written, how they are shown, and the edits that change them."""

from __future__ import annotations

from lstm_lint.findings import Edit, Fix
from lstm_lint.script import Argument, Configured, Layer, Model, Shape

_NAMES = ("batch_shape", "batch_input_shape", "shape", "input_shape")


def keeps_rank(layer: Layer) -> bool:
    """Whether it takes inputs of any number of axes and puts out as many."""
    row = layer.traits
    return row.shape in ("same", "rank") and not isinstance(row.reads, int) and row.family != "entry"


def ends_a_sequence(model: Model, layer: Layer) -> bool:
    """Whether a layer reads the last step of a recurrent one: that is LL101's to say."""
    before = model.before(layer)
    while len(before) == 1 and not before[0].is_recurrent and keeps_rank(before[0]):
        before = model.before(before[0])
    return any(source.is_recurrent and source.returns_sequences is not True for source in before)


def declared_at(model: Model, layer: Layer) -> tuple[Configured, Argument] | None:
    """The object and its argument that state the shape which this layer reads: its own, its wrapper's, or an `Input`'s.

    None where the layer reads something else than the model's input, or where nothing is stated.
    """
    sources = model.before(layer)
    if not sources and not model.entries:
        for owner in (layer, *layer.wrappers):
            for name in _NAMES:
                if owner.given(name):
                    return owner, owner.argument(name)
        return None
    entry = sources[0] if sources else model.entries[0]
    if entry.traits.family != "entry" or len(sources) > 1:
        return None
    return next(((entry, entry.argument(name)) for name in _NAMES if entry.given(name)), None)


def rewritten(argument: Argument, order: tuple[int | str, ...], title: str) -> Fix | None:
    """Write the shape with its dimensions in another order: a number names one as it stands, a text is taken as it is.

    None where the shape is not written out as a tuple or list in this call.
    """
    if argument.place is None:
        return None
    text = argument.place.text
    start, end = (
        ("[", "]") if text[:1] == "[" and text[-1:] == "]" else ("", "")
    )  # round ones stand around the place
    inside = text[len(start) : len(text) - len(end)]
    dims = [dim.strip() for dim in inside.rstrip(", ").split(",")]
    if "#" in text or "\n" in text or ("," not in inside and not start):
        return None
    if any(dim.count(left) != dim.count(right) for dim in dims for left, right in ("()", "[]")):
        return None
    if max((dim for dim in order if isinstance(dim, int)), default=-1) >= len(dims):
        return None
    named = [dims[dim] if isinstance(dim, int) else dim for dim in order]
    new = ", ".join(named) + ("," if len(named) == 1 and not start else "")
    return Fix(title, "unsafe", (Edit(argument.place.span, start + new + end),))


def shown(shape: Shape) -> str:
    """A shape without its batch, as a program writes it: `(30, 4)`; `None` and `?` as they are."""
    return shown_with_batch(shape[1:])


def shown_with_batch(shape: Shape) -> str:
    """A shape as a program writes it."""
    inner = ", ".join(str(dim) for dim in shape)
    return f"({inner},)" if len(shape) == 1 else f"({inner})"


def is_one_sample(x: Shape | None, declared: Shape | None) -> bool:
    """Whether an array is a single sample of what the model declares, `x[0]`, without the axis of the batch."""
    return bool(x) and declared is not None and x == declared[1:] and all(isinstance(s, int) for s in x or ())
