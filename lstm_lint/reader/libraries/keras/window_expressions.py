"""What the expressions in the body of a loop hold of a window of forecasts, and of the prediction made from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Module
from lstm_lint.reader.libraries.keras.window_pieces import (
    PREDICTED,
    RESTORED,
    Piece,
    Rows,
    adds_batch,
    axis_of_steps,
    called_name,
    moved,
    name_of,
    only_new_axes,
    with_what_is_around,
)
from lstm_lint.reader.tree.syntax import names_in, names_used, parts

_KEEP_AXES = frozenset({"copy", "astype"})
_LISTS = frozenset({"list", "tolist"})
_FORMS = _KEEP_AXES | _LISTS | {
    "reshape", "expand_dims", "array", "asarray", "squeeze", "float", "item", "convert_to_tensor", "constant",
    "numpy", "cast", "ravel", "flatten", "float32", "to_numpy",
}  # fmt: skip
_JOINS = frozenset({"append", "concatenate", "concat", "vstack", "hstack", "row_stack"})
_MODULES = ("numpy", "tensorflow", "keras", "cupy")


class Expressions:
    """What the names of one pass hold, and so what its expressions do.

    `call`: the prediction. `changed`: names that the body assigns or changes. `counted`: those that the loop counts.
    """

    def __init__(
        self, it: Interpreter, loop: cst.For | cst.While, call: cst.Call, changed: frozenset[str]
    ) -> None:
        self.it, self.loop, self.call, self.changed = it, loop, call, changed
        self.held: dict[str, Rows | None] = {}
        self.window = ""  # the name of the window that the model gets
        self.spread: cst.CSTNode | None = None  # where the prediction goes into whole rows of it
        own = names_in(loop.target) if isinstance(loop, cst.For) else []
        self.counted = frozenset(own)

    @cached_property
    def around(self) -> frozenset[cst.CSTNode]:
        """The call, and what of the body it stands in."""
        return with_what_is_around(self.call, outline(self.loop.body)[0])

    def _old(self, name: str) -> Rows | None:
        """What a name holds: what the pass before left of it, where this one has not changed it."""
        if name not in self.held:
            self.held[name] = Rows((Piece("old", name),))
        return self.held[name]

    def rows(self, node: cst.BaseExpression) -> Rows | None:
        """What an expression holds; None for what is neither of the window nor of the prediction, or not known."""
        if node is self.call:
            return self._predicted()
        if isinstance(node, cst.Name):
            return self.named(node.value)
        if isinstance(node, cst.Subscript):
            return self._subscript(node)
        if isinstance(node, cst.Call):
            return self._called(node)
        if isinstance(node, (cst.List, cst.Tuple)):
            return self._display(node)
        if isinstance(node, cst.BinaryOperation):
            return self._sum(node)
        for part in parts(node) if node in self.around else ():
            if isinstance(part, cst.BaseExpression) and part in self.around:
                self.rows(part)
        return None

    def named(self, name: str) -> Rows | None:
        if name in self.held:
            return self.held[name]
        carried = name not in self.counted and name in self.changed
        return self._old(name) if carried else None

    def _predicted(self) -> Rows | None:
        """The call itself: from here on it is known which window the model gets."""
        first = self.call.args[0].value if self.call.args else None
        rows = self.rows(first) if first is not None else None
        if rows is None or len(rows.pieces) != 1 or rows.pieces[0].what != "old" or rows.pieces[0].cut:
            return PREDICTED
        self.window = rows.pieces[0].name
        old = self.held.get(self.window)
        if old is not None and isinstance(first, cst.Name) and first.value == self.window:
            self.held[self.window] = replace(old, batched=True)
        elif old is not None and adds_batch(first, self.window):
            self.held[self.window] = replace(old, batched=False)
        return PREDICTED

    def _subscript(self, node: cst.Subscript) -> Rows | None:
        rows = self.rows(node.value)
        if rows is None:
            return None
        if rows.is_prediction:
            return rows
        if only_new_axes(node):
            return replace(rows, batched=None)
        if rows.batched is not False and len(node.slice) == 1 and self._index(node) == 0:
            return replace(rows, batched=False) if rows.batched else None  # the sample of a batch
        return self._dropped(rows, node)

    def _dropped(self, rows: Rows, node: cst.Subscript) -> Rows | None:
        """`x[1:]`, `x[:, 1:, :]`, `x[-30:]`."""
        part = self.along(node, rows.batched)
        if part is None or isinstance(part, int):
            return None  # not known, or a single row
        lower, upper = part
        pieces: tuple[Piece, ...] | None = rows.pieces  # of `x[-n:]` the first go, as many as are too many
        if lower is not None and lower > 0 and upper is None:
            pieces = moved(rows.pieces, lower, 0)
        elif upper is not None and upper < 0 and not lower:
            pieces = moved(rows.pieces, 0, -upper)
        elif upper is not None:
            pieces = None
        new = replace(rows, pieces=pieces) if pieces is not None else None
        leaves_batch = isinstance(node.slice[0].slice, cst.Index) and rows.batched
        return replace(new, batched=False) if new is not None and leaves_batch else new

    def along(self, node: cst.Subscript, batched: bool | None) -> int | tuple[int | None, int | None] | None:
        """What a subscript takes of the steps: a place, or the bounds of a slice."""
        at = axis_of_steps(node, batched)
        if at is None:
            return None
        part = node.slice[at].slice
        if isinstance(part, cst.Index):
            return self.number(part.value)
        if part.step is not None:
            return None
        bounds = [None if end is None else self.number(end) for end in (part.lower, part.upper)]
        if any(end is not None and number is None for end, number in zip((part.lower, part.upper), bounds)):
            text = self.it.text(part.lower) if part.lower is not None else ""
            return (-1, None) if text.startswith("-") and part.upper is None else None
        return bounds[0], bounds[1]

    def _index(self, node: cst.Subscript) -> int | None:
        part = node.slice[0].slice
        return self.number(part.value) if isinstance(part, cst.Index) else None

    def number(self, node: cst.BaseExpression) -> int | None:
        return integer(self.it.evaluate(node))

    def _called(self, node: cst.Call) -> Rows | None:
        function, values = node.func, [arg.value for arg in node.args if arg.keyword is None]
        name, owner = called_name(node), function.value if isinstance(function, cst.Attribute) else None
        first = values[0] if values else None
        of_module = owner is None or self._is_module(owner)
        if name in _FORMS:
            return self._formed(name, first if of_module else owner)
        if name == "roll" and of_module and first is not None:
            return self._rolled(node, first)
        if name in _JOINS and of_module and first is not None:
            return self._joined(node, values, name)
        if name == "insert" and of_module and len(values) >= 3:
            return self._inserted(node, values)
        if name == "inverse_transform" and first is not None:
            of = self.rows(first)
            return RESTORED if of is not None and of.is_prediction else None
        given = [arg.value for arg in node.args]
        made = [self.rows(value) for value in (given if of_module or owner is None else [*given, owner])]
        known = [rows for rows in made if rows is not None]
        if known and all(rows.is_prediction for rows in known):
            return replace(PREDICTED, plain=False)  # a row that a function made of it
        return None

    def _formed(self, name: str, of: cst.BaseExpression | None) -> Rows | None:
        """`x.reshape(1, 30, 1)`, `np.array(x)`, `x.copy()`."""
        rows = self.rows(of) if of is not None else None
        if rows is None or name in _KEEP_AXES or (rows.is_prediction and name not in _LISTS):
            return rows
        return replace(rows, batched=None, listed=name in _LISTS)

    def _is_module(self, node: cst.BaseExpression) -> bool:
        root = node
        while isinstance(root, cst.Attribute):
            root = root.value
        if not isinstance(root, cst.Name) or root.value in self.held:
            return False
        value = self.it.evaluate(node)
        return isinstance(value, Module) and value.path.startswith(_MODULES)

    def _rolled(self, node: cst.Call, first: cst.BaseExpression) -> Rows | None:
        """`np.roll(x, -1, axis=0)`."""
        rows = self.rows(first)
        by, axis = self._argument(node, 1, "shift"), self._argument(node, 2, "axis")
        if rows is None or by is None or by == 0 or rows.is_prediction:
            return None
        steps = (None, -2, 0) if rows.batched is False else (None, -2, 1) if rows.batched else (None, -2)
        if axis not in steps and not (rows.batched is None and axis in (0, 1)):
            return None
        if axis == 0 and rows.batched is None:
            rows = replace(rows, batched=False)  # a batch of one window has nothing to roll
        if by < 0:
            pieces = moved(rows.pieces, -by, 0)
            return replace(rows, pieces=(*pieces, Piece("hole"))) if pieces is not None else None
        pieces = moved(rows.pieces, 0, by)
        return replace(rows, pieces=(Piece("hole"), *pieces)) if pieces is not None else None

    def _argument(self, node: cst.Call, at: int, name: str) -> int | None:
        named = next((arg.value for arg in node.args if arg.keyword and arg.keyword.value == name), None)
        placed = [arg.value for arg in node.args if arg.keyword is None]
        value = named or (placed[at] if len(placed) > at else None)
        return self.number(value) if value is not None else None

    def _joined(self, node: cst.Call, values: Sequence[cst.BaseExpression], name: str) -> Rows | None:
        """`np.append(x[1:], p)`, `np.concatenate([x[:, 1:], p], axis=1)`."""
        several = values[:2]
        if name != "append":
            if not isinstance(values[0], (cst.List, cst.Tuple)):
                return None
            several = [element.value for element in values[0].elements]
        axis = self._argument(node, 2 if name == "append" else 1, "axis")
        return self._one_after_the_other(several, axis)

    def _one_after_the_other(self, several: Sequence[cst.BaseExpression], axis: int | None) -> Rows | None:
        rows = [self.rows(one) for one in several]
        known = [one for one in rows if one is not None]
        if not known or len(known) < len(rows) or len(rows) < 2:
            made = bool(known) and all(one.is_prediction for one in known)
            return replace(PREDICTED, plain=False) if made else None  # a row with other columns in it
        if all(one.is_prediction for one in known):
            return replace(PREDICTED, plain=False)
        if axis is not None and (axis >= 2 or axis == -1):
            return None  # columns beside each other
        batched = next((one.batched for one in known if one.batched is not None), None)
        if (batched is True and axis == 0) or (batched is False and axis == 1):
            return None
        return Rows(tuple(piece for one in known for piece in one.pieces), batched)

    def _inserted(self, node: cst.Call, values: Sequence[cst.BaseExpression]) -> Rows | None:
        """`np.insert(x, 0, p)`: in front of what is there; other places are taken for the end."""
        rows, new = self.rows(values[0]), self.rows(values[2])
        if rows is None or new is None or not new.is_prediction or rows.is_prediction:
            return None
        at, axis = values[1], self._argument(node, 3, "axis")
        if isinstance(at, (cst.List, cst.Tuple)):
            if len(at.elements) != 1:
                return None
            at = at.elements[0].value
        if axis is not None and rows.batched is not None and axis != int(rows.batched):
            return None
        front = self.number(at) == 0
        if axis is not None and new.plain and not front:
            self.spread = node
        pieces = (*new.pieces, *rows.pieces) if front else (*rows.pieces, *new.pieces)
        return replace(rows, pieces=pieces)

    def _display(self, node: cst.List | cst.Tuple) -> Rows | None:
        """`[p]`, `[[p]]`, `[*window[1:], p]`."""
        several = [element.value for element in node.elements]
        if not several:
            return None
        if len(several) == 1 and not isinstance(node.elements[0], cst.StarredElement):
            rows = self.rows(several[0])
            return replace(rows, listed=True, batched=None) if rows is not None else None
        starred = [isinstance(element, cst.StarredElement) for element in node.elements]
        if any(starred):
            known = [self.rows(one) for one in several]
            if all(one is not None and (star or one.is_prediction) for one, star in zip(known, starred)):
                found = self._one_after_the_other(several, None)
                return replace(found, listed=True) if found is not None else None
            return None
        made = [rows for rows in map(self.rows, several) if rows is not None]
        return replace(PREDICTED, plain=False) if made and all(one.is_prediction for one in made) else None

    def _sum(self, node: cst.BinaryOperation) -> Rows | None:
        """`window[1:] + [p]` of lists; a number that is worked out from the prediction."""
        left, right = self.rows(node.left), self.rows(node.right)
        known = [rows for rows in (left, right) if rows is not None]
        if known and all(rows.is_prediction and not rows.listed for rows in known):
            return known[0]
        if not isinstance(node.operator, cst.Add) or left is None or right is None:
            return None
        listed = [
            rows.listed or isinstance(side, cst.List)
            for rows, side in ((left, node.left), (right, node.right))
        ]
        old = left if not left.is_prediction else right
        if all(listed) or (any(listed) and self._is_list(old)):
            return Rows((*left.pieces, *right.pieces), None, listed=True)
        return None

    def _is_list(self, rows: Rows) -> bool:
        """Whether the window is a list: the model gets it as an array that is made of it."""
        name = rows.pieces[0].name if rows.pieces else ""
        made = [node for node in _below(self.call) if isinstance(node, cst.Call) and node is not self.call]
        return rows.listed or any(
            called_name(one) in ("array", "asarray") and name in names_used(one) for one in made
        )


def _below(node: cst.CSTNode) -> list[cst.CSTNode]:
    found = [node]
    for current in found:
        found += parts(current)
    return found


@lru_cache(maxsize=8)  # several predictions in one loop, which several paths come by
def outline(body: cst.BaseSuite) -> tuple[dict[cst.CSTNode, cst.CSTNode], frozenset[str]]:
    """Which node each one in the body of a loop stands in, and the names that it assigns or changes in place."""
    above: dict[cst.CSTNode, cst.CSTNode] = {}
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [body]
    for node in waiting:
        below = parts(node)
        waiting += below
        above.update(dict.fromkeys(below, node))
        if isinstance(node, cst.AssignTarget):
            target = node.target
            found.update(names_in(target))
            found.update({name_of(target.value)} if isinstance(target, cst.Subscript) else ())
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            found.add(name_of(node.func.value))
        elif isinstance(node, (cst.AugAssign, cst.Del)):
            found.update(names_used(node.target))
    return above, frozenset(found - {""})
