"""Where the text of a program reads a name after a statement, on whatever path: also below a flag that is off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.tree.syntax import LEAVES, dotted, names_read, own_nodes, parts

Around = tuple[cst.CSTNode, ...]  # the nodes around one, the module first

_SCOPES = (cst.FunctionDef, cst.ClassDef, cst.Lambda)
_BLOCKS = (cst.IndentedBlock, cst.SimpleStatementSuite)
_LOOPS = (cst.For, cst.While)
_OF_TARGETS = (cst.Tuple, cst.List, cst.Element, cst.StarredElement)
_SHAPES = frozenset({"shape", "ndim", "size", "dtype"})
_ASK_SHAPE = frozenset({"len", "type", "np.shape", "numpy.shape", "tf.shape", "np.ndim"})


def parents(module: cst.Module) -> dict[int, cst.CSTNode]:
    """What stands directly around each node of a module, by the `id` of the node, but around names."""
    found: dict[int, cst.CSTNode] = {}
    waiting: list[cst.CSTNode] = [module]
    while waiting:
        node = waiting.pop()
        for part in parts(node):
            if part.__class__ not in LEAVES:
                found[id(part)] = node
                waiting.append(part)
    return found


def reads_after(statement: cst.CSTNode, around: Around, name: str) -> list[tuple[cst.CSTNode, Around]]:
    """The reads of a name that may find what this statement gives it, with what stands around each of them.

    A function that reads it as a name from outside is one of them, wherever it stands.
    """
    scope = next(node for node in around[::-1] if isinstance(node, (*_SCOPES, cst.Module)))
    of_scope = around[: around.index(scope)]
    mentions = [
        (node, (*of_scope, *above))
        for node, above in _walk(scope)
        if _mentions(node, name) and node is not scope
    ]
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
        return above.attr.value in _SHAPES
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


def _mentions(node: cst.CSTNode, name: str) -> bool:
    if isinstance(node, cst.Name):
        return node.value == name
    return isinstance(node, _SCOPES) and name in names_read(node) and not _binds(node, name)


def _binds(scope: cst.CSTNode, name: str) -> bool:
    """Whether a function has a name of its own: a parameter, or one that it assigns."""
    for node in own_nodes(scope):
        if isinstance(node, cst.Param) and node.name.value == name:
            return True
        target = node.target if isinstance(node, cst.AssignTarget) else None
        if isinstance(target, cst.Name) and target.value == name:
            return True
    return False


def _walk(scope: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, Around]]:
    """The nodes of a scope as they are evaluated, without those of functions and classes in it."""
    waiting: list[tuple[cst.CSTNode, Around]] = [(scope, ())]
    while waiting:
        current, above = waiting.pop()
        yield current, above
        if current is scope or not isinstance(current, _SCOPES):
            waiting += [(part, (*above, current)) for part in reversed(_evaluated(current))]


def _evaluated(node: Any) -> list[cst.CSTNode]:
    """The nodes directly below in the order in which they are evaluated, without names of arguments and attributes."""
    if isinstance(node, cst.Assign):
        return [node.value, *node.targets]
    if isinstance(node, (cst.Arg, cst.Attribute)):
        return [node.value]
    if isinstance(node, cst.For):
        return [node.iter, *(part for part in parts(node) if part is not node.iter)]
    return parts(node)
