"""What the text of a script says of a value beside what was read: what stands around it, and who reads it later."""

from __future__ import annotations

import re
from bisect import bisect_right

from lstm_lint import nodes as cst
from lstm_lint.ir.facts import cached_property
from lstm_lint.reader.tree.reads import Around, asks_shape_alone, keeps_nothing, parents, reads_after
from lstm_lint.reader.tree.syntax import (
    bindings,
    dotted,
    everything,
    names_in,
    names_without_use,
    own_nodes,
    parts,
)
from lstm_lint.script import Place

_LOOPS = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_ASKS = frozenset({"predict", "evaluate", "predict_on_batch", "test_on_batch", "predict_generator"})
_LEAVES_WEIGHTS = frozenset({"compile", "summary", "to_json", "get_config", "count_params", "build"})
_UNTRAINED = frozenset({"baseline", "untrained", "chance", "random", "smoke", "dummy", "warm", "warmup"})


class Written:
    """The text of one module, which is walked through when it is first asked. All paths through it share one."""

    def __init__(self, module: cst.Module) -> None:
        self._module = module
        self._starts = [statement.at.lineno for statement in module.body]
        self._parents_in: dict[int, dict[int, cst.CSTNode]] = {}  # a statement, by its number

    @cached_property
    def _parents(self) -> dict[int, cst.CSTNode]:
        return parents(self._module)

    @cached_property
    def unused(self) -> frozenset[str]:
        """The names that the text binds, and of which nothing is made in the end."""
        return names_without_use(self._module)

    @cached_property
    def _unread(self) -> frozenset[str]:
        return names_without_use(self._module, beyond_shape=True)

    def holds_out_in_vain(self, place: Place) -> bool:
        """Whether the program reads nothing but the shape of the rows that a statement cuts off: `x_test`, `x[n:]`."""
        around = self._around(place.node)
        statement = _assignment(around)
        if statement is None or len(statement.targets) != 1:
            return False
        target = statement.targets[0].target
        names = [target] if isinstance(target, cst.Name) else _elements(target)
        if statement.value is place.node and len(names) > 1:
            names = names[1::2]  # `train_test_split` gives the two parts of each array
        elif len(names) > 1:
            values = _elements(statement.value)
            ours = [name for name, value in zip(names, values) if value is place.node or value in around]
            names = ours if len(values) == len(names) else names
        return bool(names) and all(isinstance(one, cst.Name) and one.value in self._unread for one in names)

    def bodies_around(self, place: Place) -> tuple[tuple[int, bool], ...]:
        """The loops and functions around a place, outermost first: the `id` of each, and whether it is a loop."""
        return tuple(
            (id(one), not isinstance(one, cst.FunctionDef))
            for one in self._around(place.node)
            if isinstance(one, (cst.FunctionDef, *_LOOPS))
        )

    def kept_in_vain(self, call: cst.CSTNode) -> str | None:
        """The name under which a statement keeps what a call gives, where nothing is made of it."""
        statement = _assignment(self._around(call))
        names = _targets(statement) if statement is not None and statement.value is call else []
        kept = len(names) == 1 and names[0] in self.unused and not names[0].startswith("_")
        return names[0] if kept else None

    def is_tried(self, node: object) -> bool:
        """Whether a statement whose result nothing takes is there to see whether it raises."""
        around = self._around(node)
        tries = (one for one in around if isinstance(one, (cst.Try, cst.TryStar)))
        return any(one.body in around and keeps_nothing(one) for one in tries)

    def keeps_scaler(self, node: cst.CSTNode) -> bool:
        """Whether the scaler is what is wanted of `scaled = scaler.fit_transform(x)`: something else reads it later."""
        scalers = {name for one in own_nodes(node) if (name := _scaler(one)) is not None}
        around = self._around(node)
        reads = [one for name in scalers if around for one in reads_after(node, around, name)]
        return any(not self._scales_in_vain(one, above) for one, above in reads)

    def is_aside(self, call: cst.Call) -> bool:
        """Whether nobody takes the values of a prediction for those of a trained model.

        Only their shape is asked, they are thrown away, or a name says that they are those of no trained model.
        """
        around = self._around(call)
        if not around:
            return False
        statement = _assignment(around)
        names = _targets(statement) if statement is not None else []
        if any(_says_untrained(name) for name in (*names, dotted(call.func).rpartition(".")[0])):
            return True
        if not isinstance(call.func, cst.Attribute) or not call.func.attr.value.startswith("predict"):
            return False  # `evaluate` prints what it finds
        if isinstance(around[-1], cst.Expr) or asks_shape_alone(call, around) or names == ["_"]:
            return True
        if statement is None or statement.value is not call or len(names) != 1:
            return False
        reads = reads_after(statement, self._around(statement), names[0])
        return bool(reads) and all(asks_shape_alone(one, above) for one, above in reads)

    def asked_as_made(self, made: cst.CSTNode) -> tuple[str, cst.Call] | None:
        """The name that a call of the script binds its model to, and what asks that for predictions or scores.

        Not where the program does anything else with the name that may give the model weights.
        """
        around = self._around(made)
        statement = around[-1] if around else None
        names = _targets(statement) if isinstance(statement, cst.Assign) and statement.value is made else []
        if len(names) != 1 or _says_untrained(names[0]) or bindings(self._module, names[0]) != 1:
            return None
        asked: list[cst.Call] = []
        for above in everything(self._module):
            for node in parts(above):
                if not isinstance(node, cst.Name) or node.value != names[0] or _is_no_read(node, above):
                    continue
                call = self._parents.get(id(above))
                if (
                    not isinstance(above, cst.Attribute)
                    or not isinstance(call, cst.Call)
                    or call.func is not above
                ):
                    return None
                if above.attr.value in _ASKS:
                    asked.append(call)
                elif above.attr.value not in _LEAVES_WEIGHTS:
                    return None
        asked = [call for call in asked if not self.is_aside(call)]
        return (names[0], asked[0]) if asked else None

    def is_read_elsewhere(self, call: cst.CSTNode) -> bool:
        """Whether what a layer gives is read on a path that was not taken, or where no layer is applied."""
        around = self._around(call)
        statement = _assignment(around)
        if statement is None:
            return False
        if statement.value is not call:
            return self._reads_target(statement)
        names = set(_targets(statement))
        scope = next(one for one in around[::-1] if isinstance(one, (cst.FunctionDef, cst.Module)))
        calls = (one for one in own_nodes(scope) if isinstance(one, cst.Assign))
        return any(self._reads_target(one) for one in calls if _calls_one_of(one.value, names))

    def _reads_target(self, statement: cst.Assign) -> bool:
        around = self._around(statement)
        return any(reads_after(statement, around, name) for name in _targets(statement))

    def _scales_in_vain(self, node: cst.CSTNode, around: Around) -> bool:
        """Whether a scaler is read to be fitted again, to scale back, or to scale what nothing reads either."""
        above = around[-1]
        if not isinstance(above, cst.Attribute) or above.value is not node:
            return False
        if above.attr.value in ("fit", "inverse_transform"):
            return True
        statement = _assignment(around)
        targets = [target.target for target in statement.targets] if statement is not None else []
        in_vain = all(isinstance(one, cst.Name) and one.value in self.unused for one in targets)
        return above.attr.value in ("fit_transform", "transform") and bool(targets) and in_vain

    def _around(self, node: object) -> Around:
        """What stands around a call or an assignment, the module first; empty where it is of another file."""
        found: list[cst.CSTNode] = []
        parents = self._parents_near(node)
        above = parents.get(id(node))
        while above is not None:
            found.append(above)
            above = parents.get(id(above))
        return tuple(reversed(found))

    def _parents_near(self, node: object) -> dict[int, cst.CSTNode]:
        """Those in the statement of the module on whose lines a node stands; where it is not in there, all of them."""
        line: int = getattr(node.at, "lineno", 0) if isinstance(node, cst.CSTNode) else 0
        at = bisect_right(self._starts, line) - 1
        if at < 0:
            return self._parents
        if at not in self._parents_in:
            statement = self._module.body[at]
            self._parents_in[at] = {id(statement): self._module, **parents(statement)}
        return self._parents_in[at] if id(node) in self._parents_in[at] else self._parents


def _elements(node: cst.CSTNode) -> list[cst.BaseExpression]:
    return [one.value for one in node.elements] if isinstance(node, cst.Tuple) else []


def _is_no_read(node: cst.CSTNode, above: cst.CSTNode) -> bool:
    """Whether it is the target of an assignment, an attribute of something else, or the name of an argument."""
    if isinstance(above, cst.Attribute):
        return above.value is not node
    return isinstance(above, cst.AssignTarget) or (isinstance(above, cst.Arg) and above.keyword is node)


def _assignment(around: Around) -> cst.Assign | None:
    """The assignment nearest around a node."""
    return next((one for one in around[::-1] if isinstance(one, cst.Assign)), None)


def _targets(statement: cst.Assign) -> list[str]:
    return [name for target in statement.targets for name in names_in(target.target)]


def _scaler(node: cst.CSTNode) -> str | None:
    """The name of the scaler of a call of `fit_transform` or `transform`."""
    function = node.func if isinstance(node, cst.Call) else None
    if isinstance(function, cst.Attribute) and function.attr.value in ("fit_transform", "transform"):
        return function.value.value if isinstance(function.value, cst.Name) else None
    return None


def _says_untrained(name: str) -> bool:
    return not _UNTRAINED.isdisjoint(re.split(r"[\W\d_]+", name.lower()))


def _calls_one_of(value: cst.BaseExpression, names: set[str]) -> bool:
    return isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and value.func.value in names
