"""LL409: the activation of the head and the loss belong to different kinds of labels."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.contracts import trained_outputs
from lstm_lint.notions.heads import Head, single_heads
from lstm_lint.notions.losses import replace_loss
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.targets import encoder, encoding_of, is_continuous
from lstm_lint.notions.training import is_left_aside
from lstm_lint.script import Layer, Model, Script, Series

_OF_CLASSES = ("categorical_crossentropy", "sparse_categorical_crossentropy")
_UP_TO_1 = ("rand", "random", "random_sample", "ranf", "sample", "uniform")
_OF_NUMBERS = ("to_categorical", "one_hot")
_MANY = 8  # classes, from where on training took twice the epochs
_ONE_LABEL = ("to_categorical", "one_hot", "OneHotEncoder", "get_dummies")


@check("multiclass-loss-mismatch", needs="recurrent in_force")
def multiclass_loss_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model, layer, problem in _mismatches(script):
        calm = is_left_aside(script, model)
        yield model, layer, replace(problem, severity=Severity.ADVICE) if calm else problem


def _mismatches(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model, head, loss in single_heads(script):
        if head.units is None and head.activation == "softmax" and loss == "binary_crossentropy":
            if _tags_steps(head):
                yield model, head.activated, _binary_loss(model, head)
            continue
        if head.units is None or head.units < 2:
            continue
        if loss in _OF_CLASSES and _takes_quantities(model):
            yield model, head.activated, _quantities(model, head, loss)
            continue
        if head.activation == "softmax" and loss == "binary_crossentropy" and head.units > 2:
            yield model, head.activated, _binary_loss(model, head)
        elif head.activation == "sigmoid" and _reads_one_label(model, loss):
            yield model, head.activated, _sigmoid(model, head, loss)
        elif head.activation == "sigmoid" and loss == "binary_crossentropy" and _has_exclusive_classes(model):
            yield from _questions(model, head)


def _takes_quantities(model: Model) -> bool:
    """Of shapes that the loss refuses other rules speak; vectors drawn from 0 to 1 take the place of probabilities."""
    if not model.fits or not all(is_continuous(fit.y) for fit in model.fits):
        return False
    return not any(
        one.meeting == "refused" or (one.meeting == "equal" and _is_drawn_up_to_1(one.target))
        for one in trained_outputs(model)
    )


def _is_drawn_up_to_1(y: Series) -> bool:
    return y.steps[0].what in _UP_TO_1 and y.magnitude == 1.0


def _quantities(model: Model, head: Head, loss: str) -> Problem:
    message = (
        f"y holds quantities, {loss} reads classes: outputs between 0 and 1; write 'mse' and a linear head"
    )
    return Problem(message, model.in_force[-1].span("loss"), model=model.name, layer=head.activated.name)


def _tags_steps(head: Head) -> bool:
    """Whether each step gets one of the classes, as words get tags: how many there are is not written, but not two."""
    shape = head.dense.output_shape
    return head.dense.given("units") and shape is not None and len(shape) > 2


def _binary_loss(model: Model, head: Head) -> Problem:
    compiled = model.in_force[-1]
    classes = f"{head.units} softmax classes" if head.units is not None else "the softmax classes"
    return Problem(
        f"binary_crossentropy scores each of {classes} on its own; write categorical_crossentropy",
        compiled.span("loss"),
        fix=replace_loss(compiled, "categorical_crossentropy"),
        model=model.name,
        layer=head.activated.name,
    )


def _has_exclusive_classes(model: Model) -> bool:
    """Whether each row of every target is one class of several, made of its number."""
    return bool(model.fits) and all(
        encoder(fit.y) in _OF_NUMBERS and fit.y is not None and fit.y.step("stack") is None
        for fit in model.fits
    )


def _questions(model: Model, head: Head) -> Iterator[tuple[Model, Layer, Problem]]:
    if head.units is None or head.units <= 2:
        return
    message = (
        f"{head.units} exclusive classes as yes-or-no questions, nearly all of them no: write softmax and "
    )
    severity = Severity.WARNING if head.units >= _MANY else Severity.ADVICE
    yield (
        model,
        head.activated,
        head.activated.problem(
            message + "categorical_crossentropy", at="activation", severity=severity, model=model
        ),
    )


def _sigmoid(model: Model, head: Head, loss: str) -> Problem:
    layer, fix = head.activated, None
    if layer is head.dense and not model.weights_loaded:
        fix = layer.set_argument("activation", quoted("softmax", layer.argument("activation")))
    return layer.problem(
        f"{head.units} sigmoid outputs do not sum to 1, {loss} takes them for one distribution; use softmax",
        at="activation",
        severity=Severity.ADVICE,
        fix=fix,
        model=model,
    )


def _reads_one_label(model: Model, loss: str) -> bool:
    """Whether each sample has exactly one class: always with class ids, with vectors where they are made from ids."""
    if loss == "sparse_categorical_crossentropy":
        return True
    one_hot = encoding_of(model) == "one-hot" and encoder(model.fits[0].y) in _ONE_LABEL
    return loss == "categorical_crossentropy" and one_hot
