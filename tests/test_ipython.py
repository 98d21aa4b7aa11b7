"""IPython syntax is blanked where it stands, and nothing else is."""

import ast
import warnings

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from work import calls

from lstm_lint.source import ipython


def widths(text):
    return [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("%matplotlib inline\nx = 1", "                  \nx = 1"),
        ("!wget a \\\n  -O b\nx", "         \n      \nx"),
        ("x = !ls -l\ny = %pwd", "x = __    \ny = __  "),
        ("x, y = !a \\\n b", "x, y = __  \n  "),
        ("h = %time f(3)", "h =       f(3)"),
        ("if x:\n    !ls\n    %cd ..\n    !\n    f?", "if x:\n    ...\n    pass  \n    _\n    __"),
        ("%time f(x)", "pass; f(x)"),
        ("  %timeit -n 10 -r3 f(x)", "  pass;             f(x)"),
        ("%timeit -n1 f(x,\n  y)", "pass;       f(x,\n  y)"),
        ("%time for i in x: f(i)", "                      "),
        ("%time\nx", "     \nx"),
        ("%%time\nx = 1", "      \nx = 1"),
        ("%%capture out --no-stderr\nx = 1", " " * 25 + "\nx = 1"),
        ("%%bash\nls (\n'", "      \n    \n "),
        ("# note\n%%html\n<b>", "# note\n      \n   "),
        ("%%unheard of\nx = 1", "            \n     "),
        ("f?\n?f\nf.g??\n%time?\n??", "  \n  \n     \n      \n  "),
        ("x = 'a?'\ny = (1 if\n%z else 2)", "x = 'a?'\ny = (1 if\n%z else 2)"),
        ("s = '''\n!ls\n%%time\n'''", "s = '''\n!ls\n%%time\n'''"),
        ('s = """a\\""" \n!ls\n"""\n!ls', 's = """a\\""" \n!ls\n"""\n   '),
        ("f(a=1, b=not x) # = !x", "f(a=1, b=not x) # = !x"),
        ("f(x\n=!y)", "f(x\n=!y)"),
        ("a != b; x = 3 % y; z %= 2", "a != b; x = 3 % y; z %= 2"),
        ("x\xa0=\u30001 # \xa0'\xa0'\ny = '\xa0'", "x = 1 # \xa0'\xa0'\ny = '\xa0'"),
        ("\xa0 \xa0%cd x", "   pass "),
        (">>> x = 1\n>>> if x:\n...     y = 2", "    x = 1\n    if x:\n        y = 2"),
        ("cd ml-100k\nx = 1", " " * 10 + "\nx = 1"),
        ("if x:\n    rm -rf old", "if x:\n    pass      "),
        ("ls in names\nmore = cat\nenv (x)\nrm.x", "ls in names\nmore = cat\nenv (x)\nrm.x"),
        ("f(\ncat x)", "f(\ncat x)"),
        ("x = [  # (\n!ls", "x = [  # (\n!ls"),
        ("x = 1 \\\n% 2", "x = 1 \\\n% 2"),
        ("", ""),
    ],
)
def test_ipython_syntax_is_blanked_in_place(text, blanked):
    assert ipython.blank(text) == blanked


FRAGMENTS = st.sampled_from(
    [
        "x",
        " ",
        "    ",
        "\n",
        "\n",
        "%",
        "%%",
        "!",
        "?",
        "=",
        "'",
        '"',
        '"""',
        "'''",
        "\\",
        "(",
        ")",
        "[",
        "}",
        "#",
    ]
    + [
        "time ",
        "bash",
        "timeit -n 1 ",
        "\xa0",
        "\u200b",
        "if x:",
        "\r",
        "\x0c",
        "é",
        "🙂",
        ">>> ",
        "In [1]: ",
        ";",
    ]
)


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
@settings(max_examples=400)
def test_blanking_keeps_every_line_and_column(text):
    assert widths(ipython.blank(text)) == widths(text)


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
@settings(max_examples=400)
def test_blanking_never_breaks_python(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            return
        assume(not text.lstrip().startswith("In ["))  # an annotation to Python, a prompt to IPython
        assert ast.dump(ast.parse(ipython.blank(text))) == ast.dump(tree)


@pytest.mark.parametrize("unit", ["'", '"""\\', "%x\\\n", "\n ", "\n#", "a?", "(", "!", "= ", "%time -n "])
def test_a_long_hostile_cell_takes_few_calls_for_each_character(unit):
    def work(count):
        return calls(ipython.blank, unit * count + "!") + calls(ipython.starts_indented, unit * count)

    work(10)  # the first call compiles regular expressions
    half, whole = work(50_000), work(100_000)
    assert whole <= 2.1 * half + 100
