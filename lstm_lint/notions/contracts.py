"""What meets in a training: each output of a model with its loss and the target that the call gives it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.loss_shapes import Meeting, meet
from lstm_lint.keras_api.refusals import ELEMENTWISE
from lstm_lint.notions.losses import name_of
from lstm_lint.notions.targets import Encoding
from lstm_lint.script import Compile, Fit, Known, Layer, Model, Output, Series, Shape, Value

_ARRAYS = ("array", "frame", "column")


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """One output of a model in one call of `fit`: its shape, the shape of its target, and the loss between them."""

    fit: Fit
    output: Output
    target: Series
    loss: str
    meeting: Meeting | None  # what Keras 3 makes of the shapes; None where it is not certain

    @property
    def head(self) -> Layer:
        return self.output.layer

    @property
    def shape(self) -> Shape:
        return self.output.shape or ()


@once
def trained_outputs(model: Model) -> tuple[Trained, ...]:
    """Each output that is trained on an array of known shape by a loss that is known."""
    if not model.complete or model.kind == "standalone" or not model.outputs:
        return ()
    losses = [losses_of(model, compiled) for compiled in model.in_force]
    if not losses or any(other != losses[0] for other in losses):
        return ()
    return tuple(_trained(model, losses[0]))


def _trained(model: Model, losses: tuple[str | None, ...]) -> Iterator[Trained]:
    for fit in model.fits:
        if not len(fit.targets) == len(losses) == len(model.outputs):
            continue
        for output, target, loss in zip(model.outputs, fit.targets, losses):
            known = (
                target is not None and _is_of_batches(model, fit, target) and target.shape and output.shape
            )
            if loss is not None and known and target is not None:
                certain = not may_have_one_step(model, fit, output.shape or ())
                made = _in_this_fit(model, fit, output.shape or ())
                meeting = meet(loss, target.shape or (), made) if certain else None
                yield Trained(fit, output, target, loss, meeting)


def _in_this_fit(model: Model, fit: Fit, output: Shape) -> Shape:
    """The shape of an output where the data say how many steps there are, of a model that takes any number."""
    steps = fit.x.shape[1] if fit.x is not None and fit.x.shape and len(fit.x.shape) == 3 else None
    several = len(model.entries) > 1 or len(output) != 3 or output[1] is not None
    if (
        several
        or not isinstance(steps, int)
        or not all(_keeps_steps(one) or _adds(one) for one in model.layers)
    ):
        return output
    return (output[0], steps, output[2])


def _adds(layer: Layer) -> bool:
    """Whether it puts sequences together step by step."""
    return layer.cls in ELEMENTWISE


def may_have_one_step(model: Model, fit: Fit, output: Shape) -> bool:
    """Whether the sequences that come out of a model have one step by the data, or may have, whatever is declared.

    A Sequential model runs over sequences of another length than it declares.
    """
    x = fit.x
    if len(output) != 3 or output[1] == 1 or x is None or not x.shape or len(x.shape) != 3:
        return False
    steps = x.shape[1]
    return (steps == 1 or (steps in ("?", None) and output[1] == "?")) and all(
        map(_keeps_steps, model.layers)
    )


def _keeps_steps(layer: Layer) -> bool:
    if layer.is_recurrent:
        return layer.returns_sequences is True
    return layer.traits.time == "steps" or layer.traits.family == "entry"


def _is_of_batches(model: Model, fit: Fit, target: Series) -> bool:
    """Whether the first axis of a target counts its rows: of a dataset or generator that gives batches."""
    x = fit.x
    if target.kind in _ARRAYS or x is None or not x.shape or target.kind != x.kind:
        return target.kind in _ARRAYS
    first = model.layers[0] if model.layers else None
    entry = model.entries[0].output_shape if model.entries else None
    if entry is not None or first is None:
        return entry is not None and len(entry) == len(x.shape) and len(model.entries) == 1
    return len(x.shape) == (2 if first.cls == "Embedding" else first.traits.reads)


def losses_of(model: Model, compiled: Compile) -> tuple[str | None, ...]:
    """The name of the loss of each output; None where it has none or it is not known."""
    given: object = compiled.loss.value if isinstance(compiled.loss, Known) else None
    count = len(model.outputs)
    if isinstance(given, (list, tuple)):
        if count == 1 and given:
            return (_name(Known(given[0])),)  # the others are not used: LL117
        return tuple(_name(Known(one)) for one in given) if len(given) == count else (None,) * count
    if isinstance(given, dict):
        names = [output.name for output in model.outputs]
        return (
            tuple(_name(Known(given.get(name))) for name in names)
            if set(given) == set(names)
            else (None,) * count
        )
    return (_name(compiled.loss),) * count


def _name(loss: Value) -> str | None:
    """A loss that ignores a class or reads another axis than the last has rules of its own."""
    configured = loss.value if isinstance(loss, Known) else None
    given = getattr(configured, "given", None)
    if given is not None and (given("axis") or given("ignore_class")):
        return None
    return name_of(loss)


def is_step_by_step(output: Shape, target: Shape) -> bool:
    """Whether the output has one value for each time step, and the target one for each sample: LL103 speaks of it."""
    return len(output) == 3 and output[-1] == 1 and output[1] != 1 and target[1:] in ((), (1,))


def labelled_by_shape(one: Trained) -> Encoding | None:
    """How class labels are written that their loss refuses, where only that explains the shape.

    Whole numbers where `categorical_crossentropy` compares vectors are ids; vectors as wide as the output, where
    `sparse_categorical_crossentropy` wants an id, are one-hot.
    """
    target, output = one.target.shape or (), one.shape
    if one.meeting != "refused" or output[-1] == 1:
        return None
    if one.loss == "categorical_crossentropy" and one.target.integer:
        ids = target[:-1] if len(target) == len(output) and target[-1] == 1 else target
        return "class-ids" if ids[1:] == output[1:-1] else None
    if one.loss == "sparse_categorical_crossentropy" and target[1:] == output[1:]:
        return "one-hot"
    return None


def shown_of_n(shape: Shape) -> str:
    """A shape of data as a message shows it: `(n, 30, 4)`."""
    return f"({', '.join(['n', *map(str, shape[1:])])}{',' if len(shape) == 1 else ''})"
