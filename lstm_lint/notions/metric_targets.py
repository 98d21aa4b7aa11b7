"""What meets in a metric: the output of a model and the targets that it is trained on."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.findings import Span
from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.metric_shapes import taken_by
from lstm_lint.notions.contracts import may_have_one_step, trained_outputs
from lstm_lint.notions.losses import loss_of, name_of
from lstm_lint.script import Compile, Configured, Known, Model, Script, Shape

# Arguments that change what is compared.
_OTHERWISE = (
    "class_id",
    "multi_label",
    "num_labels",
    "axis",
    "ignore_class",
    "sparse_y_pred",
    "sparse_y_true",
)
_RESOLVED = ("accuracy", "acc")  # strings of which Keras itself finds the metric that fits


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A metric of a model with one output, in snake case, and the shapes that its targets may have.

    `targets` is one shape where the array is known, else those that the loss takes; none where it takes several ranks.
    """

    model: Model
    compiled: Compile
    metric: str
    written: Configured | None  # an object, with its arguments
    loss: str
    output: Shape
    targets: tuple[Shape, ...]
    is_read: bool  # the shape is that of an array of the program

    @property
    def name(self) -> str:
        """As the program writes it: the class of an object, the string."""
        return self.written.cls if self.written is not None else self.metric

    @property
    def shown(self) -> str:
        return f"`{self.written.cls}`" if self.written is not None else f"metric '{self.metric}'"

    @property
    def span(self) -> Span:
        if self.written is not None and self.written.is_call and self.written.place.sibling is None:
            return self.written.span()
        return self.compiled.span("metrics")

    def is_without(self, argument: str) -> bool:
        """Whether the metric certainly has the default of an argument."""
        return self.written is None or (self.written.complete and not self.written.given(argument))


def measured(script: Script) -> Iterator[Measured]:
    """Each metric that is given to the one `compile` in force of a model that trains a single output."""
    for model in script.models:
        plain = model.kind in ("sequential", "functional") and model.complete and model.recurrent
        if not plain or len(model.in_force) != 1 or len(model.outputs) != 1:
            continue
        compiled = model.in_force[0]
        output, loss = model.outputs[0].shape, loss_of(compiled)
        if not output or loss is None:
            continue
        read = tuple({one.target.shape: None for one in trained_outputs(model) if one.meeting == "equal"})
        if any(may_have_one_step(model, fit, output) for fit in model.fits):
            continue
        shapes = tuple(shape for shape in read if shape) or taken_by(loss, output)
        for given in _metrics(compiled):
            written = given if isinstance(given, Configured) and given.kind == "metrics" else None
            name = name_of(Known(given))
            resolved = isinstance(given, str) and given.lower() in _RESOLVED
            if name is None or (isinstance(given, Configured) and written is None) or resolved:
                continue
            if written is None or not any(map(written.given, _OTHERWISE)):
                yield Measured(model, compiled, name, written, loss, output, shapes, bool(read))


def _metrics(compiled: Compile) -> Iterator[object]:
    given = compiled.metrics.value if isinstance(compiled.metrics, Known) else None
    entries = list(given.values()) if isinstance(given, dict) else given
    for one in entries if isinstance(entries, (list, tuple)) else (entries,):
        yield from one if isinstance(one, (list, tuple)) else (one,)
