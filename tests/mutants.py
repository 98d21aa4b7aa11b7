"""Programs with one slip: a fixed twin of `tests/reports` in which one thing is left out, exchanged or miscounted.

The slips are those that people make: an argument that is forgotten or whose flag is turned, a size that is one off, two
arguments in the wrong order, a call around an array that is left out, a statement that is gone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

REPORTS = Path(__file__).with_name("reports")
# Programs with these take files or libraries that need not be there.
_TAKES = (
    "read_csv", "np.load(", "open(", "load_data", "read_excel", "loadtxt", "tuner", "optuna", "GridSearch", "scikeras",
)  # fmt: skip
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "ConvLSTM2D", "Bidirectional"})
_SIZED = frozenset({"Dense", "Embedding", "RepeatVector", "LSTM", "GRU"})
_FORGOTTEN = frozenset(
    {"return_sequences", "return_state", "batch_shape", "axis", "num_classes", "maxlen", "activation", "loss",
     "padding", "sequence_length", "initial_state", "validation_data", "batch_size", "steps_per_epoch", "input_shape",
     "shape", "mask_zero", "stateful", "optimizer", "metrics", "sample_weight", "average"}
)  # fmt: skip
_AROUND = frozenset(
    {"reshape", "expand_dims", "to_categorical", "pad_sequences", "flatten", "astype", "to_numpy", "fit_transform",
     "transform", "array", "ravel", "squeeze", "batch", "argmax", "stack", "concatenate"}
)  # fmt: skip
_OF_NUMBERS = frozenset(
    {"print", "range", "round", "choice", "integers", "normal", "uniform", "randint", "sort", "arange", "where",
     "random", "zeros", "ones", "linspace", "enumerate", "min", "max"}
)  # fmt: skip
_LIBRARIES = frozenset({"np", "pd", "tf", "keras", "ops", "layers"})


@dataclass(frozen=True)
class Mutant:
    """`kind` names the slip, `base` the program in which it is made; `line` is the first line that differs."""

    kind: str
    base: str
    line: int
    text: str


Change = Callable[[Random], None]


@cache
def bases() -> tuple[Path, ...]:
    """The fixed twins that run by themselves."""
    found = sorted(REPORTS.rglob("*_fixed.py"))
    return tuple(one for one in found if not any(word in one.read_text("utf-8") for word in _TAKES))


def mutant(seed: int) -> Mutant:
    """One program with one slip, of a kind that is drawn first: rare kinds are as likely as frequent ones."""
    draw = Random(seed)
    while True:
        base = draw.choice(bases())
        tree = ast.parse(base.read_text("utf-8"))
        plain = ast.unparse(tree)
        changes = list(_changes(tree))
        kind = draw.choice(sorted({kind for kind, _ in changes}))
        draw.choice([change for name, change in changes if name == kind])(draw)
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text != plain and _parses(text):
            pairs = zip(plain.splitlines(), text.splitlines())
            line = next((at for at, (before, after) in enumerate(pairs, 1) if before != after), 1)
            return Mutant(kind, f"{base.parent.name}/{base.name}", line, text)


def _parses(text: str) -> bool:
    try:
        compile(text, "mutant.py", "exec")
    except SyntaxError:
        return False
    return True


def _changes(tree: ast.AST) -> Iterator[tuple[str, Change]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(tree, node)
        elif isinstance(node, ast.BinOp) and _is_whole(node.right):
            yield "offset", _replaced(tree, node, node.left)
        elif isinstance(node, ast.Slice) and (node.lower is not None or node.upper is not None):
            yield "bound", _without_bound(node)
        elif isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) > 1:
            yield "element", _without_element(node.elts)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            yield "subscript", _replaced(tree, node, node.value)
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1:
            for statement in body:
                if isinstance(statement, (ast.Assign, ast.Expr)):
                    yield f"without {type(statement).__name__}", _removed(body, statement)


def _of_call(tree: ast.AST, node: ast.Call) -> Iterator[tuple[str, Change]]:
    name = _name(node.func)
    for keyword in node.keywords:
        value = keyword.value
        if keyword.arg in _FORGOTTEN:
            yield f"without {keyword.arg}", _removed(node.keywords, keyword)
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            yield f"{keyword.arg} turned", _set(value, lambda old, _: not old)
        elif isinstance(value, ast.Constant) and type(value.value) is int:
            yield f"{keyword.arg} miscounted", _set(value, _miscounted)
        elif isinstance(value, ast.Constant) and keyword.arg == "loss" and isinstance(value.value, str):
            yield "another loss", _set(value, _another_loss)
    if name in _RECURRENT and all(keyword.arg != "return_sequences" for keyword in node.keywords):
        yield (
            "with return_sequences",
            lambda _: node.keywords.append(ast.keyword("return_sequences", ast.Constant(True))),
        )
    first = node.args[0] if node.args else None
    if name in _SIZED and isinstance(first, ast.Constant) and _is_whole(first):
        yield f"{name} miscounted", _set(first, _miscounted)
    if name in _AROUND:
        inner = _inner(node)
        if inner is not None:
            yield f"without {name}", _replaced(tree, node, inner)
    if len(node.args) > 1 and name not in _OF_NUMBERS:
        yield f"{name} exchanged", lambda _: node.args.insert(0, node.args.pop(1))
        yield f"{name} short of one", lambda _: node.args.__delitem__(-1)


def _inner(node: ast.Call) -> ast.expr | None:
    """What a call is made around: the array whose method it is, or its first argument."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if owner is not None and not (isinstance(owner, ast.Name) and owner.id in _LIBRARIES | {"scaler"}):
        return owner
    return node.args[0] if node.args else None


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_whole(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int


def _miscounted(old: int, draw: Random) -> int:
    return old + draw.choice((-1, 1, 2))


def _another_loss(old: str, draw: Random) -> str:
    names = ("mse", "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy")
    return draw.choice([name for name in names if name != old])


def _set(node: ast.Constant, new: Callable[..., object]) -> Change:
    def change(draw: Random) -> None:
        node.value = new(node.value, draw)  # type: ignore[assignment]

    return change


def _removed(held: list[ast.stmt] | list[ast.keyword], one: ast.AST) -> Change:
    return lambda _: held.remove(one)  # type: ignore[arg-type]


def _without_element(elements: list[ast.expr]) -> Change:
    return lambda draw: elements.__delitem__(draw.randrange(len(elements)))


def _without_bound(node: ast.Slice) -> Change:
    def change(_: Random) -> None:
        if node.lower is not None:
            node.lower = None
        else:
            node.upper = None

    return change


def _replaced(tree: ast.AST, old: ast.expr, new: ast.expr) -> Change:
    return lambda _: _Replaced(old, new).visit(tree)


class _Replaced(ast.NodeTransformer):
    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        found: ast.AST = self.new if node is self.old else super().visit(node)
        return found
