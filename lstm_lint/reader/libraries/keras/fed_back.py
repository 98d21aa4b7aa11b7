"""Forecasts of several steps: a loop that puts each prediction into the window from which the next one is made.

One pass over the body is followed, statement by statement: which pieces of the window of the last pass the next one
holds, in which order, and where the prediction went. A statement that is not understood ends it without an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Abstract, Module
from lstm_lint.reader.libraries.keras.window_pieces import (
    PREDICTED,
    Piece,
    Rows,
    adds_batch,
    axis_of_steps,
    called_name,
    is_right,
    moved,
    name_of,
    only_new_axes,
    order,
    stays,
    takes_rows,
)
from lstm_lint.reader.tree.syntax import names_in, names_used, parts
from lstm_lint.script import FedBack

_FORMS = frozenset(
    {"reshape", "expand_dims", "array", "asarray", "squeeze", "copy", "tolist", "list", "astype", "float", "item",
     "convert_to_tensor", "constant", "numpy", "cast", "ravel", "flatten", "float32", "to_numpy"}
)  # fmt: skip
_JOINS = frozenset({"append", "concatenate", "concat", "vstack", "hstack", "row_stack"})
_MOST = 8  # predictions in one loop: the body is looked at for each of them
_MODULES = ("numpy", "tensorflow", "keras", "cupy")


def note_fed_back(it: Interpreter, call: cst.Call) -> None:
    """Write down a window that is handed on the wrong way, where `call` predicts inside of a loop."""
    loop = it.control.around[-1] if it.control.around else None
    if loop is None or call in it.record.fed_back or not isinstance(loop.body, cst.IndentedBlock):
        return
    changed = _outline(loop.body)[1]
    if not call.args or _predictions(loop.body) > _MOST:
        return
    still = stays(loop, call, tuple(_outline(loop.body)[0]))
    if still is None and changed.isdisjoint(names_used(call.args[0].value)):
        return  # it gets what no pass changes
    one = _Pass(it, loop, call, changed)
    found = one.judged()
    if found is None and still is not None and one.kept and _is_one_window(it.evaluate(call.args[0].value)):
        found = FedBack(it.place(call), it.place(call), "still", still)
    if found is not None:
        it.record.fed_back[call] = found


@lru_cache(maxsize=8)
def _predictions(body: cst.BaseSuite) -> int:
    return sum(isinstance(node, cst.Call) and called_name(node) == "predict" for node in _outline(body)[0])


def _is_one_window(value: Abstract) -> bool:
    return isinstance(value, Data) and value.shape is not None and value.shape[:1] == (1,)


class _Pass:
    """One pass through the body of a loop."""

    def __init__(
        self, it: Interpreter, loop: cst.For | cst.While, call: cst.Call, changed: frozenset[str]
    ) -> None:
        self.it, self.loop, self.call, self.changed = it, loop, call, changed
        self.held: dict[str, Rows | None] = {}
        self.window = ""  # the name of the window that the model gets
        self.spread: cst.CSTNode | None = None  # where the prediction goes into whole rows of it
        self.at: cst.CSTNode | None = None  # the last statement that changes the window
        self.kept = False  # the prediction goes into an array or list of them
        own = names_in(loop.target) if isinstance(loop, cst.For) else []
        self.counted = frozenset(own)

    def judged(self) -> FedBack | None:
        for statement in self.loop.body.body:
            for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
                self._statement(small)
            if not isinstance(statement, cst.SimpleStatementLine):
                self._lose(statement)
        rows = self.held.get(self.window) if self.window else None
        if rows is None or self.at is None:
            return None
        how = order(rows.pieces, self.window)
        if how is None and self.spread is not None and is_right(rows.pieces, self.window):
            return FedBack(self.it.place(self.spread), self.it.place(self.call), "columns", self.window)
        return FedBack(self.it.place(self.at), self.it.place(self.call), how, self.window) if how else None

    def _lose(self, statement: cst.CSTNode) -> None:
        """Whatever a statement of several lines changes."""
        for name in names_used(statement) & (self.held.keys() | {self.window}):
            rows = self.held.get(name)
            if name == self.window or rows is None or not rows.is_prediction:
                self.held[name] = None

    # Statements

    def _statement(self, node: cst.BaseSmallStatement) -> None:
        if isinstance(node, cst.Assign) and len(node.targets) == 1:
            self._assign(node, node.targets[0].target, node.value)
        elif isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
            self._changed(node, node.value)
        elif isinstance(node, cst.Del) and isinstance(node.target, cst.Subscript):
            self._deleted(node, node.target)
        elif isinstance(node, cst.AugAssign):
            for name in names_in(node.target):
                self._set(node, name, None)
        elif not isinstance(node, (cst.Expr, cst.Pass)):
            self._lose(node)

    def _assign(self, node: cst.CSTNode, target: cst.BaseExpression, value: cst.BaseExpression) -> None:
        rows = self._rows(value)
        if isinstance(target, cst.Name):
            self._set(node, target.value, rows)
        elif isinstance(target, cst.Subscript) and (name := name_of(target.value)):
            self._put(node, name, target, rows)
        else:
            for name in names_in(target):
                self._set(node, name, None)

    def _deleted(self, node: cst.CSTNode, target: cst.Subscript) -> None:
        name = name_of(target.value)
        old = self._named(name) if name else None
        if old is not None:
            at = self._along(target, old.batched)
            pieces = moved(old.pieces, at == 0, at == -1) if at in (0, -1) else None
            self._set(node, name, replace(old, pieces=pieces) if pieces is not None else None)

    def _set(self, node: cst.CSTNode, name: str, rows: Rows | None) -> None:
        self.held[name] = rows
        if name == self.window:
            self.at = node

    def _put(self, node: cst.CSTNode, name: str, target: cst.Subscript, rows: Rows | None) -> None:
        """`x[0] = p`, `x[:-1] = x[1:]`, `forecasts[k] = p`."""
        if name not in self.held and rows is not None and rows.is_prediction:
            plain = rows.plain and bool(names_used(target) & self.counted)  # one prediction after the other
            self.held[name], self.kept = replace(rows, plain=plain), plain
            return
        old = self.held.get(name)
        if old is None or old.is_prediction:
            self._set(node, name, old if rows is not None else None)
            return
        part = self._along(target, old.batched)
        pieces = list(old.pieces)
        if rows is None or part is None:
            self._set(node, name, None)
        elif isinstance(part, int) and rows.is_prediction and part in (0, -1):
            piece = pieces[part]
            if piece.what == "old" and len(pieces) == 1:
                return self._set(node, name, None)  # in place of a step, where none was moved
            if piece.what == "old":
                left, cut = piece.left + (part == 0), piece.cut + (part == -1)
                pieces[part] = replace(piece, left=left, cut=cut)
                pieces.insert(0 if part == 0 else len(pieces), PREDICTED.pieces[0])
            else:
                pieces[part] = PREDICTED.pieces[0]
            self._set(node, name, replace(old, pieces=tuple(pieces)))
            if rows.plain and takes_rows(target, old.batched):
                self.spread = node
        elif part == (None, -1) and rows.pieces == moved(old.pieces, 1, 0):  # `x[:-1] = x[1:]`
            self._set(node, name, replace(old, pieces=(*rows.pieces, Piece("hole"))))
        elif part == (1, None) and rows.pieces == moved(old.pieces, 0, 1):
            self._set(node, name, replace(old, pieces=(Piece("hole"), *rows.pieces)))
        else:
            self._set(node, name, None)

    def _changed(self, node: cst.CSTNode, call: cst.Call) -> None:
        """`window.append(p)`, `window.pop(0)`, `forecasts.append(model.predict(window)[0])`."""
        method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
        name = name_of(call.func.value) if isinstance(call.func, cst.Attribute) else ""
        values = [arg.value for arg in call.args]
        given = [self._rows(value) for value in values]
        if not name:
            return
        last = given[-1] if given else None
        if name not in self.held:
            if method == "append" and last is not None and last.is_prediction:
                self.held[name], self.kept = last, True
            return
        old = self.held[name]
        if old is None or old.is_prediction or method not in (
            "append", "appendleft", "insert", "pop", "popleft", "extend",
        ):  # fmt: skip
            if method in ("clear", "remove", "reverse", "sort", "rotate", "appendleft", "insert", "extend"):
                self._set(node, name, None)
            return
        pieces: tuple[Piece, ...] | None = None
        if method == "pop" and len(values) <= 1:
            at = integer(self.it.evaluate(values[0])) if values else -1
            pieces = moved(old.pieces, at == 0, at == -1) if at in (0, -1) else None
        elif method == "popleft":
            pieces = moved(old.pieces, 1, 0)
        elif last is not None and last.is_prediction:
            front = method == "appendleft" or (method == "insert" and _is_zero(self.it, values[0]))
            if front or method in ("append", "extend"):
                new = last.pieces
                pieces = (*new, *old.pieces) if front else (*old.pieces, *new)
        self._set(node, name, None if pieces is None else replace(old, pieces=pieces, listed=True))

    # Expressions

    @cached_property
    def around(self) -> frozenset[cst.CSTNode]:
        """The call, and what of the body it stands in."""
        above = _outline(self.loop.body)[0]
        found: list[cst.CSTNode] = [self.call]
        while found[-1] in above:
            found.append(above[found[-1]])
        return frozenset(found)

    def _old(self, name: str) -> Rows | None:
        """What a name holds: what the pass before left of it, where this one has not changed it."""
        if name not in self.held:
            self.held[name] = Rows((Piece("old", name),))
        return self.held[name]

    def _rows(self, node: cst.BaseExpression) -> Rows | None:
        """What an expression holds; None for what is neither of the window nor of the prediction, or not known."""
        if node is self.call:
            return self._predicted()
        if isinstance(node, cst.Name):
            return self._named(node.value)
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
                self._rows(part)
        return None

    def _named(self, name: str) -> Rows | None:
        if name in self.held:
            return self.held[name]
        carried = name not in self.counted and name in self.changed
        return self._old(name) if carried else None

    def _predicted(self) -> Rows | None:
        """The call itself: from here on it is known which window the model gets."""
        first = self.call.args[0].value if self.call.args else None
        rows = self._rows(first) if first is not None else None
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
        rows = self._rows(node.value)
        if rows is None:
            return None
        if rows.is_prediction:
            return rows
        if only_new_axes(node):
            return replace(rows, batched=None)
        if rows.batched is not False and len(node.slice) == 1 and _index(self.it, node, 0) == 0:
            return replace(rows, batched=False) if rows.batched else None  # the sample of a batch
        return self._dropped(rows, node)

    def _dropped(self, rows: Rows | None, node: cst.Subscript) -> Rows | None:
        """`x[1:]`, `x[:, 1:, :]`, `x[-30:]`; what `del x[0]` leaves."""
        part = self._along(node, rows.batched) if rows is not None else None
        if rows is None or part is None:
            return None
        if isinstance(part, int):
            return None  # a single row
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

    def _along(self, node: cst.Subscript, batched: bool | None) -> int | tuple[int | None, int | None] | None:
        """What a subscript takes of the steps: a place, or the bounds of a slice."""
        at = axis_of_steps(node, batched)
        if at is None:
            return None
        part = node.slice[at].slice
        if isinstance(part, cst.Index):
            return integer(self.it.evaluate(part.value))
        if part.step is not None:
            return None
        bounds = [None if end is None else integer(self.it.evaluate(end)) for end in (part.lower, part.upper)]
        if any(end is not None and number is None for end, number in zip((part.lower, part.upper), bounds)):
            text = self.it.text(part.lower) if part.lower is not None else ""
            return (-1, None) if text.startswith("-") and part.upper is None else None
        return bounds[0], bounds[1]

    def _called(self, node: cst.Call) -> Rows | None:
        function, values = node.func, [arg.value for arg in node.args if arg.keyword is None]
        name, owner = called_name(node), function.value if isinstance(function, cst.Attribute) else None
        first = values[0] if values else None
        of_module = owner is None or self._is_module(owner)
        if name in _FORMS:
            rows = self._rows(first) if of_module and first is not None else None
            if not of_module and owner is not None:
                rows = self._rows(owner)
            kept = rows is not None and (rows.is_prediction or name in ("copy", "astype", "tolist", "list"))
            listed = name in ("list", "tolist")
            return (
                rows if kept and not listed else replace(rows, batched=None, listed=listed) if rows else None
            )
        if name == "roll" and of_module and first is not None:
            return self._rolled(node, first)
        if name in _JOINS and of_module and first is not None:
            return self._joined(node, values, name)
        if name == "insert" and of_module and len(values) >= 3:
            return self._inserted(node, values)
        given = [arg.value for arg in node.args]
        made = [self._rows(value) for value in (given if of_module or owner is None else [*given, owner])]
        known = [rows for rows in made if rows is not None]
        if known and all(rows.is_prediction for rows in known):
            return replace(PREDICTED, plain=False)  # a row that a function made of it
        return None

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
        rows = self._rows(first)
        by, axis = self._argument(node, 1, "shift"), self._argument(node, 2, "axis")
        if rows is None or by is None or by == 0 or rows.is_prediction:
            return None
        steps = (None, -2, 0) if rows.batched is False else (None, -2, 1) if rows.batched else (None, -2)
        if axis not in steps and not (rows.batched is None and axis in (0, 1)):
            return None
        if by < 0:
            pieces = moved(rows.pieces, -by, 0)
            return replace(rows, pieces=(*pieces, Piece("hole"))) if pieces is not None else None
        pieces = moved(rows.pieces, 0, by)
        return replace(rows, pieces=(Piece("hole"), *pieces)) if pieces is not None else None

    def _argument(self, node: cst.Call, at: int, name: str) -> int | None:
        named = next((arg.value for arg in node.args if arg.keyword and arg.keyword.value == name), None)
        placed = [arg.value for arg in node.args if arg.keyword is None]
        value = named or (placed[at] if len(placed) > at else None)
        return integer(self.it.evaluate(value)) if value is not None else None

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
        rows = [self._rows(one) for one in several]
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
        rows, new = self._rows(values[0]), self._rows(values[2])
        if rows is None or new is None or not new.is_prediction or rows.is_prediction:
            return None
        at, axis = values[1], self._argument(node, 3, "axis")
        if isinstance(at, (cst.List, cst.Tuple)):
            if len(at.elements) != 1:
                return None
            at = at.elements[0].value
        if axis is not None and rows.batched is not None and axis != int(rows.batched):
            return None
        front = _is_zero(self.it, at)
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
            rows = self._rows(several[0])
            return replace(rows, listed=True, batched=None) if rows is not None else None
        starred = [isinstance(element, cst.StarredElement) for element in node.elements]
        if any(starred):
            known = [self._rows(one) for one in several]
            if all(one is not None and (star or one.is_prediction) for one, star in zip(known, starred)):
                found = self._one_after_the_other(several, None)
                return replace(found, listed=True) if found is not None else None
            return None
        made = [rows for rows in map(self._rows, several) if rows is not None]
        return replace(PREDICTED, plain=False) if made and all(one.is_prediction for one in made) else None

    def _sum(self, node: cst.BinaryOperation) -> Rows | None:
        """`window[1:] + [p]` of lists; a number that is worked out from the prediction."""
        left, right = self._rows(node.left), self._rows(node.right)
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
def _outline(body: cst.BaseSuite) -> tuple[dict[cst.CSTNode, cst.CSTNode], frozenset[str]]:
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


def _is_zero(it: Interpreter, node: cst.BaseExpression) -> bool:
    return integer(it.evaluate(node)) == 0


def _index(it: Interpreter, node: cst.Subscript, at: int) -> int | None:
    part = node.slice[at].slice
    return integer(it.evaluate(part.value)) if isinstance(part, cst.Index) else None
