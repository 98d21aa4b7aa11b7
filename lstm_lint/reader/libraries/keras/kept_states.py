"""What becomes of the states between calls: a program that resets them before each sample of its training, and not
before it asks."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Built, Network

_RESET, _TRAIN, _ASK = "reset", "train", "ask"


def note_reset(it: Interpreter, owner: Built | Network) -> None:
    it.record.of_states.append((_RESET, owner, it.control.loops))


def note_trained(it: Interpreter, call: Call, owner: Network) -> None:
    """`train_on_batch`: other calls train on many batches, between which nothing is reset."""
    kind = _TRAIN if call.name == "train_on_batch" else "fit"
    it.record.of_states.append((kind, owner, it.control.loops))


def note_asked(it: Interpreter, call: Call, owner: Network) -> None:
    """Write down a `predict` that goes on from the states of what came before it, where training never does."""
    before = [(kind, loops) for kind, of, loops in it.record.of_states if _concerns(of, owner)]
    trained = [at for at, (kind, _) in enumerate(before) if kind == _TRAIN]
    alone = all(at > 0 and before[at - 1] == (_RESET, before[at][1]) for at in trained)
    others = any(kind == "fit" for kind, _ in before)
    if before and before[-1][0] == _RESET:
        it.record.asked_fresh.add(call.node)
        it.record.slips.pop(call.node, None)
    elif trained and alone and not others and call.node not in it.record.asked_fresh:
        it.record.slip(call.node, "states-kept")
    it.record.of_states.append((_ASK, owner, it.control.loops))


def _concerns(of: Built | Network, owner: Network) -> bool:
    """Whether a call is one of the model or of a layer of it; of models that no list of layers makes it may be."""
    if isinstance(of, Network):
        return of is owner
    return owner.kind != "sequential" or any(of is layer for layer in owner.stack)
