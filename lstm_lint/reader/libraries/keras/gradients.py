"""What cuts a loss off from the weights: below a GradientTape, in a loss function of the program, and in a model.

Only plain assignments are followed. A value is made of what the model puts out (live), of that after an operation
without a gradient (cut), of neither, or it is not known; a loss that is cut and nothing else has no gradient.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass
from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Built, Function, Instance, Linear, Module, Network
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import names_used, statements
from lstm_lint.script import Cut, Known, Unknown

TAPE = "tensorflow.GradientTape"
ALONE = "the gradients of a tape, without their variables"
# Of TensorFlow and keras.ops: they have no gradient, or one of 0.
_WITHOUT = frozenset(
    {"argmax", "argmin", "argsort", "round", "rint", "floor", "ceil", "equal", "not_equal", "greater",
     "greater_equal", "less", "less_equal", "one_hot", "to_int32", "to_int64", "stop_gradient", "sign"}
)  # fmt: skip
_NUMBERS = ("float", "int")
TRAINABLE = ("trainable_variables", "trainable_weights")


class _Made(Enum):
    LIVE = "of what the model puts out"
    OTHER = "of nothing of the model"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class _Cut:
    node: cst.CSTNode
    what: str


State = _Made | _Cut
LIVE = _Made.LIVE


class Flow:
    """What each name of a block is made of."""

    def __init__(self, it: Interpreter, names: dict[str, State]) -> None:
        self.it = it
        self.names = names

    def follow(self, lines: Iterable[cst.CSTNode]) -> bool:
        """Whether the statements are plain assignments and calls."""
        for line in lines:
            if not isinstance(line, cst.BaseSmallStatement):
                return False
            self._statement(line)
        return True

    def returned(self, body: cst.BaseSuite) -> State:
        """What a function returns whose body is plain to its last line."""
        *before, last = statements(body)
        if isinstance(last, cst.Return) and last.value is not None and self.follow(before):
            return self.of(last.value)
        return _Made.UNKNOWN

    def _statement(self, small: cst.BaseSmallStatement) -> None:
        if isinstance(small, cst.AugAssign) and isinstance(small.target, cst.Name):
            self.names[small.target.value] = self.together((small.target, small.value))
        elif isinstance(small, cst.Assign):
            made = self.of(small.value)
            for target in small.targets:
                if isinstance(target.target, cst.Name):
                    self.names[target.target.value] = made
                elif isinstance(target.target, cst.Tuple):
                    for element in target.target.elements:
                        if isinstance(element.value, cst.Name):
                            self.names[element.value.value] = _Made.UNKNOWN

    def of(self, node: cst.BaseExpression) -> State:
        match node:
            case cst.Name():
                return (
                    self.names[node.value] if node.value in self.names else _outside(self.it.evaluate(node))
                )
            case cst.Integer() | cst.Float() | cst.SimpleString():
                return _Made.OTHER
            case cst.BinaryOperation():
                return self.together((node.left, node.right))
            case cst.UnaryOperation():
                return self.of(node.expression)
            case cst.Comparison():
                sides = self.together((node.left, *(one.comparator for one in node.comparisons)))
                return _Cut(node, "a comparison") if sides is _Made.LIVE else sides
            case cst.Subscript():
                return self.of(node.value)
            case cst.Tuple() | cst.List():
                return self.together(element.value for element in node.elements)
            case cst.Attribute(value=cst.Name(value=name)) if name in self.names:
                return self.names[name]
            case cst.Attribute():
                return _outside(self.it.evaluate(node))
            case cst.Call():
                return self.called(node)
        return _Made.UNKNOWN

    def together(self, nodes: Iterable[cst.BaseExpression]) -> State:
        states = [self.of(node) for node in nodes]
        for state in (_Made.LIVE, _Made.UNKNOWN):
            if state in states:
                return state
        return next((state for state in states if isinstance(state, _Cut)), _Made.OTHER)

    def called(self, node: cst.Call) -> State:
        if any(argument.star for argument in node.args):
            return _Made.UNKNOWN
        given = self.together(argument.value for argument in node.args)
        function = node.func
        if isinstance(function, cst.Attribute) and function.attr.value == "numpy" and not node.args:
            owner = self.of(function.value)
            return _Cut(node, "`.numpy()`") if owner is _Made.LIVE else owner
        value = self.it.evaluate(function)
        if isinstance(value, Network) or (isinstance(value, Instance) and value.network is not None):
            return _Made.LIVE
        if isinstance(value, Built) and value.kind in ("losses", "metrics"):
            return given
        if not isinstance(value, Module):
            return _Made.UNKNOWN
        return self.function(node, canonical(value.path), given)

    def function(self, node: cst.Call, path: str, given: State) -> State:
        root, _, name = path.partition(".")[0], "", path.rpartition(".")[2]
        if root not in ("numpy", "tensorflow", "keras", "builtins") and path not in _NUMBERS:
            return _Made.UNKNOWN
        if given is not _Made.LIVE:
            return given
        if root == "numpy":
            return _Cut(node, f"`np.{name}`")
        if name in _NUMBERS and root in ("builtins", name):
            return _Cut(node, f"`{name}()`")
        if root in ("tensorflow", "keras") and (
            name in _WITHOUT or (name == "cast" and self._to_whole(node))
        ):
            return _Cut(node, f"`{name}`" if name != "cast" else "`cast` to whole numbers")
        return _Made.LIVE

    def _to_whole(self, node: cst.Call) -> bool:
        if len(node.args) != 2:
            return False
        return _is_whole(self.it.evaluate(node.args[1].value))


def _is_whole(dtype: Abstract) -> bool:
    named = dtype.value if isinstance(dtype, Known) else dtype.path if isinstance(dtype, Module) else ""
    return str(named).rpartition(".")[2].startswith(("int", "uint", "bool"))


def _outside(value: Abstract) -> State:
    """What a name from outside of the block is made of: data and numbers have nothing of the model."""
    return _Made.OTHER if isinstance(value, (Data, Known, Linear, Number, Module)) else _Made.UNKNOWN


def gradient(it: Interpreter, call: Call) -> Abstract | None:
    """`tape.gradient(loss, weights)`: the last block of a tape of that name, and what the loss was made of there."""
    block = it.control.left.get(TAPE)
    function, target = call.node.func, call.node.args[0].value if call.node.args else None
    if block is None or not isinstance(function, cst.Attribute) or not isinstance(function.value, cst.Name):
        return None
    tapes = [item.asname.name for item in block.items if item.asname is not None]
    named = any(isinstance(tape, cst.Name) and tape.value == function.value.value for tape in tapes)
    flow = Flow(it, {})
    if named and _asks_of_weights(it, call):
        it.record.gradients[call.node] = None
    if named and target is not None and flow.follow(statements(block.body)):
        made = flow.names.get(target.value) if isinstance(target, cst.Name) else None
        if isinstance(made, _Cut):
            it.record.cuts.append(Cut(it.place(made.node), made.what))
        if made is _Made.OTHER and _asks_of_weights(it, call) and not it.control.guards:
            it.record.refuse(call.node, "gradient-outside", it.text(target))
    return Unknown(ALONE) if named else None


def _asks_of_weights(it: Interpreter, call: Call) -> bool:
    """Whether it is by all weights of a model, `model.trainable_variables`."""
    asked = call.node.args[1].value if len(call.node.args) > 1 else None
    if not isinstance(asked, cst.Attribute) or asked.attr.value not in TRAINABLE:
        return False
    owner = it.evaluate(asked.value)
    return isinstance(owner, Network) or (isinstance(owner, Instance) and owner.network is not None)


def cut_of(record: Record, built: Built, function: str | None) -> Cut | None:
    """The cut that an operation on tensors is: `ops.argmax(h)`. One that is asked for is none."""
    if function is None or function == "stop_gradient":
        return None
    dtype = built.given["1"].value if "1" in built.given else None
    to_whole = function == "cast" and dtype is not None and _is_whole(dtype)
    if function in _WITHOUT or to_whole:
        return Cut(record.place(built.node), f"`{function}`" if not to_whole else "`cast` to whole numbers")
    return None


def of_lambda(it: Interpreter, function: Function) -> Cut | None:
    """The cut that the function of a `Lambda` is: what it returns hangs on its input after that alone."""
    node = function.node
    names = [one.name.value for one in node.params.params]
    if not names:
        return None
    state = {names[0]: _Made.LIVE} | dict.fromkeys(names[1:], _Made.UNKNOWN)
    made: State = _Made.UNKNOWN
    with it.within(function.scope):
        flow = Flow(it, dict(state))
        if isinstance(node, cst.Lambda):
            made = flow.of(node.body)
        elif not node.decorators:
            made = flow.returned(node.body)
    asked = isinstance(made, _Cut) and made.what == "`stop_gradient`"
    return Cut(it.place(made.node), made.what) if isinstance(made, _Cut) and not asked else None


def of_loss(it: Interpreter, function: Function) -> None:
    """`compile(loss=function)`: a plain function whose result hangs on `y_pred` after a cut alone."""
    node = function.node
    if not isinstance(node, cst.FunctionDef) or function.owner is not None or node.decorators:
        return
    names = [one.name.value for one in node.params.params]
    if len(names) != 2:
        return
    with it.within(function.scope):
        made = Flow(it, {names[0]: _Made.OTHER, names[1]: _Made.LIVE}).returned(node.body)
    if isinstance(made, _Cut):
        it.record.cuts.append(Cut(it.place(made.node), made.what))
    used = names_used(node.body) if made is _Made.OTHER else ()
    if (
        names[0] in used and names[1] not in used
    ):  # of neither: the loss is added by `add_loss`, this is for show
        it.record.refuse(node.name, "prediction-unused", function.name, names[1])
