"""LL405: a loss told to expect raw scores gets probabilities."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import CROSSENTROPY, loss_of
from lstm_lint.script import Compile, Configured, Known, Script


@check("from-logits-on-activated-output", needs="recurrent in_force")
def from_logits_on_activated_output(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for model in script.models:
        if not model.recurrent or len(model.heads) != 1:
            continue
        activations = {head.activation for head in heads(model)}
        for compiled in model.in_force:
            loss = _loss_on_logits(compiled)
            if loss is None or not activations or not activations <= {"softmax", "sigmoid"}:
                continue
            if loss.place.node not in reported and _always(script, compiled):
                reported.add(loss.place.node)
                name = activations.copy().pop()
                yield Problem(
                    f"`from_logits=True` on a {name} head: {name} is applied twice outside TensorFlow; "
                    "write `from_logits=False`",
                    loss.span("from_logits"),
                    Severity.ADVICE if _on_tensorflow(script, loss) else None,
                    loss.set_argument("from_logits", "False") if len(model.in_force) == 1 else None,
                    model.name,
                )


def _loss_on_logits(compiled: Compile) -> Configured | None:
    loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
    if not isinstance(loss, Configured) or loss_of(compiled) not in CROSSENTROPY:
        return None
    return loss if loss["from_logits"] == Known(True) else None


def _on_tensorflow(script: Script, loss: Configured) -> bool:
    """Whether the script names the backend that looks through the activation and only warns."""
    return loss.package in ("tf.keras", "tf_keras") or script.backend == "tensorflow"


def _always(script: Script, compiled: Compile) -> bool:
    """Whether every model compiled here ends in probabilities: one built the other way may need the logits."""
    for model in script.models:
        if any(other.place.node is compiled.place.node for other in model.in_force):
            found = list(heads(model))
            if not found or any(head.activation not in ("softmax", "sigmoid") for head in found):
                return False
    return True
