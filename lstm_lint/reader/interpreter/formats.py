"""Arrays that are formatted as if they were one number: `f"{predicted[0]:.2f}"`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.values import Abstract, Args, Items
from lstm_lint.reader.interpreter.machine import Machine

_OF_NUMBERS = re.compile(r"[-+ ]?0?\d*[,_]?(\.\d+)?[eEfFgGd%]")
_Spec = Sequence[cst.FormattedStringText | cst.FormattedStringExpression]


def note_format(machine: Machine, node: cst.CSTNode, value: Abstract, spec: _Spec | None) -> None:
    """Write down an array in an f-string with a format of numbers."""
    written = [part.value for part in spec or () if isinstance(part, cst.FormattedStringText)]
    if written and isinstance(value, Data) and _OF_NUMBERS.fullmatch("".join(written)):
        machine.record.convert(node, "format", value)


_PERCENT = re.compile(r"%%|%[-+ #0]*\d*(?:\.\d+)?([a-zA-Z])")


def note_percent(machine: Machine, node: cst.BinaryOperation, text: str, value: Abstract) -> None:
    """The same of `"%.2f" % predicted` and `"%.2f, %.2f" % (predicted, true)`."""
    directives = [found for found in _PERCENT.finditer(text) if found[1] is not None]
    of_tuple = isinstance(value, Items) and not value.mutable
    values = value.items if isinstance(value, Items) and of_tuple else [value]
    if len(values) != len(directives) or (isinstance(value, Items) and value.open):
        return
    for directive, one in zip(directives, values):
        if directive[1] in "eEfFgG" and isinstance(one, Data):
            machine.record.convert(node, directive[0], one)


def note_formatted(machine: Machine, text: str, args: Args) -> None:
    """The same of `"{:.2f}".format(predicted[0])`."""
    if not any(isinstance(given.value, Data) for given in args.positional) or not args.complete:
        return
    try:
        fields = [(name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        return
    for at, (name, spec) in enumerate(fields):
        place = int(name) if name.isdecimal() else at if not name else len(args.positional)
        for given in args.positional[place : place + 1]:
            if (
                spec
                and given.node is not None
                and isinstance(given.value, Data)
                and _OF_NUMBERS.fullmatch(spec)
            ):
                machine.record.convert(given.node, "format", given.value)
