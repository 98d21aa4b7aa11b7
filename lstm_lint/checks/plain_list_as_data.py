"""LL171: a plain list of Python where `fit`, `evaluate` and `predict` of Keras 3 want an array."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Fit, Model, Script

_REFUSES_RAGGED = 1, 24  # NumPy; before, it made an array of lists, of dtype object


@check("plain-list-as-data", needs="recurrent fits|predictions|refused")
def plain_list_as_data(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _found(script))
    numpy = script.target.numpy
    if any(model.recurrent for model in script.models) and (
        numpy[0] >= _REFUSES_RAGGED if numpy is not None else script.target.at_least(3)
    ):
        yield from refusals(script, of_kind("ragged", _ragged))
        yield from refusals(script, of_kind("short-windows", _short))


def _ragged(first: str, other: str, what: str) -> str:
    message = f"lists of {first} and of {other} {what} make no array: ValueError since NumPy 1.24"
    return f"{message}; write pad_sequences around them"


def _short(count: str) -> str:
    windows = "the last window is" if count == "1" else f"the last {count} windows are"
    rows = "row" if count == "1" else "rows"
    return f"{windows} shorter than the others: `np.array` raises ValueError; end the loop {count} {rows} earlier"


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for call in (*model.fits, *model.predictions) if model.recurrent else ():
            for name in call.lists[:1]:
                message = (
                    f"`{call.method}` cannot take a plain list as {name}: ValueError; {_cure(call, name)}"
                )
                yield model, call, Problem(message, call.span(name), model=model.name)
            vectorized = any(layer.traits.family == "text" or layer.custom for layer in model.layers)
            reads_texts = any(layer.traits.family == "text" for layer in model.layers)
            for name, what in call.no_numbers[:1] if not call.lists else ():
                if what == "plain texts":
                    message = _of_texts(call, name, reads_texts)
                    yield model, call, Problem(message, call.span(name), model=model.name)
                elif model.complete and not vectorized:
                    yield model, call, Problem(_held(call, name, what), call.span(name), model=model.name)


def _of_texts(call: Fit, name: str, reads_texts: bool) -> str:
    cure = "encode the classes as numbers"
    if name == "x":
        cure = "write tf.constant([...])" if reads_texts else "make padded ids of it, as for the training"
    return f"{name} is text, or a plain list of it, which `{call.method}` cannot take: ValueError; {cure}"


def _held(call: Fit, name: str, what: str) -> str:
    if what == "texts":
        cure = "encode them as numbers" if name == "x" else "encode the classes as numbers"
        return f"{name} holds text, which `{call.method}` cannot take: ValueError; {cure}"
    if what == "unpadded":
        why = "holds texts of different lengths, which make no array"
        return f"{name} {why}: it raises; write pad_sequences around it"
    if " of " in what:
        cure = "cast it to float" if what.startswith("truth") else "leave it out, or encode it"
        held = f"{name} holds {what}, so its dtype is object: `{call.method}` raises"
        return with_cure(held, cure)
    return f"{name} has dtype object, as arrays of lists have: `{call.method}` raises; write pad_sequences around it"


def _cure(call: Fit, name: str) -> str:
    series = call.x if name == "x" else call.y
    if series is not None and series.steps and series.steps[-1].kind == "tokens":
        return "texts have different lengths, so make an array with pad_sequences"
    return "write np.array(...) around it"
