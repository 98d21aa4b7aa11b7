"""LL113: a stateful layer whose state is never reset between sequences."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.signatures import exists
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.notions.statefulness import lacks_batch_size, stateful_layer, static_batch_size
from lstm_lint.script import Fit, Known, Layer, Model, Script


@check("stateful-never-reset", needs="recurrent.stateful=")
def stateful_never_reset(script: Script) -> Iterator[Problem]:
    if not script.resets_states:
        yield from on_their_paths(script, _found(script))
    else:
        yield from each_place_once(_between_requests(script))


def _between_requests(script: Script) -> Iterator[Problem]:
    """Predictions one by one that go on from each other, of a model whose training resets before each sample."""
    kept = {slip.place.node for slip in script.slips if slip.kind == "states-kept"}
    for model in script.models if kept else ():
        layer = stateful_layer(model)
        if layer is None or static_batch_size(layer) != 1:
            continue
        for asked in model.predictions:
            if asked.place.node in kept:
                message = (
                    "each `train_on_batch` starts from a reset state, and this from that of the call before; "
                )
                yield Problem(
                    f"{message}reset it here too", asked.place.span, Severity.WARNING, model=model.name
                )


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    call = "reset_state()" if script.target.at_least(3) else "model.reset_states()"
    for model in script.models:
        layer = stateful_layer(model)
        if layer is None or lacks_batch_size(model, layer) or not _callbacks_known(model, script):
            continue
        several = any((fit.number("epochs") or 1) > 1 or _is_an_epoch(fit) for fit in model.fits)
        predicted = any(other.method == "predict" for other in model.predictions)
        if model.taught or (model.fits and (several or predicted)):
            leak = "from epoch to epoch" if several or model.taught else "from training into `predict`"
            message = f"`stateful=True` and nothing resets the state: it leaks {leak}; call {call}"
            passes = model.taught or any(map(_is_an_epoch, model.fits))
            severity = Severity.WARNING if passes else None
            yield model, layer, layer.problem(message, at="stateful", severity=severity, model=model)


def _is_an_epoch(fit: Fit) -> bool:
    """Whether a loop trains the same model on the same arrays once in each pass, in their order."""
    whole = fit.x is not None and fit.x.traced and all(step.kind != "unknown" for step in fit.x.steps)
    ordered = fit["shuffle"] == Known(False) and (fit.number("epochs") or 1) == 1
    return fit.in_loop and fit.older and ordered and whole


def _callbacks_known(model: Model, script: Script) -> bool:
    """Whether no callback of the program's own could reset the states."""
    return all(
        fit.callbacks is not None
        and all(exists("callbacks", callback.cls, script.target) for callback in fit.callbacks)
        and not any(callback.cls == "LambdaCallback" for callback in fit.callbacks)
        for fit in model.fits
    )
