"""LL761: one string where a tokenizer wants a list of texts."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Span
from lstm_lint.script import Place, Script

_LONGEST = 30


@check("tokenizer-on-one-string", needs="spelled")
def tokenizer_on_one_string(script: Script) -> Iterator[Problem]:
    for call, text in script.spelled:
        method = call.text.partition("(")[0].rpartition(".")[2].strip()
        written = text.text if len(text.text) <= _LONGEST and "\n" not in text.text else "text"
        message = f"`{method}` reads one string letter by letter, each as a text; write {method}([{written}])"
        yield Problem(message, call.span, fix=_listed(text))


def _listed(text: Place) -> Fix:
    """The string in a list."""
    span = text.span
    begin = Span(span.line, span.column, span.line, span.column)
    end = Span(span.end_line, span.end_column, span.end_line, span.end_column)
    return Fix("put the string into a list", "unsafe", (Edit(begin, "["), Edit(end, "]")))
