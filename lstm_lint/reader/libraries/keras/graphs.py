"""Metrics that `compile` is given, of which Keras makes a graph: NumPy and scikit-learn cannot have tensors there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Function, Given, Items, Module, Table
from lstm_lint.reader.libraries.keras.gradients import LIVE, Flow, State
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.libraries.keras.symbolic import OF_NUMPY
from lstm_lint.reader.tree.syntax import statements
from lstm_lint.script import Known

_MOST = 50  # metrics of a model


class _InGraph(Flow):
    """Finds the first call that makes an array of what the metric is given."""

    found: tuple[cst.CSTNode, str] | None = None

    def of(self, node: cst.BaseExpression) -> State:
        if isinstance(node, cst.Comparison):
            return self.together((node.left, *(one.comparator for one in node.comparisons)))
        return super().of(node)

    def called(self, node: cst.Call) -> State:
        function = node.func
        if isinstance(function, cst.Attribute) and function.attr.value == "numpy" and not node.args:
            if self.of(function.value) is LIVE:
                self._find(node, ".numpy()")
            return LIVE
        return super().called(node)

    def function(self, node: cst.Call, path: str, given: State) -> State:
        root, _, name = path.rpartition(".")
        if given is LIVE and ((root == "numpy" and name in OF_NUMPY) or path.startswith("sklearn.metrics.")):
            self._find(node, f"np.{name}" if root == "numpy" else name)
        return given

    def _find(self, node: cst.CSTNode, what: str) -> None:
        self.found = self.found or (node, what)


def note_metrics(it: Interpreter, given: dict[str, Given]) -> None:
    """Write down the metrics of a `compile` that raise when the graph is built."""
    eager = given.get("run_eagerly")
    if (eager is not None and eager.value != Known(False)) or it.control.guards:
        return
    for name in ("metrics", "weighted_metrics"):
        if name in given:
            for metric, node in _each(given[name].value, given[name].node):
                _note(it, metric, node)


def _each(value: Abstract, node: cst.CSTNode | None) -> Iterator[tuple[Abstract, cst.CSTNode | None]]:
    """The metrics in lists and dicts, with the place of each where it stands in a list that is written there."""
    if isinstance(value, Items) and not value.spoiled:
        written: Iterable[cst.CSTNode | None] = [None] * len(value.items)
        if isinstance(node, (cst.List, cst.Tuple)) and len(node.elements) == len(value.items):
            written = [element.value for element in node.elements]
        for item, at in zip(value.items[:_MOST], written):
            yield from _each(item, at or node) if isinstance(item, Items) else ((item, at or node),)
    elif isinstance(value, Table):
        for item in list(value.entries.values())[:_MOST]:
            yield item, node
    else:
        yield value, node


def _note(it: Interpreter, metric: Abstract, node: cst.CSTNode | None) -> None:
    if node is None:
        return
    if isinstance(metric, Module):
        path = canonical(metric.path)
        if path.startswith("sklearn.metrics."):
            it.record.refuse(node, "graph", path.rpartition(".")[2], "scikit-learn")
        return
    body = metric.node if isinstance(metric, Function) and metric.owner is None else None
    if not isinstance(body, cst.FunctionDef) or body.decorators:
        return
    assert isinstance(metric, Function)
    names = [one.name.value for one in body.params.params]
    if len(names) != 2:
        return
    with it.within(metric.scope):
        flow = _InGraph(it, dict.fromkeys(names, LIVE))
        for statement in statements(body.body):
            if isinstance(statement, cst.Return):
                if statement.value is not None:
                    flow.of(statement.value)
                break
            if not flow.follow([statement]):
                break
    if flow.found is not None:
        it.record.refuse(flow.found[0], "graph", flow.found[1], metric.name)
