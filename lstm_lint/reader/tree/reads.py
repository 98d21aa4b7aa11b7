"""Where the text of a program reads a name after a statement, on whatever path: also below a flag that is off."""

from __future__ import annotations

from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.tree.syntax import LEAVES, SHAPES, dotted, names_read, own_nodes, parts

Around = tuple[cst.CSTNode, ...]  # the nodes around one, the module first

_SCOPES = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
_BLOCKS = (cst.IndentedBlock, cst.SimpleStatementSuite)
_LOOPS = (cst.For, cst.While)
_OF_TARGETS = (cst.Tuple, cst.List, cst.Element, cst.StarredElement)
_ASK_SHAPE = frozenset({"len", "type", "np.shape", "numpy.shape", "tf.shape", "np.ndim"})


def parents(whole: cst.CSTNode) -> dict[int, cst.CSTNode]:
    """What stands directly around each node of a module or statement, by the `id` of the node, but around names."""
    found: dict[int, cst.CSTNode] = {}
    waiting: list[cst.CSTNode] = [whole]
    while waiting:
        node = waiting.pop()
        inner = [part for part in parts(node) if part.__class__ not in LEAVES]
        found.update(dict.fromkeys(map(id, inner), node))
        waiting += inner
    return found


def reads_after(statement: cst.CSTNode, around: Around, name: str) -> list[tuple[cst.CSTNode, Around]]:
    """The reads of a name that may find what this statement gives it, with what stands around each of them.

    A function that reads it as a name from outside is one of them, wherever it stands.
    """
    scope = next(node for node in around[::-1] if isinstance(node, (*_SCOPES, cst.Module)))
    of_scope = around[: around.index(scope)]
    mentions = _mentions(scope, of_scope, name)
    free: list[tuple[cst.CSTNode, Around]] = [
        (node, above) for node, above in mentions if isinstance(node, _SCOPES)
    ]
    names = [(node, above) for node, above in mentions if not isinstance(node, _SCOPES)]
    own = [at for at, (_, above) in enumerate(names) if statement in above]
    if not own:
        return free
    found, ended = _until_written(names[own[-1] + 1 :], around)
    loops = [node for node in around if isinstance(node, _LOOPS)]
    if loops and not ended:  # the next pass begins
        again = [(node, above) for node, above in names[: own[-1]] if loops[-1] in above]
        found += _until_written(again, around)[0]
    return [*free, *found]


def asks_shape_alone(node: cst.CSTNode, around: Around) -> bool:
    """Whether only the shape or the kind of a value is asked: `p.shape`, `len(p)`."""
    above = around[-1]
    if isinstance(above, cst.Attribute) and above.value is node:
        return above.attr.value in SHAPES
    if isinstance(above, cst.Arg) and isinstance(around[-2], cst.Call):
        return dotted(around[-2].func) in _ASK_SHAPE
    return False


def keeps_nothing(node: cst.Try | cst.TryStar) -> bool:
    """Whether the body of a `try` has statements alone whose results nothing takes: it asks whether they raise."""
    lines = node.body.body
    return all(
        isinstance(line, cst.SimpleStatementLine)
        and all(isinstance(one, (cst.Expr, cst.Assert, cst.Pass)) for one in line.body)
        for line in lines
    )


def _until_written(
    mentions: list[tuple[cst.CSTNode, Around]], around: Around
) -> tuple[list[tuple[cst.CSTNode, Around]], bool]:
    """The reads up to the place where the name certainly gets another value, and whether there is one."""
    blocks = {id(node) for node in around if isinstance(node, _BLOCKS)}
    found = []
    for node, above in mentions:
        if not _is_written(node, above):
            found.append((node, above))
        elif all(id(one) in blocks for one in above if isinstance(one, _BLOCKS)):
            return found, True
    return found, False


def _is_written(node: cst.CSTNode, around: Around) -> bool:
    inner = node
    for above in around[::-1]:
        if isinstance(above, cst.AssignTarget):
            return True
        if isinstance(above, cst.For):
            return above.target is inner
        if not isinstance(above, _OF_TARGETS):
            return False
        inner = above
    return False


def _mentions(scope: cst.CSTNode, around: Around, name: str) -> list[tuple[cst.CSTNode, Around]]:
    """The places in a scope that have a name, as they are evaluated: functions and classes in it are one each."""
    found: list[tuple[cst.CSTNode, Around]] = []
    waiting: list[tuple[Any, Around]] = [
        (scope, around)
    ]  # told apart by `__class__`: most nodes are passed over
    while waiting:
        node, above = waiting.pop()
        kind = node.__class__
        if kind is cst.Name:
            if node.value == name:
                found.append((node, above))
        elif kind in _SCOPES and node is not scope:
            if name in names_read(node) and not _binds(node, name):
                found.append((node, above))
        elif kind not in LEAVES:
            inner = (*above, node)
            waiting += [(part, inner) for part in reversed(_evaluated(node))]
    return found


def _binds(scope: cst.CSTNode, name: str) -> bool:
    """Whether a function has a name of its own: a parameter, or one that it assigns."""
    for node in own_nodes(scope):
        if isinstance(node, cst.Param) and node.name.value == name:
            return True
        target = node.target if isinstance(node, cst.AssignTarget) else None
        if isinstance(target, cst.Name) and target.value == name:
            return True
    return False


def _evaluated(node: Any) -> list[cst.CSTNode]:
    """The nodes directly below in the order in which they are evaluated, without names of arguments and attributes."""
    kind = node.__class__
    if kind is cst.Assign:
        return [node.value, *node.targets]
    if kind is cst.Arg or kind is cst.Attribute:
        return [node.value]
    if kind is cst.For:
        return [node.iter, *(part for part in parts(node) if part is not node.iter)]
    return parts(node)
