"""A class where an object of it is meant: `model = Sequential`, and then `model.add(...)`."""

from __future__ import annotations

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract, Built, Items, Tensor
from lstm_lint.script import Known, Unknown

_METHODS = ("add", "compile", "fit", "predict", "evaluate", "summary", "build", "save", "load_weights")
_KIND = "class-called"


def _on_class(it: Interpreter, call: Call) -> Abstract:
    cls = call.path.split(".")[-2]
    first = call.args.positional[0].value if call.args.positional else None
    no_self = first is None or isinstance(first, (Built, Known, Items, Tensor))
    told = any(one.kind == _KIND for one in it.record.refused.values())
    plain = cls in ("Sequential", "Model") and call.args.complete and "self" not in call.args.keywords
    if plain and no_self and not told and not it.control.guards:
        it.record.refuse(call.node, _KIND, cls, call.name)
    return Unknown("a method of a class")


FUNCTIONS: dict[str, Handler] = {
    f"keras.{module}.{name}": _on_class for module in ("Sequential", "Model", "models") for name in _METHODS
}
