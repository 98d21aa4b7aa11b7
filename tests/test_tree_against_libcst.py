"""The tree that is read has the nodes that libcst makes of the same text, and they stand where libcst says."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import libcst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from lstm_lint import nodes as cst
from lstm_lint.reader.tree import by_libcst
from lstm_lint.reader.tree.parse import Tree, parse_text
from lstm_lint.reader.tree.places import Places

ROOT = Path(__file__).resolve().parent.parent
# Its own texts, and the programs of the tests: what people write.
FILES = sorted([*(ROOT / "lstm_lint").rglob("*.py"), *(ROOT / "tests" / "reports").glob("*.py")])
# Of these the place is asked for. What is left out is a part of them, and has none of its own.
PLACED = (
    cst.Call, cst.Arg, cst.SimpleString, cst.ConcatenatedString, cst.FormattedString, cst.Integer, cst.Float, cst.Tuple,
    cst.List, cst.Dict, cst.Set, cst.Attribute, cst.Subscript, cst.BinaryOperation, cst.UnaryOperation, cst.Comparison,
    cst.Lambda, cst.IfExp, cst.GeneratorExp, cst.ListComp, cst.FunctionDef, cst.ClassDef, cst.Import, cst.ImportFrom,
    cst.With, cst.If, cst.For, cst.Assign, cst.AugAssign, cst.Expr, cst.SimpleStatementLine,
)  # fmt: skip

TEXTS = {
    "calls": """
        f()
        f(a, b=1, *c, **d)
        f(b=1, *c)
        f((a), (b, c), ((d)), e=(1))
        f(  # one (
            ( # two )
             a ) , b
        )(x)[0](y for y in z)
        f((y for y in z))
        f((y for y in z), 1)
        (f)((a))
        (f)(a)
        re.match(a).case((b))
        f(*(a), **(b))
        print((1, 2), (1), ())
        'a(b'.join((c))
        if(a): return(b)
        x = not(a)
    """,
    "subscripts": """
        x[0]
        x[0, 1], x[(0, 1)], x[(0), 1], x[(0), (1)], x[((0, 1))], x[()]
        x[:, -1:, ::2, (1):(2)]
        x[...][a:b][f(c)]
        x[(a, b), c]
        x[(1, # )
           2)]
    """,
    "tuples": """
        a = 1, 2
        a = (1, 2)
        a = (1), (2)
        a = ((1), (2))
        a = ((1, 2))
        (a, b), c = (d, e), *f
        a = ()
        a = (1,)
        for a, (b, c) in d, e: pass
        del a, b
        del (a, b)
        return (yield 1), 2
    """,
    "strings": """
        a = 'x'
        a = 'x' 'y'
        a = ('x'
             'y')
        a = b'x' b'y', r'\\d', u'é', 'é' "ü", '', '' '', "a'b" 'c"d'
        a = '''x
        y'''; b = '''' ''' "" '''\\''''
        a = f'{x}', f'{x!r:>{y}}', f'{{}}', f'a' 'b', 'a' f'{b}', f'{a}' f"{b['c']}"
        a = f'é{x.y}{f(z)}', f'''
        {a}
          {b.c:
        } é { d(
          e) }'''
        a = f'{a == b} {a != b} {x["}"]} {lambda_ = } {(a if b else c)!s}', f'{f"{x.y}"}', f'{a:{b}.{c.d}}'
    """,
    "operators": """
        a = b + c * (d - e) ** -f @ g // h % i << j >> k & l | m ^ ~n
        a = b and c and d or e and not f
        a = (b and c) and (d and e)
        a = b < c <= d != e is f is not g in h not in i == j > k >= l
        a = (b < c) < d
        a += b; a -= b; a *= b; a /= b; a //= b; a %= b; a **= b; a @= b; a <<= b; a >>= b; a &= b; a |= b; a ^= b
        a = b if c else (d if e else f)
        a = (yield), (yield b), await c, (d := e), lambda: 0, lambda a, *b, c=1, **d: a, lambda *, a: a
    """,
    "names": """
        a = True, False, None, ..., 1, 1.5, 1j, 0x1F, 1_000, -1
        import a, b.c, d as e, f.g as h
        from a import b
        from .a.b import (c, d as e)
        from .. import a
        from . import *
        from  ..  a import *
        global a, b
        nonlocal c
        é = ü.ö(ä)
        x = 'é'.encode(), "ü" + y(z)
    """,
    "comprehensions": """
        a = [b for b in c], {b for b in c if d if e}, {a: b for a, b in c for d in e}, (b async for b in c)
        a = [[b for b in c] for c in d]
        a = {**b, 'c': d, e: (f)}, {*b, c}, [*b, c], {}, {1}
    """,
    "statements": """
        a = b = c
        a, b = c = d
        a: int
        a: int = 1
        assert a
        assert a, b
        raise
        raise a
        raise a from b
        if a: b; c
        if a:
            b; c
        elif d:
            e
        elif f: g
        else:
            h
        if a:
            b
        else:
            if c:
                d
        while a:
            b
        else:
            c; continue
        for a in b: c; break
        else: d
        with a: b
        with a as b, c as (d, e): f
        with (a as b): c
        try: a
        except: b
        try:
            a
        except b: c
        except (d, e) as f:
            g
        else:
            h
        finally: i
        async def a():
            async for b in c: d
            async with e as f: g
        class A: pass
        class B(A, *c, metaclass=D, **e):
            '''text'''
            x = 1; y = 2;
        @a.b
        @c(d)
        class E((A)):
            @property
            def f(self) -> int: return 1
        @a
        def f(a, b: int = 1, /, c=(2), *d, e, f: str = 'g', **h): pass
        def g(*, a): return
        def g(
            a,  # b
        ) -> (int): pass
    """,
    "patterns": """
        match a, b:
            case 1 | 'a' | -1: pass
            case None: pass
            case [a, *b] | (c, *_): d
            case {'a': b, **c}: d
            case A(b, c=d) if e: f
            case A.b as c: pass
            case (d): pass
            case e, f: pass
            case []: pass
            case _: pass
    """,
}  # fmt: skip


def ours(text: str) -> Tree:
    tree = parse_text(text)
    assert tree is not None and isinstance(tree._at, ast.Module)
    return tree


def theirs(text: str) -> Tree:
    module, written, places = by_libcst.parsed(text)
    return Tree(module, written, places)


def differences(one: Any, other: Any, path: str) -> Iterator[str]:
    if type(one) is not type(other) and {type(one), type(other)} != {list, tuple}:
        yield f"{path}: {one!r:.60} {other!r:.60}"
        return
    if isinstance(one, (list, tuple)):
        if len(one) != len(other):
            yield f"{path}: {len(one)} and {len(other)} of {one!r:.60} {other!r:.60}"
        for number, (left, right) in enumerate(zip(one, other)):
            yield from differences(left, right, f"{path}[{number}]")
    elif isinstance(one, cst.CSTNode):
        for field in fields(one):
            if field.name == "at":
                continue
            left, right = getattr(one, field.name), getattr(other, field.name)
            if isinstance(one, (cst.FormattedString, cst.ConcatenatedString)) and field.name == "parts":
                left, right = ([part for part in each if not _is_text(part)] for each in (left, right))
            if field.name == "format_spec" and left and right:
                left, right = ([part for part in each if not _is_text(part)] for each in (left, right))
            yield from differences(left, right, f"{path}.{type(one).__name__}.{field.name}")
    elif isinstance(one, cst.BaseOperator):
        return
    elif one != other and not (isinstance(one, float) and one != one):
        yield f"{path}: {one!r} {other!r}"


def _is_text(part: object) -> bool:
    """Text between the braces: libcst gives it as it is written, with its escapes."""
    return isinstance(part, cst.FormattedStringText)


def nodes(node: Any) -> Iterator[cst.CSTNode]:
    if isinstance(node, (list, tuple)):
        for one in node:
            yield from nodes(one)
    elif isinstance(node, cst.CSTNode) and not _is_text(node):
        yield node
        for field in fields(node):
            yield from nodes(getattr(node, field.name))


def misplaced(text: str) -> Iterator[str]:
    one, other = ours(text), theirs(text)
    found = list(differences(one.module, other.module, ""))
    if found:
        yield from found
        return
    here, there = Places(one), Places(other)
    for left, right in zip(nodes(one.module), nodes(other.module)):
        named = isinstance(left, cst.Name) and not isinstance(left.at, _PARTS)
        if (named or isinstance(left, PLACED)) and here.span(left) != there.span(right):
            yield f"{left!r:.80} at {here.span(left)}, not {there.span(right)}: {there.code(right)!r}"


_PARTS = (ast.keyword, ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.Global,
          ast.Nonlocal, ast.pattern, ast.alias, ast.ImportFrom)  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_every_piece_of_syntax_is_the_same(name: str) -> None:
    text = textwrap.dedent(TEXTS[name])
    assert list(misplaced(text)) == []
    inside = "def around():\n" + textwrap.indent(text, "\t")
    assert list(misplaced(inside)) == []


@pytest.mark.parametrize("part", range(4))
def test_whole_files_are_the_same(part: int) -> None:
    """Every twelfth file: all of them take a minute."""
    for file in FILES[part::48]:
        assert list(misplaced(file.read_text(encoding="utf-8")))[:3] == [], file


def test_a_name_that_is_imported_has_its_place() -> None:
    text = "import a.b as c, d\nfrom  ..e.f  import (g as h,\n  i)\nfrom . import *\n"
    tree = ours(text)
    places = Places(tree)
    found = [places.code(alias.name) for line in tree.module.body for alias in _aliases(line)]
    assert found == ["a.b", "d", "g", "i"]
    second = tree.module.body[1].body[0]  # type: ignore[attr-defined]
    assert places.code(second.module) == "e.f" and places.span(second.module).column == 9


def _aliases(line: Any) -> Iterator[cst.ImportAlias]:
    names = line.body[0].names
    yield from names if isinstance(names, list) else ()


def test_code_has_its_parentheses() -> None:
    text = "if (a > b): f((x), y)\nz = (  # one\n  c\n)\nw = ((d + e)) * g\nprint(h)\n"
    tree = ours(text)
    places = Places(tree)
    found = [places.code(node) for node in nodes(tree.module) if isinstance(node, cst.BaseExpression)]
    expected = MetadataWrapper(libcst.parse_module(text))
    theirs_too = [
        expected.module.code_for_node(node)
        for node in expected.resolve(PositionProvider)
        if isinstance(node, libcst.BaseExpression)
    ]
    assert sorted(found) == sorted(theirs_too)


NEWER = """
from keras.layers import LSTM
type Sizes = list[int]
def first[T](of: list[T]) -> T:
    return of[0]
try:
    layer = LSTM((first([4])), name=f"{"a"}")
except* ValueError as error:
    layer = None
"""


def test_the_syntax_of_a_newer_python_is_read() -> None:
    """By libcst where the Python that runs does not know it."""
    tree = parse_text(NEWER)
    assert tree is not None
    places = Places(tree)
    calls = [places.code(node) for node in nodes(tree.module) if isinstance(node, cst.Call)]
    assert calls == ['LSTM((first([4])), name=f"{"a"}")', "(first([4]))"]
    given = [places.code(node) for node in nodes(tree.module) if isinstance(node, cst.Arg)]
    assert given == ["(first([4]))", "[4]", 'name=f"{"a"}"']
    assert any(isinstance(node, cst.TryStar) for node in nodes(tree.module))


def test_digits_beyond_what_python_converts_are_no_number() -> None:
    tree = parse_text("x = " + "9" * 5000)
    assert tree is not None
    assert [node.evaluated_value for node in nodes(tree.module) if isinstance(node, cst.Integer)] == [None]


def test_libcst_is_not_asked_of_a_slip_that_no_newer_python_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing it takes 0.2 s."""

    def refused(text: str) -> None:
        raise ValueError(text)

    asked: list[str] = []
    monkeypatch.setattr(by_libcst, "parsed", lambda text: asked.append(text) or refused(text))
    assert parse_text("x = 1\noutputs layers.Dense(4)(x)\n") is None
    assert not asked
    newer = ["type Batch = list[int]\n", "class Rows[T]:\n    pass\n", "name = t'{x}'\n", "x = f'{a['b']}'\n"]
    for text in newer:
        parse_text(text)
    assert asked == [text for text in newer if is_refused_here(text)]


def is_refused_here(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return True
    return False
