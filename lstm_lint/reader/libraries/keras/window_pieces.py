"""The window of a forecast as pieces: rows of the window before it, the prediction, and which subscript takes steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from lstm_lint import nodes as cst
from lstm_lint.ir.records import dataclass, replace
from lstm_lint.reader.tree.syntax import names_in, names_used, parts


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a window: rows of the `old` one without `left` at its start and `cut` at its end, the prediction, or
    rows that are there until something else is put in their place."""

    what: Literal["old", "predicted", "hole"]
    name: str = ""
    left: int = 0
    cut: int = 0
    restored: bool = False  # of a prediction: in the units of the data again, by `inverse_transform`


@dataclass(frozen=True, slots=True)
class Rows:
    """Pieces one after the other. `batched`: the steps are the second axis; None where that is not known."""

    pieces: tuple[Piece, ...]
    batched: bool | None = None
    plain: bool = True  # of a prediction: as it came out of the model, no row that the program made of it
    listed: bool = False  # certainly a list, which `+` makes longer

    @property
    def is_prediction(self) -> bool:
        return [piece.what for piece in self.pieces] == ["predicted"]


RESTORED = Rows((Piece("predicted", restored=True),), plain=False)
PREDICTED = Rows((Piece("predicted"),))


def moved(pieces: Sequence[Piece], left: int, cut: int) -> tuple[Piece, ...] | None:
    """Without so many rows at the start and at the end; None where they are not of the old window."""
    found = list(pieces)
    if left and found:
        if found[0].what != "old":
            return tuple(found[1:]) if left == 1 and len(found) > 1 else None
        found[0] = replace(found[0], left=found[0].left + left)
    if cut and found:
        if found[-1].what != "old":
            return tuple(found[:-1]) if cut == 1 and len(found) > 1 else None
        found[-1] = replace(found[-1], cut=found[-1].cut + cut)
    return tuple(found)


def order(pieces: Sequence[Piece], window: str) -> Literal["front", "forward", "newest", None]:
    """What is wrong with the order of the pieces; None where nothing certainly is."""
    kinds = [piece.what for piece in pieces]
    if kinds.count("predicted") != 1 or kinds.count("old") != 1:
        return None
    old = pieces[kinds.index("old")]
    if old.name != window:
        return None
    if kinds.index("predicted") < kinds.index("old"):
        return "front"
    if "hole" in kinds and kinds.index("hole") < kinds.index("old"):
        return "forward"
    return "newest" if old.cut and kinds == ["old", "predicted"] and not old.left else None


def is_right(pieces: Sequence[Piece], window: str) -> bool:
    return [piece.what for piece in pieces] == ["old", "predicted"] and pieces[0].name == window


def _is_whole(part: cst.BaseSlice) -> bool:
    return isinstance(part, cst.Slice) and part.lower is None and part.upper is None and part.step is None


def _is_new_axis(part: cst.BaseSlice) -> bool:
    if not isinstance(part, cst.Index):
        return False
    if isinstance(part.value, cst.Name) and part.value.value == "None":
        return True
    return isinstance(part.value, cst.Attribute) and part.value.attr.value == "newaxis"


def _is_dots(part: cst.BaseSlice) -> bool:
    return isinstance(part, cst.Index) and isinstance(part.value, cst.Ellipsis)


def only_new_axes(node: cst.Subscript) -> bool:
    slices = [element.slice for element in node.slice]
    return all(_is_dots(one) or _is_whole(one) or _is_new_axis(one) for one in slices)


def axis_of_steps(node: cst.Subscript, batched: bool | None) -> int | None:
    """Which of the subscripts is that of the steps; None where it is not known."""
    slices = [element.slice for element in node.slice]
    if any(_is_new_axis(one) or _is_dots(one) for one in slices):
        return None
    if batched is None:
        batched = True if len(slices) == 3 else False if len(slices) == 1 else None
    if batched is None:
        return None
    at = int(batched)
    return at if len(slices) > at else None


def takes_rows(target: cst.Subscript, batched: bool | None) -> bool:
    """Whether all columns of a step are set: `x[-1] = p`, `x[:, -1, :] = p`, no `x[-1, 0] = p`."""
    rest = [element.slice for element in target.slice][2 if batched else 1 :]
    return batched is not None and all(map(_is_whole, rest))


def adds_batch(node: cst.BaseExpression | None, window: str) -> bool:
    """`x[np.newaxis]`, `np.expand_dims(x, 0)`, `np.array([x])`: the window itself has no batch axis."""
    if isinstance(node, cst.Subscript):
        return _is_new_axis(node.slice[0].slice) and name_of(node.value) == window
    if isinstance(node, cst.Call) and node.args:
        name, first_arg = called_name(node), node.args[0].value
        if name == "expand_dims" and len(node.args) > 1:
            axis = node.args[1].value
            return (
                isinstance(axis, cst.Integer) and axis.evaluated_value == 0 and name_of(first_arg) == window
            )
        if name in ("array", "asarray") and isinstance(first_arg, cst.List):
            return len(first_arg.elements) == 1 and name_of(first_arg.elements[0].value) == window
    return False


def name_of(node: cst.BaseExpression) -> str:
    return node.value if isinstance(node, cst.Name) else ""


def called_name(node: cst.Call) -> str:
    function = node.func
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else ""


_MUTATES = frozenset(
    {"append", "appendleft", "extend", "insert", "pop", "popleft", "fill", "put", "sort", "resize"}
)


def stays(loop: cst.For | cst.While, call: cst.Call, above: Mapping[cst.CSTNode, cst.CSTNode]) -> str | None:
    """The name of the window that `call` predicts from, where each pass of the loop gives the same one to the model.

    `above`: which node each one in the body stands in. The model must be the same one too, and nothing but `predict`
    be called on it.
    """
    model = call.func.value if isinstance(call.func, cst.Attribute) else None
    positional = [arg.value for arg in call.args if arg.keyword is None]
    if not isinstance(model, cst.Name) or len(positional) != 1 or any(arg.star for arg in call.args):
        return None
    names = _plain_names(positional[0])
    if names is None or len(names) != 1:
        return None
    set_ = set(names_in(loop.target)) if isinstance(loop, cst.For) else set()
    if _counts_through(set_, call, above):
        return None
    for node in above:
        if _may_change(node, names):
            return None
        if isinstance(node, (cst.AssignTarget, cst.AugAssign, cst.Del, cst.For, cst.NamedExpr)):
            set_ |= names_used(node.target)
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            root, method = name_of(node.func.value), node.func.attr.value
            if method in _MUTATES or (root == model.value and method != "predict"):
                set_.add(root)
        elif isinstance(node, (cst.With, cst.Try, cst.FunctionDef)):
            return None
        if (
            isinstance(node, cst.Call)
            and node is not call
            and model.value in {name_of(arg.value) for arg in node.args}
        ):
            return None  # a function of the program may train it
    return next(iter(names)) if set_.isdisjoint({*names, model.value}) else None


def with_what_is_around(
    node: cst.CSTNode, above: Mapping[cst.CSTNode, cst.CSTNode]
) -> frozenset[cst.CSTNode]:
    """A node, and what of the body it stands in."""
    found = [node]
    while found[-1] in above:
        found.append(above[found[-1]])
    return frozenset(found)


def _counts_through(counted: set[str], call: cst.Call, above: Mapping[cst.CSTNode, cst.CSTNode]) -> bool:
    """Whether each pass takes another step of what is predicted, `model.predict(window)[0, step]`, or adds something
    else to it: `model.predict(window)[0, 0] + rng.normal()`."""
    around = with_what_is_around(call, above)
    held: set[str] = set()
    for one in around:
        if isinstance(one, cst.Assign):
            held |= {name for target in one.targets for name in names_in(target.target)}
    sums = [side for one in around if isinstance(one, cst.BinaryOperation) for side in (one.left, one.right)]
    if any(side not in around and (counted & names_used(side) or _calls(side)) for side in sums):
        return True
    return any(
        isinstance(one, cst.Subscript)
        and any(counted & names_used(part) for part in one.slice)
        and (one.value in around or bool(held & names_used(one.value)))
        for one in above
    )


def _calls(node: cst.CSTNode) -> bool:
    waiting = [node]
    for current in waiting:
        waiting += parts(current)
    return any(isinstance(current, cst.Call) for current in waiting)


def _may_change(node: cst.CSTNode, names: set[str]) -> bool:
    """Whether it may change the window (`advance(p)`, `np.copyto(window, p)`), or passes or measures time."""
    if isinstance(node, cst.Call) and called_name(node) in _OF_TIME:
        return True
    if isinstance(node, cst.Assign):  # a view of it: `flat = window.ravel()`
        made = node.value
        views = isinstance(made, cst.Subscript) or (
            isinstance(made, cst.Call) and called_name(made) in _VIEWS
        )
        return isinstance(made, cst.Name) and made.value in names or (views and _root(made) in names)
    if not isinstance(node, cst.Expr) or not isinstance(node.value, cst.Call):
        return False
    function = node.value.func
    if isinstance(function, cst.Name):
        return function.value not in _SHOWS  # a function of the program
    given = {name_of(arg.value) for arg in node.value.args}
    return bool(given & names) and isinstance(function, cst.Attribute) and function.attr.value not in _KEEPS


def _root(node: cst.CSTNode) -> str:
    while isinstance(node, (cst.Subscript, cst.Attribute, cst.Call)):
        node = node.func if isinstance(node, cst.Call) else node.value
    return node.value if isinstance(node, cst.Name) else ""


_OF_TIME = frozenset(
    {"time", "perf_counter", "perf_counter_ns", "monotonic", "process_time", "sleep", "default_timer"}
)
_SHOWS = frozenset({"print", "display"})
_KEEPS = frozenset({"append", "extend", "insert", "predict", "plot", "info", "debug", "write", "update"})
_VIEWS = frozenset({"ravel", "reshape", "view", "squeeze", "transpose", "asarray"})


def _plain_names(node: cst.CSTNode) -> set[str] | None:
    """The names of an array that only its form is changed of: `window.reshape(1, 30, 1)`, `window[np.newaxis]`."""
    if isinstance(node, cst.Name):
        return {node.value}
    if isinstance(node, cst.Subscript) and only_new_axes(node):
        return _plain_names(node.value)
    if isinstance(node, cst.Call):
        method = called_name(node)
        first = node.args[0].value if node.args else None
        if method == "reshape" and isinstance(node.func, cst.Attribute) and first is not None:
            # `np.reshape(x, (1, 30, 1))`
            of_module = len(node.args) == 2 and isinstance(node.args[1].value, cst.Tuple)
            return _plain_names(first if of_module else node.func.value)
        if method in ("expand_dims", "array", "asarray") and first is not None:
            return _plain_names(first)
    if isinstance(node, cst.List) and len(node.elements) == 1:
        return _plain_names(node.elements[0].value)
    return None
