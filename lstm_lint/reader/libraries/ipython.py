"""What a converted notebook asks of IPython."""

from __future__ import annotations

import libcst as cst

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Library
from lstm_lint.reader.tree.syntax import Facts, assigned_in
from lstm_lint.script import Known, Unknown


def _cell(it: Interpreter, call: Call) -> None:
    """What is run as text, `get_ipython().run_cell_magic("time", "", code)`, may set these names anew."""
    code = call.args.positional[-1].value if call.args.positional else None
    try:
        module = cst.parse_module(str(code.value) if isinstance(code, Known) else "")
    except (cst.ParserSyntaxError, RecursionError, ValueError, cst.CSTValidationError):
        return
    for name in sorted(assigned_in(cst.IndentedBlock(module.body), Facts())):
        it.assign(cst.Name(name), Unknown("set in a cell that is kept as text"))


LIBRARY = Library(methods={("unknown", "run_cell_magic"): _cell})
