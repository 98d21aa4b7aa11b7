"""`model.optimizer.lr`, which Keras 3 calls `learning_rate`."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import LOADED, Abstract, Built, Class, Instance, Module, Network
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.script import Unknown


def note_old_rate(it: Interpreter, node: cst.Attribute, owner: Abstract) -> None:
    """Write down `lr` of an optimizer that is about to be read."""
    if _is_optimizer(it, node, owner):
        it.record.refuse(node.attr, "optimizer-lr", it.text(node.value))


def _is_optimizer(it: Interpreter, node: cst.Attribute, owner: Abstract) -> bool:
    """Whether it is an optimizer of Keras, by its class or as that of a model, and nothing gives it the attribute."""
    if it.place(node).locator.occurrences(".lr =") or it.place(node).locator.occurrences(".lr="):
        return False
    if isinstance(owner, Built):
        return owner.kind == "optimizers" and not owner.custom and not owner.cls.startswith("legacy.")
    of = node.value
    if not isinstance(of, cst.Attribute) or of.attr.value != "optimizer":
        return False
    if not isinstance(of.value, (cst.Name, cst.Attribute)):
        return False
    model = it.evaluate(of.value)
    if isinstance(model, Network):
        return model.kind != "subclassed"
    loaded = type(model) is Unknown and model.reason == LOADED
    return loaded or _is_of_callback(it, of.value)


def _is_of_callback(it: Interpreter, node: cst.CSTNode) -> bool:
    """`self.model` in a callback."""
    if (
        not isinstance(node, cst.Attribute)
        or node.attr.value != "model"
        or not isinstance(node.value, cst.Name)
    ):
        return False
    owner = it.evaluate(node.value)
    if not isinstance(owner, Instance) or owner.cls.find("model") is not None or "model" in owner.names:
        return False
    roots = [base for one in owner.cls.line() for base in one.bases if not isinstance(base, Class)]
    paths = {canonical(base.path) if isinstance(base, Module) else "" for base in roots}
    return bool(paths) and all(path.startswith("keras.callbacks.") for path in paths)
