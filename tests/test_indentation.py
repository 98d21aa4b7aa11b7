"""Tabs and spaces mixed in indentation: what CPython reads is read, and positions are those of the text as written."""

from __future__ import annotations

import ast
import json
import random
import warnings
from pathlib import Path

import libcst
import pytest

from lstm_lint import nodes as cst
from lstm_lint.command.cli import main
from lstm_lint.edit import fixes, noqa
from lstm_lint.findings import Finding
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader.read import read
from lstm_lint.reader.tree.parse import parse
from lstm_lint.reader.tree.places import Places
from lstm_lint.reader.tree.syntax import parts
from lstm_lint.settings.load import load
from lstm_lint.source.source import Source, from_bytes

SETTINGS = load(None, {"keras": "3"})
BAD = 'LSTM(8, recurrent_activation="tanh", return_sequences=True)'  # LL201
GOOD = BAD.replace("tanh", "sigmoid")
LINES = [
    "x = layers.append({call})",
    "x = layers.append({call})  # one\tmore",
    "größe = '\\t ü'; x = layers.append({call})",
    "x = layers.append(\n\t  {call},\n \t)",
    's = """\n\t tabs \t\n  {call}\n"""; x = layers.append({call})',
    "x = \\\n\t layers.append({call})",
    "\n\t \t# {call}\n{indent}x = 1",
    "\n\n{indent}x = 2",
    "\n\f{indent}x = layers.append({call})",
    "pass",
]
BLOCKS = ["if x:", "for x in range(3):", "while x:", "with open('a') as x:", "def f(x):", "class C:", "try:"]
END = """
model = keras.Sequential([keras.Input((9, 2)), *layers, LSTM(4)])
model.compile("adam", "mse")
"""


def alike(indent: str, chance: random.Random) -> str:
    """An indentation of the same columns, whichever width a tab has; now and then any other one."""
    kind = chance.random()
    if kind < 0.04:
        return indent.replace("\t", " " * 8) if chance.random() < 0.5 else indent.replace(" " * 8, "\t")
    runs = indent.split("\t")
    if kind < 0.6 and len(runs) > 1 and len(runs[0]) + len(runs[1]) < 8 and len(runs) > 2:
        both = len(runs[0]) + len(runs[1])
        left = chance.randint(0, both)
        return "\t".join([" " * left, " " * (both - left), *runs[2:]])
    return indent


def block(chance: random.Random, indent: str, depth: int, call: str) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randint(1, 4)):
        if depth < 4 and chance.random() < 0.4:
            head = chance.choice(BLOCKS)
            lines.append(alike(indent, chance) + head)
            inner = indent + chance.choice([" ", "  ", "    ", "\t", "\t", " \t", "\t ", "    \t", "\t\t"])
            lines += block(chance, inner, depth + 1, call)
            if head == "try:":
                lines += [alike(indent, chance) + "except ValueError:", alike(inner, chance) + "pass"]
            elif head == "if x:" and chance.random() < 0.5:
                lines += [alike(indent, chance) + "else:", *block(chance, indent + "\t", depth + 1, call)]
        else:
            lines.append(alike(indent, chance) + chance.choice(LINES))
    return [line.replace("{call}", call).replace("{indent}", indent) for line in lines]


def program(chance: random.Random, call: str) -> str:
    head = ["import keras", "from keras.layers import LSTM", "layers = []", "x = 0"]
    return "\n".join([*head, *block(chance, "", 0, call)]) + END


def judged(text: str) -> ast.Module | SyntaxError:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except SyntaxError as error:
            return error


def calls_of_python(tree: ast.Module, text: str) -> set[tuple[int, int, int, int]]:
    lines = [line.encode() for line in text.split("\n")]

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1][:offset].decode()) + 1

    return {
        (node.lineno, column(node.lineno, node.col_offset), node.end_lineno,
         column(node.end_lineno, node.end_col_offset))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.end_lineno and node.end_col_offset
    }  # fmt: skip


def libcst_refuses(text: str) -> bool:
    try:
        libcst.parse_module(text)
    except libcst.ParserSyntaxError:
        return True
    return False


def calls_as_read(source: Source) -> set[tuple[int, int, int, int]]:
    tree, problems, _ = parse(source)
    assert tree is not None and not problems
    places = Places(tree, source.path)
    queue: list[cst.CSTNode] = [tree.module]
    for node in queue:
        queue += parts(node)
    asked = [places.of(node) for node in queue if isinstance(node, cst.Call)]
    assert all(
        place.text.startswith(("LSTM", "layers", "open", "range", "keras", "model")) for place in asked
    )
    spans = [place.span for place in asked]
    return {(span.line, span.column, span.end_line, span.end_column) for span in spans}


def test_random_programs_are_read_as_python_reads_them() -> None:
    chance = random.Random(20)
    mixed = refused = 0
    for number in range(200):
        text = program(chance, BAD)
        source = from_bytes(text.encode(), "tabs.py")
        tree = judged(text)
        (*_, problem) = (*read(source, parse_target("3")).syntax_problems, None)[:1]
        if isinstance(tree, SyntaxError):
            assert problem is not None and not problem.runs, (number, text)
            assert problem.span.line == tree.lineno, (number, text)
            refused += isinstance(tree, TabError)
            continue
        assert problem is None, (number, text)
        assert calls_as_read(source) == calls_of_python(tree, text), (number, text)
        mixed += libcst_refuses(text)
    assert mixed > 30 and refused > 5


def wrong_in(source: Source) -> list[Finding]:
    return [one for one in lint(source, SETTINGS) if one.code == "LL201"]


def mended(text: str, findings: list[Finding]) -> str:
    """The text with another value where each finding stands."""
    lines = text.split("\n")
    for span in sorted((one.span for one in findings), key=lambda span: (-span.line, -span.column)):
        line, at = lines[span.line - 1], span.column - 1
        assert line[at : span.end_column - 1] == '"tanh"'
        lines[span.line - 1] = f'{line[:at]}"sigmoid"{line[span.end_column - 1 :]}'
    return "\n".join(lines)


def test_a_fix_changes_its_place_and_no_other_byte() -> None:
    chance = random.Random(21)
    changed = 0
    for number in range(25):
        text = program(chance, BAD).replace("\n", "\r\n" if number % 2 else "\n")
        source = from_bytes(text.encode(), "tabs.py")
        if isinstance(judged(text), SyntaxError):
            continue
        wrong = wrong_in(source)
        fixed = fixes.fix(source, wrong, wrong_in)
        assert fixed.data.decode() == mended(text, wrong), (number, text)
        changed += len(wrong)
    assert changed > 15


TEXT = f"""import keras
from keras.layers import LSTM

def build(deep):
    for _ in range(1):
\t    pass
    if deep:
    \tlayers = [{BAD}, LSTM(4)]#
    else:
    \tlayers = [LSTM(4)]
    model = keras.Sequential([keras.Input((9, 2)), *layers])
    model.compile("adam", "mse")
    return model
"""


def text_of(comment: str = "") -> str:
    return TEXT.replace("#", comment)


def test_the_text_is_one_that_other_parsers_refuse() -> None:
    assert not isinstance(judged(text_of()), SyntaxError)
    assert libcst_refuses(text_of())


def test_reports_and_fixes_carry_the_columns_of_the_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tabs.py"
    path.write_text(text_of())
    arguments = ["check", str(path), "--no-cache", "--select", "LL201"]
    main([*arguments, "--output-format", "json"])
    (one,) = json.loads(capsys.readouterr().out)["findings"]
    line = text_of().split("\n")[one["line"] - 1]
    assert line[one["column"] - 1 : one["end_column"] - 1] == '"tanh"'
    main([*arguments, "--output-format", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (one["line"], one["column"])
    main([*arguments, "--fix"])
    assert path.read_text() == text_of().replace(BAD, GOOD)


def test_comments_that_silence_hold_where_tabs_and_spaces_are_mixed() -> None:
    source = from_bytes(text_of().encode(), "tabs.py")
    (one,) = wrong_in(source)
    assert not wrong_in(from_bytes(text_of("  # noqa: LL201").encode(), "tabs.py"))
    silenced = noqa.add(source, [one], wrong_in, "")
    assert silenced.data.decode() == text_of("  # noqa: LL201")


def test_a_cell_of_a_notebook_may_mix_them() -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": lines}
        for lines in (
            text_of().splitlines(keepends=True),
            ["if True:\n", "\tx = 1\n", "        y = 2\n"],  # TabError
            ["if x:\n", "    if y:\n", "\t    z = 1\n"],
        )
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    data = json.dumps(notebook, indent=1).encode()
    source = from_bytes(data, "tabs.ipynb")
    (problem,) = read(source, parse_target("3")).syntax_problems
    assert problem.cell == 2 and source.locate(problem.span.line, 1).line == 3
    (one,) = wrong_in(source)
    line = text_of().split("\n")[one.line - 1]
    assert one.cell == 1 and line[one.column - 1 : one.end_column - 1] == '"tanh"'
    fixed = fixes.fix(source, [one], wrong_in)
    assert fixed.data == data.replace(json.dumps(BAD)[1:-1].encode(), json.dumps(GOOD)[1:-1].encode())


def test_a_module_of_the_project_may_mix_them(tmp_path: Path) -> None:
    (tmp_path / "build_model.py").write_text(text_of())
    script = "from build_model import build\nmodel = build(True)\nmodel.fit(x, y)\n"
    path = tmp_path / "train.py"
    source = from_bytes(script.encode(), str(path))
    from lstm_lint.source.project import Project

    models = read(source, parse_target("3"), Project(str(path))).models
    assert [layer.cls for layer in models[0].layers] == ["LSTM", "LSTM"]
