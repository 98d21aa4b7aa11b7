"""What stands around a node: looked for in one statement of the module, found as in all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_lint import nodes as cst
from lstm_lint.reader.assembly.written import Written
from lstm_lint.reader.tree.parse import parse_text
from lstm_lint.reader.tree.reads import parents
from lstm_lint.reader.tree.syntax import everything

FOLDER = Path(__file__).resolve().parent
PROGRAMS = sorted((FOLDER / "reports").glob("*.py"))
ODD = """\
@made(lambda: first(1))
def build(units=second()):
    return third(
        fourth(), [fifth(one) for one in sixth()]
    )
before(); text = '''
'''; after(text)
if ready(): begin()
else: end()
"""


@pytest.mark.parametrize("text", [ODD, *(path.read_text("utf-8") for path in PROGRAMS[::10])])
def test_around_is_the_same_as_in_the_whole_module(text: str) -> None:
    tree = parse_text(text)
    assert tree is not None
    written, above = Written(tree.module), parents(tree.module)
    for node in everything(tree.module):
        if isinstance(node, (cst.Call, cst.Assign)):
            around = []
            inner = above.get(id(node))
            while inner is not None:
                around.insert(0, inner)
                inner = above.get(id(inner))
            assert written._around(node) == tuple(around)


def test_nothing_is_around_what_is_of_another_module() -> None:
    here, other = parse_text("first()\n"), parse_text("second()\n")
    assert here is not None and other is not None
    calls = [node for node in everything(other.module) if isinstance(node, cst.Call)]
    assert calls and not any(Written(here.module)._around(call) for call in calls)
