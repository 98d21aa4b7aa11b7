"""What a converted notebook asks of IPython."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Library
from lstm_lint.reader.tree.parse import parse_text
from lstm_lint.reader.tree.syntax import Facts, assigned_in
from lstm_lint.script import Known, Unknown


def _cell(it: Interpreter, call: Call) -> None:
    """What is run as text, `get_ipython().run_cell_magic("time", "", code)`, may set these names anew."""
    code = call.args.positional[-1].value if call.args.positional else None
    tree = parse_text(str(code.value) if isinstance(code, Known) else "")
    body = tree.module.body if tree is not None else ()
    for name in sorted(assigned_in(cst.IndentedBlock(cst.NOWHERE, body), Facts())):
        it.assign(cst.Name(cst.NOWHERE, name), Unknown("set in a cell that is kept as text"))


LIBRARY = Library(methods={("unknown", "run_cell_magic"): _cell})
