"""Calls of a library without an argument that its function must have: TypeError."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.keras_api.required_arguments import FUNCTIONS, OF_DATASETS, missing
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call


def note_function(it: Interpreter, call: Call, path: str) -> None:
    """A function of a library, by canonical path."""
    if path in FUNCTIONS:
        _note(it, call, FUNCTIONS[path])


def note_method(it: Interpreter, call: Call) -> None:
    """A method of a dataset."""
    if call.name in OF_DATASETS and isinstance(call.owner, Data) and call.owner.kind == "dataset":
        _note(it, call, OF_DATASETS[call.name])


def _note(it: Interpreter, call: Call, text: str) -> None:
    args = call.args
    if it.control.guards or not args.complete or not isinstance(call.node, cst.Call):
        return
    lacks = missing(text, len(args.positional), args.keywords)
    if lacks:
        it.record.refuse(call.node, "missing-argument", it.text(call.node.func), *lacks)
