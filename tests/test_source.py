"""Scripts as text: decoding, line ends, and edits that touch nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_lint.source.source import Location, SourceError, from_bytes


def widths(text):
    return [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
        (b"\xef\xbb\xbfx = 'h\xc3\xa9'", "x = 'hé'"),
        (b"# -*- coding: latin-1 -*-\nx = 'h\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'hé'\n"),
        (b"#!/usr/bin/python\r# vim: set fileencoding=cp1252 :\rx = '\x80'", None),
        (b"a = 1\n\x0cb = 2\n", "a = 1\n\x0cb = 2\n"),
        (b"\n\n# coding: latin-1 is too late\nx = 1\n", "\n\n# coding: latin-1 is too late\nx = 1\n"),
        (b"", ""),
    ],
)
def test_scripts_are_decoded_by_their_declaration(data, text):
    source = from_bytes(data, "x.py")
    assert source.raw == source.text
    assert source.text == text if text is not None else source.text.endswith("x = '€'")
    assert source.edited([]) == data


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"x = 1\r\ny = '\xe9'\n", 2),
        (b"x = 1\0\n", 1),
        (b"# coding: no-such-codec\n", 1),
        (b"# coding: rot13\nx = 1\n", 1),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1),
        (b"# coding: unicode_escape\nx = '\\ud800'\n", None),
    ],
)
def test_undecodable_scripts_are_one_clear_line(data, line):
    with pytest.raises(SourceError) as error:
        from_bytes(data, "x.py")
    assert error.value.line == line
    assert "\n" not in str(error.value)


def test_positions_in_a_script_are_those_of_the_file():
    source = from_bytes("a = 1\nb = 'é'\n".encode(), "x.py")
    assert source.locate(2, 5) == Location(None, 2, 5, 2)
    assert source.cell_at(2) is None
    assert source.line_text(2) == "b = 'é'"
    assert source.line_text(9) == source.line_text(0) == ""


def test_edits_of_a_script_keep_encoding_mark_and_line_ends():
    source = from_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\nc = 3", "x.py")
    edited = source.edited([(3, 5, 3, 6, "30\nd = 4"), (1, 5, 1, 6, "'\u00e9'\nq = 0")])
    assert edited == b"\xef\xbb\xbfa = '\xc3\xa9'\r\nq = 0\r\nb = 2\nc = 30\nd = 4"
    latin = from_bytes(b"# coding: latin-1\rx = '\xe9'\r", "x.py")
    assert latin.edited([(2, 1, 2, 2, "yy"), (3, 1, 3, 1, "z\n")]) == b"# coding: latin-1\ryy = '\xe9'\rz\r"


def test_edits_that_make_no_sense_are_refused():
    source = from_bytes(b"abc = 1\nd = 2\n", "x.py")
    for edits in (
        [(1, 1, 1, 4, "x"), (1, 3, 1, 5, "y")],
        [(1, 1, 9, 1, "x")],
        [(1, 9, 1, 9, "x")],
        [(2, 1, 1, 1, "x")],
        [(0, 1, 1, 1, "x")],
    ):
        with pytest.raises(ValueError, match="line"):
            source.edited(edits)
    assert source.edited([(1, 4, 1, 4, "d"), (1, 1, 1, 4, "x")]) == b"xd = 1\nd = 2\n"


def test_edits_that_would_read_back_differently_are_refused():
    with pytest.raises(ValueError, match="read as it should"):
        from_bytes(b"a\rb\nc\n", "x.py").edited([(2, 1, 2, 2, "")])
    with pytest.raises(ValueError, match="readable"):
        from_bytes(b"# coding: latin-1\nx = '\xe9'\n", "x.py").edited([(1, 11, 1, 18, "utf-8")])


def test_edits_that_the_encoding_cannot_hold_are_refused():
    with pytest.raises(ValueError, match="latin-1|iso-8859"):
        from_bytes(b"# coding: latin-1\nx = 1\n", "x.py").edited([(2, 5, 2, 6, "'€'")])


def test_a_script_that_compiles_is_left_alone():
    text = "a = 5\nb = (a\n% 3)\nc = a \\\n% 3\nd = '''\n!ls\n%time x\n'''\ne = f\"{a!r}\"\nx = '\xa0'\n"
    assert from_bytes(text.encode(), "x.py").text == text


def test_magics_in_an_exported_script_are_blanked():
    text = "# In[1]:\n%matplotlib inline\nb = (a\n% 3)\n!pip install x\n"
    text += "# In[2]:\n%%bash\nls -l\n# In[3]:\n%%time\ny = 1\n"
    blanked = from_bytes(text.encode(), "x.py").text
    assert widths(blanked) == widths(text)
    assert [line.strip() for line in blanked.split("\n") if line.strip()] == [
        "# In[1]:", "b = (a", "% 3)", "# In[2]:", "# In[3]:", "y = 1",
    ]  # fmt: skip


ENCODINGS = st.sampled_from(["utf-8", "latin-1", "cp1252", "utf-8-sig", "shift_jis"])
LINES = st.lists(
    st.tuples(
        st.sampled_from(["x = 1", "", "# é", "s = 'ab'", "\x0cy", "  "]),
        st.sampled_from(["\n", "\r\n", "\r"]),
    ),
    max_size=8,
)


@given(ENCODINGS, LINES, st.booleans(), st.data())
def test_edits_of_any_script_change_only_what_they_cover(encoding, lines, ends, data):
    head = "" if encoding == "utf-8-sig" else f"# coding: {encoding}\n"
    original = head + "".join(line + end for line, end in lines) + ("" if ends else "last")
    try:
        content = original.encode(encoding)
    except UnicodeEncodeError:
        original = original.replace("é", "e")
        content = original.encode(encoding)
    source = from_bytes(content, "x.py")
    assert source.edited([]) == content
    line = data.draw(
        st.integers(1 + bool(head), source.raw.count("\n") + 1).filter(lambda at: at > bool(head))
    )
    column = data.draw(st.integers(1, len(source.line_text(line)) + 1))
    edited = source.edited([(line, column, line, column, "#+")])
    assert len(edited) == len(content) + 2
    again = from_bytes(edited, "x.py")
    assert (
        again.line_text(line)
        == source.line_text(line)[: column - 1] + "#+" + source.line_text(line)[column - 1 :]
    )
    assert edited.replace(b"#+", b"", 1) == content
