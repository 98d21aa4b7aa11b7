"""Notebooks as text: positions that lead back to the file, and edits that touch nothing else."""

import ast
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import calls

from lstm_lint.source.source import Location, SourceError, blank_cell, from_bytes


def notebook(*sources, **fields):
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **fields}


def read(*sources, indent=1, ensure_ascii=False, **fields):
    data = json.dumps(notebook(*sources, **fields), indent=indent, ensure_ascii=ensure_ascii).encode()
    return from_bytes(data, "n.ipynb")


def cell_lines(source, number=1):
    cell = source.cells[number - 1]
    return source.text.split("\n")[cell.first_line - 1 : cell.last_line]


def widths(text):
    return [len(line) for line in text.split("\n")]


def test_code_cells_follow_one_another_and_lead_back():
    data = notebook(["import keras\n", "%time f()"], "x = 1\ny = 2", [])
    data["cells"].insert(1, {"cell_type": "markdown", "metadata": {}, "source": "text"})
    data = json.dumps(data, indent=1).encode()
    source = from_bytes(data, "dir/N.IPYNB")
    assert source.text == "\nimport keras\npass; f()\n\nx = 1\ny = 2\n\n\n"
    assert source.raw == "\nimport keras\n%time f()\n\nx = 1\ny = 2\n\n\n"
    places = [(cell.number, cell.first_line, cell.lines) for cell in source.cells]
    assert places == [
        (1, 2, 2),
        (2, 5, 2),
        (3, 8, 1),
    ]
    physical = data.decode().split("\n")
    assert source.locate(3, 7) == Location(1, 2, 7, physical.index('    "%time f()"') + 1)
    assert source.locate(6, 1).file_line == source.locate(5, 1).file_line
    assert '"x = 1\\ny = 2"' in physical[source.locate(6, 1).file_line - 1]
    assert source.cell_at(4) is None
    assert source.cell_at(6) is source.cells[1]
    assert (source.locate(4, 1).cell, source.locate(4, 1).line) == (1, 2)
    assert source.locate(99, 1).cell == 3
    assert source.cell_text(source.cells[1]) == "\nx = 1\ny = 2\n"


def test_indented_cells_parse_where_they_stand():
    source = read(
        ["    x = 1\n", "    if x:\n", "        y = 2"], ["\n", "  # why\n", "  z = 3\n"], ["w = 4"]
    )
    tree = ast.parse(source.text)
    found = {node.id: (node.lineno, node.col_offset) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert found["y"] == (4, 8)
    assert found["w"][1] == 0
    assert "if True" not in source.raw


def test_a_blanked_cell_keeps_its_place():
    source = read("x = (", "    y = 1", "z = 2")
    blanked = blank_cell(blank_cell(source, 1), 2)
    assert widths(blanked.text) == widths(source.text)
    assert [line.strip() for line in blanked.text.split("\n") if line.strip()] == ["z = 2"]
    assert blanked.raw == source.raw
    assert blanked.locate(2, 1) == source.locate(2, 1)
    assert blanked.edited([]) == source.edited([])


def test_old_notebooks_with_worksheets_are_read():
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y"]}, {"cell_type": "code", "input": "z"}]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}, {"cells": cells[1:]}, 3]}).encode()
    source = from_bytes(data, "n.ipynb")
    assert source.raw == "\nx = 1\ny\n\nz\n\nz\n"
    assert source.edited([(2, 1, 2, 2, "w")]) == data.replace(b'"x = 1', b'"w = 1')


def test_cells_in_another_language_are_blank():
    source = read("library(keras)\nx <- 1", metadata={"kernelspec": {"language": "R", "name": "ir"}})
    assert source.text.strip() == ""
    assert source.line_text(3) == "x <- 1"
    assert read("x", metadata={"language_info": {"name": "python"}}).text == "\nx\n"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"3", b"{}", b'{"cells": {}}', b'{"cells": [}', b'{"cells": []} x', b'{"cells": [], }',
        b"{\xff}", b'{"cells": [{"cell_type": "code", "source": "a\n"}]}', b'{"cells": [{"a" 1}]}',
        b'{"cells": [1 2]}', b'{"cells": [{1: 2}]}', b'{"cells": [' , b'{"cells"', b'{"a": ' + b"[" * 200_000,
        b'{"cells": [1}',
    ],
)  # fmt: skip
def test_what_is_no_notebook_is_one_clear_line(data):
    with pytest.raises(SourceError) as error:
        from_bytes(data, "n.ipynb")
    assert "\n" not in str(error.value)


def test_the_line_of_broken_json_is_told():
    with pytest.raises(SourceError) as error:
        from_bytes(b'{\n "cells": [\n  {"cell_type": oops}\n ]\n}', "n.ipynb")
    assert error.value.line == 3


@pytest.mark.parametrize("cell", [1, None, [], {}, {"cell_type": 3}, {"cell_type": "code"}])
def test_odd_cells_are_empty_or_passed_over(cell):
    data = notebook("x = 1")
    data["cells"].insert(0, cell)
    source = from_bytes(json.dumps(data).encode(), "n.ipynb")
    assert source.text.strip() == "x = 1"


@pytest.mark.parametrize("odd", [3, None, {"a": 1}, ["x", 3], [["x"]], True])
def test_a_source_that_is_no_text_is_an_empty_cell(odd):
    source = read(odd, "x = 1")
    assert [cell.number for cell in source.cells] == [1, 2]
    assert cell_lines(source) == [""]
    with pytest.raises(ValueError, match="cannot be edited"):
        source.edited([(2, 1, 2, 1, "y")])


def test_repeated_keys_and_escaped_keys_count_as_json_counts_them():
    data = (
        b'{"cells": [{"cell_type": "markdown", "source": "old", "cell_typ\\u0065": "code", "source": "new"}]}'
    )
    source = from_bytes(data, "n.ipynb")
    assert source.text == "\nnew\n"
    assert source.edited([(2, 1, 2, 4, "x")]) == data.replace(b'"new"', b'"x"')


def test_characters_that_no_text_has_are_replaced():
    source = read("x = '\ud800\0'\ny = 1", ensure_ascii=True)
    assert source.text == source.raw == "\nx = '\ufffd\ufffd'\ny = 1\n"
    edited = source.edited([(2, 5, 2, 5, "b")])
    assert json.loads(edited)["cells"][0]["source"] == "x = b'\ud800\0'\ny = 1"


def edit_cell(sources, edits, **layout):
    source = read(*sources, **layout)
    first = source.cells[0].first_line
    edited = source.edited([(a + first - 1, b, c + first - 1, d, new) for a, b, c, d, new in edits])
    return source.edited([]).decode(), edited.decode()


def test_new_lines_take_the_layout_of_their_neighbors():
    before, after = edit_cell(
        [["import a\n", "b\n", "c"]], [(2, 1, 2, 1, "x\ny\n"), (3, 2, 3, 2, "\nd\n")], indent=2
    )
    step = ",\n        "
    assert f'"x\\n"{step}"y\\n"{step}"b\\n"{step}"c\\n"{step}"d\\n"\n' in after
    assert after.replace(f'"x\\n"{step}"y\\n"{step}', "").replace(f'\\n"{step}"d\\n"', '"') == before
    _, after = edit_cell([["a"]], [(1, 2, 1, 2, "\nb")], indent=1)
    assert '"source": [\n    "a\\n",\n    "b"\n   ]' in after
    _, after = edit_cell([["a\n", "b"]], [(1, 1, 1, 1, "x\n")], indent=None)
    assert '"source": ["x\\n", "a\\n", "b"]' in after


def test_deleted_lines_leave_no_empty_strings():
    lines = ["a\n", "b\n", "c"]
    assert json.loads(edit_cell([lines], [(1, 1, 2, 1, "")])[1])["cells"][0]["source"] == ["b\n", "c"]
    assert json.loads(edit_cell([lines], [(3, 1, 3, 2, "")])[1])["cells"][0]["source"] == ["a\n", "b\n"]
    assert json.loads(edit_cell([lines], [(1, 2, 2, 2, "")])[1])["cells"][0]["source"] == ["a\n", "c"]
    two = edit_cell([lines], [(2, 1, 3, 1, ""), (3, 1, 3, 2, "")])[1]
    assert "".join(json.loads(two)["cells"][0]["source"]) == "a\n"


def test_what_is_escaped_stays_escaped():
    _, after = edit_cell([["s = 'é<🙂'"]], [(1, 5, 1, 5, "'ü' + ")], ensure_ascii=True)
    assert "s = '\\u00fc' + '\\u00e9<\\ud83d\\ude42'" in after
    _, after = edit_cell([["s = 'é🙂x'"]], [(1, 8, 1, 9, 'ü"')], ensure_ascii=False)
    assert "s = 'é🙂ü\\\"'" in after
    data = json.dumps(notebook("a < 'b'")).replace("<", "\\u003c").encode()
    assert b"a \\u003c 'b\xc3\xbc'" in from_bytes(data, "n.ipynb").edited([(2, 7, 2, 7, "ü")])


def test_carriage_returns_in_cells_and_files_stay():
    data = json.dumps(notebook(["a\r\n", "b\r", "c"]), indent=1).replace("\n", "\r\n").encode()
    source = from_bytes(b"\xef\xbb\xbf" + data, "n.ipynb")
    assert source.raw == "\na\nb\nc\n"
    assert len({source.locate(line, 1).file_line for line in (2, 3, 4)}) == 3
    edited = source.edited([(3, 1, 3, 2, "B"), (2, 2, 3, 1, "\n")])
    assert edited == b"\xef\xbb\xbf" + data.replace(b'"b', b'"B')


def test_empty_cells_can_be_filled():
    for empty in ([], [""], "", ["", ""]):
        edited = read(empty, "y").edited([(2, 1, 2, 1, "a\nb"), (2, 1, 2, 1, "c\n")])
        assert "".join(json.loads(edited)["cells"][0]["source"]) == "a\nbc\n"


def test_edits_outside_of_one_cell_are_refused():
    source = read("a\nb", "c")
    for edit in [(3, 1, 5, 1, ""), (1, 1, 1, 1, "x"), (4, 1, 4, 1, "x"), (6, 1, 6, 1, "x")]:
        with pytest.raises(ValueError, match="cell"):
            source.edited([edit])


CODE = st.text(alphabet=st.sampled_from(list("ab= \n\n\"'\\/<\té\xa0🙂\u2028\x0c")), max_size=30)
ODD_CODE = st.text(alphabet=st.sampled_from(list('a\r\n\n"\\é🙂\x85')), max_size=20)
SOURCES = st.one_of(
    CODE,
    CODE.map(lambda text: [line for line in text.replace("\n", "\n\0").split("\0") if line]),
    st.lists(ODD_CODE, max_size=4),
)
LAYOUT = {
    "indent": st.sampled_from([None, 0, 1, 2, 4, "\t"]),
    "ensure_ascii": st.booleans(),
    "separators": st.sampled_from([None, (",", ":"), (" , ", " : ")]),
    "sort_keys": st.booleans(),
}


def decoy(value):
    """Outputs that look like cells."""
    return {"output_type": "x", "data": {"source": value, "cells": [{"cell_type": "code", "source": ["no"]}]}}


@given(
    st.lists(SOURCES, min_size=1, max_size=4),
    st.fixed_dictionaries(LAYOUT),
    st.text(" \n", max_size=3),
    st.data(),
)
@settings(max_examples=300, deadline=None)
def test_an_edit_changes_one_source_and_no_other_byte(sources, layout, end, data):
    original = notebook(*sources)
    for cell in original["cells"]:
        cell["outputs"] = [decoy(cell["source"])]
    content = (json.dumps(original, **layout) + end).encode()
    source = from_bytes(content, "n.ipynb")
    assert source.edited([]) == content
    texts = ["".join(each).replace("\r\n", "\n").replace("\r", "\n") for each in sources]
    assert widths(source.text) == widths(source.raw)
    assert [source.raw.split("\n")[c.first_line - 1 : c.last_line] for c in source.cells] == [
        text.split("\n") for text in texts
    ]

    index = data.draw(st.integers(0, len(sources) - 1))
    lines, first = texts[index].split("\n"), source.cells[index].first_line
    places = st.integers(0, len(lines) - 1).flatmap(
        lambda line: st.tuples(st.just(line), st.integers(0, len(lines[line])))
    )
    (line, column), (end_line, end_column) = sorted([data.draw(places), data.draw(places)])
    new = data.draw(st.text(alphabet=st.sampled_from(list('x\n"\\é🙂')), max_size=6))
    try:
        edited = source.edited([(first + line, column + 1, first + end_line, end_column + 1, new)])
    except ValueError:
        assert "\r" in "".join(sources[index])  # a newline next to a lone carriage return would vanish
        return

    offsets = [sum(len(each) + 1 for each in lines[:at]) for at in (line, end_line)]
    wanted = texts[index][: offsets[0] + column] + new + texts[index][offsets[1] + end_column :]
    after = json.loads(edited)
    assert "".join(after["cells"][index]["source"]).replace("\r\n", "\n").replace("\r", "\n") == wanted
    assert isinstance(after["cells"][index]["source"], type(sources[index]))
    after["cells"][index]["source"] = sources[index]
    assert after == original

    # Before and after the one source, the file is byte for byte what it was.
    shared = 0
    while shared < min(len(edited), len(content)) and edited[shared] == content[shared]:
        shared += 1
    tail = 0
    while tail < min(len(edited), len(content)) - shared and edited[-1 - tail] == content[-1 - tail]:
        tail += 1
    changed = content[shared : len(content) - tail]
    assert b"cell_type" not in changed
    assert b"outputs" not in changed


@given(st.lists(SOURCES, min_size=1, max_size=4), st.fixed_dictionaries(LAYOUT))
@settings(deadline=None)
def test_physical_lines_hold_the_lines_they_are_for(sources, layout):
    content = json.dumps(notebook(*sources), **layout)
    physical = content.split("\n")
    source = from_bytes(content.encode(), "n.ipynb")
    for cell in source.cells:
        assert len(cell.file_lines) == cell.lines
        assert list(cell.file_lines) == sorted(cell.file_lines)
        for within, file_line in enumerate(cell.file_lines):
            line = source.line_text(cell.first_line + within)
            pieces = sources[cell.number - 1]
            if not any("\r" in piece for piece in pieces) and all(
                "\n" not in piece[:-1] for piece in pieces[:-1]
            ):
                whole = isinstance(pieces, str) or all(piece.endswith("\n") for piece in pieces[:-1])
                if whole:
                    assert (
                        json.dumps(line, ensure_ascii=layout["ensure_ascii"])[1:-1] in physical[file_line - 1]
                    )


@given(st.lists(CODE, min_size=1, max_size=4))
@settings(deadline=None)
def test_notebooks_written_by_nbformat_are_read_and_written_back(texts):
    nbformat = pytest.importorskip("nbformat")
    built = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in texts])
    content = (nbformat.writes(built) + "\n").encode()
    source = from_bytes(content, "n.ipynb")
    assert source.edited([]) == content
    assert [len(cell.file_lines) for cell in source.cells] == [text.count("\n") + 1 for text in texts]
    edited = source.edited([(cell.first_line, 1, cell.first_line, 1, "#é\n") for cell in source.cells])
    again = nbformat.reads(edited.decode(), as_version=4)
    assert [cell.source for cell in again.cells] == ["#é\n" + text for text in texts]


def test_outputs_of_a_notebook_cost_no_more_than_their_json():
    def content(outputs):
        data = notebook(*[[f"x = {line}\n" for line in range(20)] for _ in range(100)])
        for cell in data["cells"]:
            cell["outputs"] = outputs
        return json.dumps(data, indent=1).encode()

    def peak(work, *arguments):
        tracemalloc.start()
        try:
            work(*arguments)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    image = {"data": {"image/png": "iVBORw0KGgo" * 4000}}
    without, large = content([]), content([image, {"text": ["Epoch 1\n"] * 200}])
    from_bytes(without, "n.ipynb")  # the first call imports and compiles
    assert calls(from_bytes, large, "n.ipynb") < 1.01 * calls(from_bytes, without, "n.ipynb")
    assert peak(from_bytes, large, "n.ipynb") < peak(json.loads, large)
