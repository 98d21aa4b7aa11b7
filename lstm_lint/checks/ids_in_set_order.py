"""LL733: ids of words or characters come of the order of a set or of hashes, and the model is kept."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script

_KEEPING = (".save", ".save_weights", ".export")


@check("ids-in-set-order", needs="recurrent numbered|slips:hashed-ids")
def ids_in_set_order(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models) or not _keeps_model(script):
        return
    if not script.keeps_files:
        message = "ids in the order of a set differ from run to run, and the model is saved; "
        message += "number sorted(set(...))"
        yield from each_place_once(Problem(message, place.span) for place in script.numbered)
    yield from slips_of(script, "hashed-ids", _of_hashes)


def _of_hashes(function: str) -> str:
    message = f"`{function}` numbers words by hashes, others in each run, and the model is saved"
    return f"{message}; use hashing_trick with 'md5'"


def _keeps_model(script: Script) -> bool:
    """Whether weights are written that another start of the program may read."""
    saved = any(used.kind == "method" and used.path.endswith(_KEEPING) for used in script.names)
    fits = (fit for model in script.models for fit in model.fits)
    return saved or any(one.cls == "ModelCheckpoint" for fit in fits for one in fit.callbacks or ())
