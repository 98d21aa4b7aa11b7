"""Calls of a library without an argument that its function must have: TypeError."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.ir.closest import closest
from lstm_lint.keras_api.required_arguments import FUNCTIONS, OF_DATASETS, missing
from lstm_lint.keras_api.signatures import exists, signature
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call

_UTILITIES = ("keras.utils.", "keras.preprocessing.")


def note_function(it: Interpreter, call: Call, path: str) -> None:
    """A function of a library, by canonical path."""
    if path in FUNCTIONS:
        _note(it, call, FUNCTIONS[path])
    if path.startswith(_UTILITIES) and call.args.keywords and it.target.at_least(3):
        _note_strange(it, call, path.rpartition(".")[2])


def _note_strange(it: Interpreter, call: Call, name: str) -> None:
    """An argument that a function of `keras.utils` does not have: `pad_sequences(x, max_len=20)`."""
    api = signature("functions", name, it.target) if exists("functions", name, it.target) else None
    if api is None or it.control.guards or not isinstance(call.node, cst.Call):
        return
    for argument in call.args.keywords:
        if not api.accepts(argument):
            near = closest(argument.lower(), api.keywords - call.args.keywords.keys(), 0.75)
            meant = (near,) if near is not None else ()
            it.record.refuse(call.node, "strange-argument", it.text(call.node.func), argument, *meant)
            return


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
