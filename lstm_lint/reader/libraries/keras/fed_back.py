"""Forecasts of several steps: a loop that puts each prediction into the window from which the next one is made.

One pass over the body is followed, statement by statement: which pieces of the window of the last pass the next one
holds, in which order, and where the prediction went. A statement that is not understood ends it without an answer.
"""

from __future__ import annotations

from functools import lru_cache

from lstm_lint import nodes as cst
from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Network
from lstm_lint.reader.libraries.keras.decoding import note_decoding
from lstm_lint.reader.libraries.keras.window_expressions import Expressions, outline
from lstm_lint.reader.libraries.keras.window_pieces import (
    Piece,
    Rows,
    called_name,
    is_right,
    moved,
    name_of,
    order,
    stays,
    takes_rows,
)
from lstm_lint.reader.tree.syntax import names_in, names_used, statements
from lstm_lint.script import FedBack

_MOST = 8  # predictions in one loop: the body is looked at for each of them


def note_fed_back(it: Interpreter, call: cst.Call, owner: Network) -> None:
    """Write down a window that is handed on the wrong way, where `call` predicts inside of a loop."""
    loop = it.control.around[-1] if it.control.around else None
    if loop is None or call in it.record.fed_back:
        return
    note_decoding(it, loop, call, owner)
    changed = outline(loop.body)[1]
    if not call.args or _predictions(loop.body) > _MOST:
        return
    still = _stays(loop, call)
    if still is None and changed.isdisjoint(names_used(call.args[0].value)):
        return  # it gets what no pass changes
    one = _Pass(it, loop, call, changed)
    found = one.judged()
    if found is None and still is not None and one.kept and _is_one_window(it.evaluate(call.args[0].value)):
        found = FedBack(it.place(call), it.place(call), "still", still)
    if found is not None:
        it.record.fed_back[call] = found


@lru_cache(maxsize=8)  # as `outline`: each pass of a loop that is read pass by pass asks for it
def _stays(loop: cst.For | cst.While, call: cst.Call) -> str | None:
    return stays(loop, call, outline(loop.body)[0])


@lru_cache(maxsize=8)
def _predictions(body: cst.BaseSuite) -> int:
    return sum(isinstance(node, cst.Call) and called_name(node) == "predict" for node in outline(body)[0])


def _is_one_window(value: Abstract) -> bool:
    if not isinstance(value, Data) or value.shape is None:
        return False
    return value.shape[:1] == (1,) or (value.most == 1 and len(value.shape) > 2)


class _Pass(Expressions):
    """One pass through the body of a loop."""

    at: cst.CSTNode | None = None  # the last statement that changes the window
    kept = False  # the prediction goes into an array or list of them

    def judged(self) -> FedBack | None:
        for statement in statements(self.loop.body):
            if isinstance(statement, cst.BaseSmallStatement):
                self._statement(statement)
            else:
                self._lose(statement)
        rows = self.held.get(self.window) if self.window else None
        if rows is None or self.at is None:
            return None
        how = order(rows.pieces, self.window)
        if how is None and is_right(rows.pieces, self.window) and rows.pieces[-1].restored:
            return FedBack(self.it.place(self.at), self.it.place(self.call), "units", self.window)
        if how is None and self.spread is not None and is_right(rows.pieces, self.window):
            return FedBack(self.it.place(self.spread), self.it.place(self.call), "columns", self.window)
        if how is None and not is_right(rows.pieces, self.window):
            return None
        return FedBack(self.it.place(self.at), self.it.place(self.call), how or "next", self.window)

    def _lose(self, statement: cst.CSTNode) -> None:
        """Whatever a statement of several lines changes."""
        for name in names_used(statement) & (self.held.keys() | {self.window}):
            rows = self.held.get(name)
            if name == self.window or rows is None or not rows.is_prediction:
                self.held[name] = None

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
        rows = self.rows(value)
        if isinstance(target, cst.Name):
            self._set(node, target.value, rows)
        elif isinstance(target, cst.Subscript) and (name := name_of(target.value)):
            self._put(node, name, target, rows)
        else:
            for name in names_in(target):
                self._set(node, name, None)

    def _deleted(self, node: cst.CSTNode, target: cst.Subscript) -> None:
        name = name_of(target.value)
        old = self.named(name) if name else None
        if old is not None:
            at = self.along(target, old.batched)
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
        part = self.along(target, old.batched)
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
                pieces.insert(0 if part == 0 else len(pieces), rows.pieces[0])
            else:
                pieces[part] = rows.pieces[0]
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
        given = [self.rows(value) for value in values]
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
            at = self.number(values[0]) if values else -1
            pieces = moved(old.pieces, at == 0, at == -1) if at in (0, -1) else None
        elif method == "popleft":
            pieces = moved(old.pieces, 1, 0)
        elif last is not None and last.is_prediction:
            front = method == "appendleft" or (method == "insert" and self.number(values[0]) == 0)
            if front or method in ("append", "extend"):
                new = last.pieces
                pieces = (*new, *old.pieces) if front else (*old.pieces, *new)
        self._set(node, name, None if pieces is None else replace(old, pieces=pieces, listed=True))
