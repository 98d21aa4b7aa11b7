"""LL933: a call of Keras without an argument that it must have."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.signatures import signature
from lstm_lint.notions.api_calls import objects
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import refusals
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Refused, Script

_LONGEST_NAME = 40
_OF_ALL = (
    "name",
    "dtype",
    "trainable",
    "input_shape",
    "batch_input_shape",
    "input_length",
)  # no older name of another


@check("missing-argument")
def missing_argument(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))
    yield from refusals(script, _message)


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "input-shape", _:
            return "`Input` lacks `shape`: ValueError; write shape=(steps, features)"
        case "model-ends", (missing,):
            return f"`Model` lacks its `{missing}`: it raises; write Model(inputs, outputs)"
        case "class-called", (cls, method):
            return f"`{method}` is called on the class `{cls}`, not on a model: TypeError; write {cls}()"
        case "missing-argument", (function, *lacks):
            shown = (
                function if len(function) <= _LONGEST_NAME else function.rpartition(".")[2][-_LONGEST_NAME:]
            )
            return (
                f"`{shown}` lacks {' and '.join(f'`{one[:_LONGEST_NAME]}`' for one in lacks[:2])}: TypeError"
            )
        case "surplus-argument", (function, takes, gets):
            arguments = f"{takes} argument{'s' if takes != '1' else ''}"
            return f"`{function[:_LONGEST_NAME]}` takes {arguments} and gets {gets}: TypeError"
        case "strange-argument", (function, name, *near):
            message = f"`{function[:_LONGEST_NAME]}` takes no `{name[:_LONGEST_NAME]}`: TypeError"
            return f"{message}; write `{near[0]}`" if near else message
    return ""


def _found(script: Script) -> Iterator[Problem]:
    named = (("callbacks", one.cls, one) for one, _, _ in callbacks(script))
    for kind, name, what in (*objects(script), *named):
        lacks = _lacks(script, kind, name, what)
        if lacks:
            message = f"`{what.cls}` lacks {' and '.join(f'`{one}`' for one in lacks)}: TypeError"
            yield Problem(message, what.span())


def _lacks(script: Script, kind: str, name: str, what: Configured) -> list[str]:
    """The arguments without a default that are not given. A name that it does not take may stand for one: LL901."""
    api = signature(kind, name, script.target)
    if api is None or not what.is_call or not what.complete:
        return []
    needed = [one for one in api.required if one not in what.arguments]
    own = {*_OF_ALL, *api.keywords} if needed else set()
    return needed if own.issuperset(what.names_given) else []
