"""Python, as the machine reads it."""

from __future__ import annotations

from lstm_lint.reader.interpreter import attributes, calls, elements, siblings, uncalled
from lstm_lint.reader.interpreter.assignment import assign
from lstm_lint.reader.interpreter.expressions import EXPRESSIONS
from lstm_lint.reader.interpreter.machine import Language
from lstm_lint.reader.interpreter.statements import STATEMENTS

PYTHON = Language(
    expressions=EXPRESSIONS,
    statements=STATEMENTS,
    call=calls.dispatch,
    arguments=calls.arguments,
    attribute=attributes.attribute,
    set_attribute=attributes.set_attribute,
    assign=assign,
    element=elements.element,
    resolve=siblings.resolve,
    uncalled=uncalled.run_uncalled,
)
